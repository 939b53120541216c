package org.backstay.node.transport;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import org.backstay.node.Pollable;

/** A loop that may be asked for a round over its sockets, and over what other loops hand to it, from within. */
final class PollableLoop extends SingleThreadIoEventLoop implements Pollable {
    private final Inlet inlet = new Inlet(this);

    PollableLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
        super(parent, executor, handlers);
    }

    /** Where other loops hand over what has arrived for this one. */
    Inlet inlet() {
        return inlet;
    }

    /** With a task waiting, a round does not wait for sockets. */
    @Override
    public void poll() {
        if (!hasTasks()) {
            execute(() -> {});
        }
        runIo();
        inlet.poll();
    }
}
