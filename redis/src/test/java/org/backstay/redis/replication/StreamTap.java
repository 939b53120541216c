package org.backstay.redis.replication;

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
public final class StreamTap implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private long start;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    /**
     * A command of the stream.
     *
     * @param bytes as they came
     * @param words what they say
     * @param end the offset behind it
     * @param endsUnit whether no transaction is open behind it
     */
    public record Command(byte[] bytes, List<?> words, long end, boolean endsUnit) {}

    /** Begins to follow the master on a port. */
    public StreamTap(int port) throws IOException {
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
    public long start() {
        return start;
    }

    /** Reads on until the stream has come up to an offset. */
    public void readUpTo(long offset) throws IOException {
        byte[] piece = new byte[64 * 1024];
        while (start + stream.size() < offset) {
            int read = socket.getInputStream().read(piece);
            if (read < 0) {
                throw new IOException("the master closed the connection");
            }
            stream.write(piece, 0, read);
        }
    }

    /** What has been read, cut into commands. */
    public List<Command> commands() throws IOException {
        byte[] all = stream.toByteArray();
        ByteArrayInputStream in = new ByteArrayInputStream(all);
        List<Command> commands = new ArrayList<>();
        boolean inTransaction = false;
        while (in.available() > 0) {
            int begin = all.length - in.available();
            List<?> words = (List<?>) Resp2.read(in);
            int end = all.length - in.available();
            if (words == null) {
                throw new IOException("no command at offset " + (start + begin));
            }
            String name = String.valueOf(words.getFirst());
            inTransaction = name.equals("MULTI") || (inTransaction && !name.equals("EXEC"));
            commands.add(new Command(Arrays.copyOfRange(all, begin, end), words, start + end, !inTransaction));
        }
        return commands;
    }

    /** What has been read since the last time, cut into commands; the stream begins behind it from now on. */
    public List<Command> take() throws IOException {
        List<Command> commands = commands();
        start += stream.size();
        stream.reset();
        return commands;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
