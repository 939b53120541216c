package org.backstay.node.transport;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.SocketAddress;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What one kind of loop needs to serve sockets. The classes behind it are loaded only when their kind is chosen.
 *
 * @param kind which kind this is
 * @param handlers makes the part of a loop that waits for the kernel
 * @param server makes a listening channel
 * @param client makes a connecting channel
 * @param unixServer makes a channel that listens on a unix domain socket
 * @param unixClient makes a channel that connects to a unix domain socket
 * @param unixAddress the address of a unix domain socket's path, as these channels want it
 * @param keepAliveIdle seconds of silence before the first keep-alive probe
 * @param keepAliveInterval seconds between probes
 * @param keepAliveCount probes without an answer before the connection is lost
 * @param reusePort lets several sockets listen on one endpoint
 */
record Transport(
        Transports kind,
        IoHandlerFactory handlers,
        Supplier<ServerChannel> server,
        Supplier<SocketChannel> client,
        Supplier<ServerChannel> unixServer,
        Supplier<DuplexChannel> unixClient,
        Function<String, SocketAddress> unixAddress,
        ChannelOption<Integer> keepAliveIdle,
        ChannelOption<Integer> keepAliveInterval,
        ChannelOption<Integer> keepAliveCount,
        ChannelOption<Boolean> reusePort) {}
