package org.backstay.node.linux;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/** A descriptor of ours among those that a loop waits for. Owned by that loop. */
final class EpollWatch implements EpollIoHandle {
    private final FileDescriptor descriptor;
    private final Runnable readable;
    private final EventLoop loop;
    private @Nullable IoRegistration registration;
    private @Nullable Runnable ended;
    private boolean over;

    private EpollWatch(EventLoop loop, int fd, Runnable readable) {
        this.loop = loop;
        this.descriptor = new FileDescriptor(fd);
        this.readable = readable;
    }

    static EpollWatch begin(EventLoop loop, int fd, Runnable readable) {
        if (!(loop instanceof IoEventLoop ioLoop) || !ioLoop.isCompatible(EpollWatch.class)) {
            throw new IllegalStateException("raw sockets need a loop on epoll");
        }
        EpollWatch watch = new EpollWatch(loop, fd, readable);
        ioLoop.register(watch).addListener(done -> {
            if (!done.isSuccess()) {
                throw new IllegalStateException("a raw socket can't be watched", done.cause());
            }
            watch.registered((IoRegistration) done.getNow());
        });
        return watch;
    }

    private void registered(IoRegistration given) {
        registration = given;
        if (over) {
            given.cancel();
        } else {
            given.submit(EpollIoOps.EPOLLIN);
        }
    }

    /** Stops watching; then, and not before, the descriptor may be closed. */
    void end(Runnable then) {
        if (loop.isShuttingDown() || !loop.inEventLoop()) {
            over = true;
            then.run();
            return;
        }
        over = true;
        ended = then;
        if (registration != null) {
            registration.cancel();
        }
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    @Override
    public void handle(IoRegistration by, IoEvent event) {
        if (!over) {
            readable.run();
        }
    }

    @Override
    public void unregistered() {
        Runnable then = ended;
        ended = null;
        if (then != null) {
            then.run();
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
