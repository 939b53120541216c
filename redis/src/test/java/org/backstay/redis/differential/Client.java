package org.backstay.redis.differential;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.backstay.testkit.stock.Resp2;

/** A connection over which several commands go at once. */
final class Client implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    /** What stands for the answer of a server that has closed the connection. */
    private static final Reply CLOSED = new Reply('!', "closed", List.of());

    private final Socket socket;
    private final BufferedInputStream in;

    Client(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    int localPort() {
        return socket.getLocalPort();
    }

    /** Sends commands together, and reads an answer to each. */
    List<Observed> say(List<Step> steps) throws IOException {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        for (Step step : steps) {
            together.writeBytes(Resp2.command(step.array()));
        }
        send(together.toByteArray());
        List<Observed> answers = new ArrayList<>();
        for (Step step : steps) {
            answers.add(new Observed(step, answer(step)));
        }
        return answers;
    }

    private Reply answer(Step step) throws IOException {
        try {
            return Reply.read(in);
        } catch (EOFException | SocketException gone) {
            return CLOSED;
        } catch (IOException none) {
            throw new IOException("no answer to " + step, none);
        }
    }

    Reply say(String... words) throws IOException {
        return say(List.of(Step.of(words))).getFirst().reply();
    }

    /** Sends a command without reading. */
    void send(Step step) throws IOException {
        send(Resp2.command(step.array()));
    }

    private void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException gone) {
            // Reading tells.
        }
    }

    /** Whether something has come that was not read. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** The next message that comes unasked. */
    Reply next() throws IOException {
        return Reply.readOne(in);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
