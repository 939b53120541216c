package org.backstay.redis;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.backstay.testkit.stock.Resp2;

/** A connection that shows replies as text: each element with its type's sign before it. */
final class Wire implements AutoCloseable {
    /** Commands whose replies list elements in no order. */
    private static final Set<String> UNORDERED =
            Set.of("smembers", "sunion", "sinter", "sdiff", "spop", "keys", "hkeys", "hvals", "scan", "sscan");

    /** Commands whose replies list pairs in no order. */
    private static final Set<String> UNORDERED_PAIRS = Set.of("hgetall", "hscan", "zscan");

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    String say(String... words) throws IOException {
        socket.getOutputStream().write(Resp2.command(words));
        String name = words[0].toLowerCase(Locale.ROOT);
        int grouped = UNORDERED_PAIRS.contains(name) ? 2 : UNORDERED.contains(name) ? 1 : 0;
        String reply = read(grouped);
        return name.equals("hello") ? "" : reply;
    }

    private String read(int grouped) throws IOException {
        String line = line();
        return switch (line.charAt(0)) {
            case '$' -> bulk(line);
            case '*', '~', '>' -> line + elements(Integer.parseInt(line.substring(1)), grouped);
            case '%' -> line + elements(2 * Integer.parseInt(line.substring(1)), grouped);
            default -> line;
        };
    }

    private String bulk(String line) throws IOException {
        int length = Integer.parseInt(line.substring(1));
        return length < 0 ? line : line + new String(in.readNBytes(length + 2), 0, length, StandardCharsets.ISO_8859_1);
    }

    /** The elements of an aggregate, in groups of so many sorted if more than 0. */
    private String elements(int count, int grouped) throws IOException {
        List<String> groups = new ArrayList<>();
        int step = Math.max(grouped, 1);
        for (int i = 0; i < count; i += step) {
            StringBuilder group = new StringBuilder();
            for (int j = i; j < Math.min(i + step, count); j++) {
                group.append(read(grouped)).append(' ');
            }
            groups.add(group.toString());
        }
        if (grouped > 0) {
            Collections.sort(groups);
        }
        return groups.toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the peer closed the connection");
            }
            line.append((char) next);
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
