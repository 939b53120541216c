package org.backstay.node.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The loops of one process, each with a thread of its own that is named after its node. Owned by whoever started them;
 * {@link #close} ends them all.
 */
public final class Loops implements AutoCloseable {
    private static final int MOST_LOOPS = 1024;

    /** Scripts and their patterns recur on the loop's own stack; only what is touched of it takes memory. */
    private static final long STACK_BYTES = 16 * 1024 * 1024;

    private final Transport transport;
    private final MultiThreadIoEventLoopGroup group;
    private final List<EventLoop> loops;

    /**
     * Starts loops.
     *
     * @param kind how they wait for sockets
     * @param name of the threads; a number follows when there are several
     * @param count 1 to 1024
     */
    public Loops(Transports kind, String name, int count) {
        if (count < 1 || count > MOST_LOOPS) {
            throw new IllegalArgumentException(count + " loops, expected 1 to " + MOST_LOOPS);
        }
        transport = kind.open();
        group = new MultiThreadIoEventLoopGroup(count, threads(name, count), transport.handlers()) {
            @Override
            protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... rest) {
                return new PollableLoop(this, executor, handlers);
            }
        };
        List<EventLoop> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            EventLoop loop = group.next();
            loop.execute(() -> {}); // its thread starts with its first task, and keeps the process alive from then on
            all.add(loop);
        }
        loops = List.copyOf(all);
    }

    private static ThreadFactory threads(String name, int count) {
        int[] started = {0};
        return task ->
                new FastThreadLocalThread(null, task, count == 1 ? name : name + "-" + ++started[0], STACK_BYTES);
    }

    /** The first loop. */
    public EventLoop first() {
        return loops.getFirst();
    }

    /** All loops, in the order of their names. */
    public List<EventLoop> all() {
        return loops;
    }

    /** How these loops wait for sockets. */
    public Transports kind() {
        return transport.kind();
    }

    /** All loops, to be given connections in turn. */
    EventLoopGroup group() {
        return group;
    }

    Transport transport() {
        return transport;
    }

    /** Closes every channel and ends the threads, without waiting for them. */
    public Future<?> stop() {
        return group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Closes every channel, ends the threads and waits for them; not to be called from a loop. */
    @Override
    public void close() {
        stop().awaitUninterruptibly();
    }
}
