package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A blocking connection to a stock server, over a socket of the JDK, read by our parser. */
public final class StockConnection implements AutoCloseable {
    private final Socket socket;
    private final RespParser parser = new RespParser(Integer.MAX_VALUE / 2);

    /** Connects. */
    public StockConnection(StockRedis redis) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), redis.port);
        socket.setSoTimeout(20_000);
    }

    /** Sends a command of words and waits for its reply. */
    public RespValue call(String... words) throws IOException {
        ByteBuf command = Unpooled.directBuffer();
        CommandEncoder.encode(command, words);
        byte[] bytes = new byte[command.readableBytes()];
        command.readBytes(bytes).release();
        return send(bytes);
    }

    /** Sends bytes and waits for one reply. */
    public RespValue send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        RespValue reply = parser.next();
        byte[] received = new byte[16 * 1024];
        while (reply == null) {
            int count = socket.getInputStream().read(received);
            if (count < 0) {
                throw new IOException("the server closed the connection");
            }
            parser.add(Unpooled.wrappedBuffer(received, 0, count));
            reply = parser.next();
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        parser.close();
        socket.close();
    }
}
