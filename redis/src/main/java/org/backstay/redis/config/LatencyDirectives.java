package org.backstay.redis.config;

import static org.backstay.config.Directive.number;
import static org.backstay.config.Directive.yesNo;

import java.util.List;
import org.backstay.config.Directive;

/** The directives of redis-server that say how its slowness is measured. */
public final class LatencyDirectives {
    /** From how many milliseconds on an event is remembered. */
    public static final Directive<Long> LATENCY_MONITOR_THRESHOLD = number(
                    "latency-monitor-threshold", 0, Long.MAX_VALUE)
            .standard(0L)
            .mutable()
            .about("Milliseconds from which LATENCY remembers what took so long; 0 remembers nothing.")
            .row();

    /** Whether each command's durations are counted. */
    public static final Directive<Boolean> LATENCY_TRACKING = yesNo("latency-tracking")
            .standard(true)
            .mutable()
            .about("Count how long each command takes, for LATENCY HISTOGRAM.")
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(LATENCY_MONITOR_THRESHOLD, LATENCY_TRACKING);

    private LatencyDirectives() {}
}
