package org.backstay.redis.replication;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.backstay.testkit.stock.Resp2;

/** A master without data that takes one replica, gives it what the test wants to be its stream, and counts what was taken. */
final class MasterByHand implements AutoCloseable {
    private static final byte[] EMPTY_SNAPSHOT = {
        'R', 'E', 'D', 'I', 'S', '0', '0', '1', '0', (byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int PIECE_BYTES = 64 * 1024;

    private final ServerSocket server;
    private final CompletableFuture<Socket> following = new CompletableFuture<>();
    private final AtomicLong taken = new AtomicLong();

    /** Waits for its replica. */
    MasterByHand() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("master by hand").start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        try (Socket replica = server.accept()) {
            InputStream in = new BufferedInputStream(replica.getInputStream());
            OutputStream out = replica.getOutputStream();
            while (true) {
                List<?> words = (List<?>) Resp2.read(in);
                String name = words == null ? "" : String.valueOf(words.getFirst());
                switch (name) {
                    case "PING" -> out.write(line("+PONG"));
                    case "INFO" -> out.write(line("$0\r\n"));
                    case "PSYNC" -> {
                        out.write(line("+FULLRESYNC " + "a".repeat(40) + " 0"));
                        out.write(line("$" + EMPTY_SNAPSHOT.length));
                        out.write(EMPTY_SNAPSHOT);
                        following.complete(replica);
                    }
                    default -> {
                        if (!following.isDone()) {
                            out.write(line("+OK"));
                        }
                    }
                }
            }
        } catch (IOException over) {
            following.completeExceptionally(over);
        }
    }

    private static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Begins to send; done when all of it is in the hands of the replica or of the system. */
    CompletableFuture<Void> send(ByteArrayOutputStream stream) {
        byte[] bytes = stream.toByteArray();
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("master's stream").start(() -> {
            try {
                OutputStream out = following.join().getOutputStream();
                for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
                    int length = Math.min(PIECE_BYTES, bytes.length - at);
                    out.write(bytes, at, length);
                    taken.addAndGet(length);
                }
                sent.complete(null);
            } catch (IOException failure) {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    /** Bytes of the stream that the replica, or the system on the way to it, has taken. */
    long taken() {
        return taken.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (following.isDone() && !following.isCompletedExceptionally()) {
            following.join().close();
        }
    }
}
