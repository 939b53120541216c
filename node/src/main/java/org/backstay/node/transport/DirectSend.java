package org.backstay.node.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.epoll.AbstractEpollStreamChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Sends on a connection past Netty's queue: what the socket takes at once, as it nearly always does, costs the system call and no object on the
 * way. Of the connection's loop.
 *
 * <p>Bytes keep their order, because nothing is sent here while anything waits in the queue.
 */
public final class DirectSend {
    private final Channel channel;
    private final Socket socket;

    private DirectSend(Channel channel, Socket socket) {
        this.channel = channel;
        this.socket = socket;
    }

    /** For a connection whose handlers are in place; null when what is sent must pass one of them, or is not sent by epoll's sockets. */
    public static @Nullable DirectSend of(Channel channel) {
        boolean direct = channel instanceof AbstractEpollStreamChannel
                && channel.pipeline().toMap().values().stream().noneMatch(ChannelOutboundHandler.class::isInstance);
        return direct && ((AbstractEpollStreamChannel) channel).fd() instanceof Socket socket
                ? new DirectSend(channel, socket)
                : null;
    }

    /**
     * Sends what the socket takes at once.
     *
     * @return how many bytes it took; what is left is to be written to the channel, which then waits for the socket, or finds out what is wrong
     */
    public int send(long address, int length) {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        if (queue == null || queue.totalPendingWriteBytes() > 0) {
            return 0;
        }
        try {
            return socket.sendAddress(address, 0, length);
        } catch (IOException failed) {
            return 0;
        }
    }
}
