package org.backstay.resp;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import org.backstay.node.Endpoint;
import org.backstay.node.Network;

/** One connection for a command line or a test: each call waits for its reply. Of any one thread but the loop's. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class BlockingRespClient implements AutoCloseable {
    private BlockingRespClient() {}

    /** Connects, or fails with what the system says. */
    public static BlockingRespClient connect(
            Network network, EventLoop loop, Endpoint remote, RespClient.Options options, Duration patience)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Sends a command and waits for its reply; an error reply is returned, not thrown. */
    public RespValue call(String... words) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Closes the connection. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
