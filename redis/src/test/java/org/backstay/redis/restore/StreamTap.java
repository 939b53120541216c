package org.backstay.redis.restore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.backstay.testkit.stock.Resp2;

/** A replica that applies nothing: it writes down the stream as it comes over the wire, from an empty master on. */
final class StreamTap implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final long start;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    /**
     * A command of the stream.
     *
     * @param bytes as they came
     * @param end the offset behind it
     * @param endsUnit whether no transaction is open behind it
     */
    record Command(byte[] bytes, long end, boolean endsUnit) {}

    StreamTap(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(Resp2.command("PSYNC", "?", "-1"));
        InputStream in = socket.getInputStream();
        String answer = line(in);
        start = Long.parseLong(answer.substring(answer.lastIndexOf(' ') + 1));
        String length = line(in);
        while (length.isEmpty()) {
            length = line(in);
        }
        in.readNBytes(Integer.parseInt(length.substring(1)));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** The offset at which the stream begins. */
    long start() {
        return start;
    }

    /** Reads on until the stream has come up to an offset. */
    void readUpTo(long offset) throws IOException {
        byte[] piece = new byte[64 * 1024];
        while (start + stream.size() < offset) {
            int read = socket.getInputStream().read(piece);
            if (read < 0) {
                throw new IOException("the master closed the connection");
            }
            stream.write(piece, 0, read);
        }
    }

    List<Command> commands() throws IOException {
        byte[] all = stream.toByteArray();
        ByteArrayInputStream in = new ByteArrayInputStream(all);
        List<Command> commands = new ArrayList<>();
        boolean inTransaction = false;
        while (in.available() > 0) {
            int begin = all.length - in.available();
            List<?> words = (List<?>) Resp2.read(in);
            int end = all.length - in.available();
            String name = String.valueOf(words == null ? "" : words.getFirst());
            inTransaction = name.equals("MULTI") || (inTransaction && !name.equals("EXEC"));
            commands.add(new Command(Arrays.copyOfRange(all, begin, end), start + end, !inTransaction));
        }
        return commands;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
