package org.backstay.stack.probe;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets the main thread wait for something that the loop knows. */
public final class Waiting {
    private static final long POLL_MILLIS = 20;

    private final EventLoop loop;

    /** Waits for what this loop knows. */
    public Waiting(EventLoop loop) {
        this.loop = loop;
    }

    /** Waits until the condition, asked on the loop, holds; false when it does not in time. */
    public boolean until(long millis, BooleanSupplier condition) {
        return until(millis, POLL_MILLIS, condition);
    }

    /** The same, for a condition that asks the nodes; {@code everyMillis} lies between two looks. */
    public boolean until(long millis, long everyMillis, BooleanSupplier condition) {
        Promise<Boolean> promise = loop.newPromise();
        long deadline = loop.ticker().nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        loop.execute(() -> poll(promise, deadline, everyMillis, condition));
        return promise.awaitUninterruptibly().getNow();
    }

    private void poll(Promise<Boolean> promise, long deadline, long everyMillis, BooleanSupplier condition) {
        boolean holds = condition.getAsBoolean();
        if (holds || loop.ticker().nanoTime() > deadline) {
            promise.setSuccess(holds);
            return;
        }
        loop.schedule(() -> poll(promise, deadline, everyMillis, condition), everyMillis, TimeUnit.MILLISECONDS);
    }

    /** Lets time pass. */
    public void pause(long millis) {
        until(millis, () -> false);
    }

    /** Runs something on the loop and waits until it is done. */
    public void onLoop(Runnable task) {
        loop.submit(task).syncUninterruptibly();
    }
}
