package org.backstay.testkit.stock;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RESP2 for tests, deliberately independent of our own codec. Strings are bytes seen as Latin-1, so binary content
 * survives.
 */
public final class Resp2 {
    private Resp2() {}

    /** A command as clients send it. */
    public static byte[] command(String... words) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(bytes("*" + words.length + "\r\n"));
        for (String word : words) {
            byte[] content = bytes(word);
            request.writeBytes(bytes("$" + content.length + "\r\n"));
            request.writeBytes(content);
            request.writeBytes(bytes("\r\n"));
        }
        return request.toByteArray();
    }

    /**
     * Reads one answer: a String for a status or bulk string, {@code "-..."} for an error, a Long, a List, or null.
     *
     * @throws EOFException when the stream ends before the answer does
     */
    public static @Nullable Object read(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case '-' -> line;
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(in, Integer.parseInt(rest));
            case '*' -> list(in, Integer.parseInt(rest));
            default -> throw new IOException("not a RESP2 answer: " + line);
        };
    }

    private static @Nullable String bulk(InputStream in, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] content = in.readNBytes(length + 2);
        if (content.length < length + 2) {
            throw new EOFException("the peer closed the connection");
        }
        return new String(content, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable List<@Nullable Object> list(InputStream in, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items.add(read(in));
        }
        return items;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the peer closed the connection");
            }
            line.append((char) next);
        }
        if (in.read() < 0) {
            throw new EOFException("the peer closed the connection");
        }
        if (line.isEmpty()) {
            throw new IOException("an empty line is no RESP2 answer");
        }
        return line.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
