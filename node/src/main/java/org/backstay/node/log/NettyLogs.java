package org.backstay.node.log;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.backstay.node.Log;

/** Netty's own warnings, written to a node's log; anything less is dropped. No logging library is on the class path. */
public final class NettyLogs extends InternalLoggerFactory {
    private final Log log;

    private NettyLogs(Log log) {
        this.log = log;
    }

    /** Takes over Netty's logging; call it before any other class of Netty is used. */
    public static void to(Log log) {
        InternalLoggerFactory.setDefaultFactory(new NettyLogs(log));
    }

    @Override
    protected InternalLogger newInstance(String name) {
        return new NettyLog(name, log);
    }
}
