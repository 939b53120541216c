package org.backstay.node;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.function.Consumer;

/** Real or simulated, hands accepted channels to the program, behind what protects their bytes. Of the listening channel's loop. */
public final class Accepting extends ChannelInitializer<Channel> {
    private final TransportSecurity security;
    private final Consumer<Channel> accept;

    /** Gives each channel to {@code accept} once {@code security} has its place in the pipeline. */
    public Accepting(TransportSecurity security, Consumer<Channel> accept) {
        this.security = security;
        this.accept = accept;
    }

    @Override
    protected void initChannel(Channel channel) {
        security.protect(channel.pipeline());
        accept.accept(channel);
    }
}
