package org.backstay.testkit.sim;

import io.netty.util.concurrent.Ticker;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * Virtual time and what will happen in it outside the nodes' own timers: segments that arrive, background jobs that end,
 * faults that begin. Events of the same instant happen in the order in which they were noted.
 */
final class Agenda implements Ticker {
    /** Time begins away from zero, which some timers take for "none". */
    private static final long BEGIN = TimeUnit.SECONDS.toNanos(1);

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now = BEGIN;
    private long noted;

    void after(long nanos, Runnable action) {
        at(now + Math.max(0, nanos), action);
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(now, time), noted++, action));
    }

    /** When the next event is due, or {@link Long#MAX_VALUE}. */
    long next() {
        Event first = events.peek();
        return first == null ? Long.MAX_VALUE : first.time;
    }

    void advanceTo(long time) {
        if (time > now) {
            now = time;
        }
    }

    /** Lets the first event happen if it is due; false when none is. */
    boolean happen() {
        Event first = events.peek();
        if (first == null || first.time > now) {
            return false;
        }
        events.poll();
        first.action.run();
        return true;
    }

    /** Nanoseconds since the simulation began. */
    long elapsed() {
        return now - BEGIN;
    }

    @Override
    public long initialNanoTime() {
        return 0;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void sleep(long delay, TimeUnit unit) {
        throw new IllegalStateException("a node's loop must not sleep");
    }

    private record Event(long time, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
