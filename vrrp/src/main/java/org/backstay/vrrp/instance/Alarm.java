package org.backstay.vrrp.instance;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A deadline that is put off far more often than it is met. Putting it off costs one assignment; the loop's timer notices when it
 * fires. Owned by the loop.
 */
public final class Alarm {
    private final EventLoop loop;
    private final Clock clock;
    private final Runnable due;
    private final Runnable firing = this::fire;
    private boolean armed;
    private long deadline;
    private long scheduledFor;
    private @Nullable ScheduledFuture<?> scheduled;

    /** An alarm that runs a task when it is due. */
    public Alarm(EventLoop loop, Clock clock, Runnable due) {
        this.loop = loop;
        this.clock = clock;
        this.due = due;
    }

    /** Due at this time of the clock from now on. */
    public void at(long nanoTime) {
        deadline = nanoTime;
        armed = true;
        if (scheduled != null && scheduledFor - nanoTime <= 0) {
            return;
        }
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        schedule(nanoTime);
    }

    /** Due this much from now. */
    public void in(long nanos) {
        at(clock.nanoTime() + nanos);
    }

    /** Never due, until it is set again. */
    public void off() {
        armed = false;
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
    }

    /** When it is due. */
    public long deadline() {
        return deadline;
    }

    /** Whether it will be due. */
    public boolean armed() {
        return armed;
    }

    private void schedule(long nanoTime) {
        scheduledFor = nanoTime;
        scheduled = loop.schedule(firing, Math.max(0, nanoTime - clock.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void fire() {
        scheduled = null;
        if (!armed) {
            return;
        }
        if (deadline - clock.nanoTime() > 0) {
            schedule(deadline);
            return;
        }
        armed = false;
        due.run();
    }
}
