package org.backstay.redis.server;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.backstay.config.Settings;
import org.backstay.redis.config.LatencyDirectives;
import org.jspecify.annotations.Nullable;

/** Remembers, by kind of event, when something kept the loop for longer than {@code latency-monitor-threshold}. Owned by the server's loop. */
public final class LatencyMonitor {
    /** A command that is not declared fast. */
    public static final String COMMAND = "command";

    /** A command that is declared fast. */
    public static final String FAST_COMMAND = "fast-command";

    /** The answer to a command that had waited. */
    public static final String COMMAND_UNBLOCKING = "command-unblocking";

    /** A step of active expiry. */
    public static final String EXPIRE_CYCLE = "expire-cycle";

    private static final int MOST_SAMPLES = 160;

    /** The longest event within a second, since the epoch. */
    public record Sample(long seconds, long millis) {}

    /** The events of one kind. */
    public static final class Series {
        private final Deque<Sample> samples = new ArrayDeque<>();
        private long longest;

        private void add(long seconds, long millis) {
            longest = Math.max(longest, millis);
            Sample last = samples.peekLast();
            if (last != null && last.seconds() == seconds) {
                samples.removeLast();
                samples.addLast(new Sample(seconds, Math.max(last.millis(), millis)));
                return;
            }
            if (samples.size() == MOST_SAMPLES) {
                samples.removeFirst();
            }
            samples.addLast(new Sample(seconds, millis));
        }

        /** The samples, oldest first; there is at least one. */
        public Collection<Sample> samples() {
            return samples;
        }

        /** The last sample. */
        public Sample last() {
            return samples.getLast();
        }

        /** Milliseconds of the longest event since the last reset. */
        public long longest() {
            return longest;
        }
    }

    private static final long NANOS_IN_MILLI = 1_000_000;

    private final ServerTime time;
    private final Map<String, Series> series = new TreeMap<>();
    private long thresholdNanos;
    private boolean counting;

    LatencyMonitor(ServerTime time, Settings settings) {
        this.time = time;
        threshold(settings.get(LatencyDirectives.LATENCY_MONITOR_THRESHOLD));
        counting = settings.get(LatencyDirectives.LATENCY_TRACKING);
        settings.onChange(LatencyDirectives.LATENCY_MONITOR_THRESHOLD, (before, now) -> threshold(now));
        settings.onChange(LatencyDirectives.LATENCY_TRACKING, (before, now) -> counting = now);
    }

    private void threshold(long millis) {
        boolean none = millis == 0 || millis > Long.MAX_VALUE / NANOS_IN_MILLI;
        thresholdNanos = none ? Long.MAX_VALUE : millis * NANOS_IN_MILLI;
    }

    /** Whether the durations of commands are counted. */
    boolean isCounting() {
        return counting;
    }

    /** Remembers an event if it took long enough. */
    void consider(String event, long tookNanos) {
        if (tookNanos >= thresholdNanos) {
            time.refresh();
            series.computeIfAbsent(event, _ -> new Series()).add(time.seconds(), tookNanos / NANOS_IN_MILLI);
        }
    }

    /** Whether anything is remembered now. */
    public boolean isOn() {
        return thresholdNanos != Long.MAX_VALUE;
    }

    /** What is remembered, by kind of event. */
    public Map<String, Series> series() {
        return series;
    }

    /** Forgets the events of a kind, or all for null; returns how many kinds were forgotten. */
    public int reset(@Nullable String event) {
        int before = series.size();
        if (event == null) {
            series.clear();
        } else {
            series.remove(event);
        }
        return before - series.size();
    }
}
