package org.backstay.resp;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.backstay.node.Endpoint;
import org.backstay.node.Network;
import org.jspecify.annotations.Nullable;

/** One connection for a command line or a test: each call waits for its reply. Of any one thread but the loop's. */
public final class BlockingRespClient implements AutoCloseable {
    private final EventLoop loop;
    private final RespClient client;
    private final Duration patience;
    private final Ending ending;

    /** Why the connection ended; the loop's. */
    private static final class Ending implements RespClient.Listener {
        private final CompletableFuture<RespClient> connected = new CompletableFuture<>();
        private @Nullable Throwable cause;

        @Override
        public void connected(RespClient client) {
            connected.complete(client);
        }

        @Override
        public void disconnected(RespClient client, @Nullable Throwable why) {
            cause = why;
            connected.completeExceptionally(why == null ? new IOException("closed") : why);
        }

        IOException closed(Endpoint remote) {
            String why = cause == null ? "" : " (" + cause.getMessage() + ")";
            return new IOException("the connection to " + remote + " is closed" + why, cause);
        }
    }

    private BlockingRespClient(EventLoop loop, RespClient client, Duration patience, Ending ending) {
        this.ending = ending;
        this.loop = loop;
        this.client = client;
        this.patience = patience;
    }

    /**
     * Connects, or fails with what the system says.
     *
     * @param patience how long each call waits for its reply
     */
    public static BlockingRespClient connect(
            Network network, EventLoop loop, Endpoint remote, RespClient.Options options, Duration patience)
            throws IOException {
        Ending listener = new Ending();
        loop.execute(() -> RespClient.connect(network, loop, remote, options, listener));
        RespClient client = await(listener.connected, options.timeout().plus(patience), "a connection to " + remote);
        return new BlockingRespClient(loop, client, patience, listener);
    }

    /** Sends a command and waits for its reply; an error reply is returned, not thrown. */
    public RespValue call(String... words) throws IOException {
        CompletableFuture<RespValue> replied = new CompletableFuture<>();
        loop.execute(() -> {
            boolean sent = client.send(
                    (reply, failure) -> {
                        if (reply != null) {
                            replied.complete(reply);
                        } else {
                            replied.completeExceptionally(failure);
                        }
                    },
                    words);
            if (!sent) {
                replied.completeExceptionally(ending.closed(client.remote()));
            }
        });
        return await(replied, patience, "a reply of " + client.remote());
    }

    private static <T> T await(CompletableFuture<T> future, Duration patience, String what) throws IOException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? what : e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no sign of " + what + " in " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + what, e);
        }
    }

    /** Closes the connection. */
    @Override
    public void close() {
        loop.execute(client::close);
    }
}
