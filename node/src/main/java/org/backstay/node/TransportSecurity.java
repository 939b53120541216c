package org.backstay.node;

import io.netty.channel.ChannelPipeline;

/**
 * What protects the bytes of a connection on their way: TLS, or nothing. Called once for each connection, on its loop, before the program's
 * own handlers see anything.
 */
@FunctionalInterface
public interface TransportSecurity {
    /** Bytes go as they are; the pipeline gets no handler for it. */
    TransportSecurity NONE = pipeline -> {};

    /** Adds, in front of all handlers, what turns protected bytes into plain ones and back. */
    void protect(ChannelPipeline pipeline);
}
