package org.backstay.testkit.stock;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A blocking RESP2 connection for tests, deliberately independent of our own codec. Strings are bytes seen as Latin-1,
 * so binary content survives.
 */
public final class RespConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final BufferedInputStream in;

    /** Connects to 127.0.0.1; an answer may take 10 s. */
    public RespConnection(int port) {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Opens a connection, sends one command, and closes it again. */
    public static @Nullable Object once(int port, String... words) {
        try (RespConnection connection = new RespConnection(port)) {
            return connection.call(words);
        }
    }

    /** Sends a command and reads its answer, as {@link #read} gives it. */
    public @Nullable Object call(String... words) {
        send(words);
        return read();
    }

    /** Sends a command without reading. */
    public void send(String... words) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(bytes("*" + words.length + "\r\n"));
        for (String word : words) {
            byte[] content = bytes(word);
            request.writeBytes(bytes("$" + content.length + "\r\n"));
            request.writeBytes(content);
            request.writeBytes(bytes("\r\n"));
        }
        sendRaw(request.toByteArray());
    }

    /** Sends bytes as they are. */
    public void sendRaw(byte[] raw) {
        try {
            socket.getOutputStream().write(raw);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Reads one answer: a String for a status or bulk string, {@code "-..."} for an error, a Long, a List, or null.
     *
     * @throws UncheckedIOException when the connection ends or nothing comes for 10 s
     */
    public @Nullable Object read() {
        try {
            String line = line();
            String rest = line.substring(1);
            return switch (line.charAt(0)) {
                case '+' -> rest;
                case '-' -> line;
                case ':' -> Long.valueOf(rest);
                case '$' -> bulk(Integer.parseInt(rest));
                case '*' -> list(Integer.parseInt(rest));
                default -> throw new IOException("not a RESP2 answer: " + line);
            };
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] content = in.readNBytes(length + 2);
        if (content.length < length + 2) {
            throw new EOFException("the peer closed the connection");
        }
        return new String(content, 0, length, StandardCharsets.ISO_8859_1);
    }

    private @Nullable List<@Nullable Object> list(int length) {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items.add(read());
        }
        return items;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the peer closed the connection");
            }
            line.append((char) next);
        }
        in.read();
        if (line.isEmpty()) {
            throw new IOException("an empty line is no RESP2 answer");
        }
        return line.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
