package org.backstay.node.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.function.Consumer;
import org.backstay.node.TransportSecurity;

/** Hands accepted channels to the program, behind what protects their bytes. Of the listening channel's loop. */
final class Accepting extends ChannelInitializer<Channel> {
    private final TransportSecurity security;
    private final Consumer<Channel> accept;

    Accepting(TransportSecurity security, Consumer<Channel> accept) {
        this.security = security;
        this.accept = accept;
    }

    @Override
    protected void initChannel(Channel channel) {
        security.protect(channel.pipeline());
        accept.accept(channel);
    }
}
