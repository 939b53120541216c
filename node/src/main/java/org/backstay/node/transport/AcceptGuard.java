package org.backstay.node.transport;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Log;

/**
 * Sits on a listening channel and belongs to its loop. When a connection cannot be accepted, above all at the limit of
 * open files, it says so and accepts none for a second: the kernel's backlog holds what comes, and what is connected is
 * served.
 *
 * <p>At that limit not even a class can be loaded from a file that is not open yet, so this one needs no other of ours.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {
    private static final long PAUSE_SECONDS = 1;
    private static final String NUMBER_ENDS = "): "; // "accept(..) failed with error(-24): Too many open files"

    private final Log log;

    AcceptGuard(Log log) {
        this.log = log;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ChannelConfig config = context.channel().config();
        if (config.isAutoRead()) {
            log.warning("Accepting client connection: " + kernelWords(cause));
            config.setAutoRead(false);
            context.executor().schedule(() -> config.setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** What the kernel said, without the name of the call and the number that Netty puts before it. */
    static String kernelWords(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        int end = message.lastIndexOf(NUMBER_ENDS);
        return end < 0 ? message : message.substring(end + NUMBER_ENDS.length());
    }
}
