package org.backstay.testkit.stock;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A blocking RESP2 connection for tests, deliberately independent of our own codec. */
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
        sendRaw(Resp2.command(words));
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
     * Reads one answer, as {@link Resp2#read} gives it.
     *
     * @throws UncheckedIOException when the connection ends or nothing comes for 10 s
     */
    public @Nullable Object read() {
        try {
            return Resp2.read(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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
