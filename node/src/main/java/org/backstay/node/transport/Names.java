package org.backstay.node.transport;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.backstay.node.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Turns hosts into addresses: literals at once, names on a thread of their own, so that a slow resolver stalls no loop.
 * Used by any loop of the process.
 */
final class Names {
    private static final int MOST_WAITING = 1_000;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor resolver;

    Names() {
        resolver = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "names");
                    thread.setDaemon(true);
                    return thread;
                });
        resolver.allowCoreThreadTimeOut(true);
    }

    /** The address of a literal, or null when the host is a name. */
    static @Nullable InetSocketAddress literal(Endpoint endpoint) {
        byte[] raw = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (raw == null) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(raw), endpoint.port());
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("not an IP address: " + endpoint.host(), wrongLength);
        }
    }

    /** Resolves in the background; {@code done} is called on {@code loop} with the address or the failure. */
    void resolve(EventLoop loop, Endpoint endpoint, BiConsumer<@Nullable InetSocketAddress, @Nullable Throwable> done) {
        try {
            resolver.execute(() -> {
                InetSocketAddress address;
                try {
                    address = new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
                } catch (UnknownHostException | RuntimeException failure) {
                    loop.execute(() -> done.accept(null, failure));
                    return;
                }
                loop.execute(() -> done.accept(address, null));
            });
        } catch (java.util.concurrent.RejectedExecutionException tooMany) {
            done.accept(null, tooMany);
        }
    }
}
