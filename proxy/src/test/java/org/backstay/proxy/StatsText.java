package org.backstay.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The statistics of a proxy as text. */
final class StatsText {
    private StatsText() {}

    static String read(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The text without its numbers and the machine's name. */
    static String shape(String text) {
        return text.replaceAll("\"source\":\"[^\"]*\"", "\"source\":\"\"").replaceAll(":-?[0-9]+", ":N");
    }

    /** A number by its name, the first of it. */
    static long number(String text, String name) {
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile("\"" + name + "\":(\\d+)").matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }
}
