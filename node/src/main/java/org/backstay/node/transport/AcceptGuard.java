package org.backstay.node.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Log;

/**
 * Sits on a listening channel and belongs to its loop. When a connection cannot be accepted, above all at the limit of
 * open files, it says so and lets the acceptor behind it pause for a second: the kernel's backlog holds what comes.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(1);

    private final Log log;
    private long lastLine;
    private boolean spoken;

    AcceptGuard(Log log) {
        this.log = log;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        long now = context.channel().eventLoop().ticker().nanoTime();
        if (!spoken || now - lastLine >= BETWEEN_LINES) {
            spoken = true;
            lastLine = now;
            log.warning("Accepting client connection: " + cause.getMessage());
        }
        context.fireExceptionCaught(cause);
    }
}
