package org.backstay.redis.config;

import static org.backstay.config.Directive.number;
import static org.backstay.config.Directive.yesNo;

import java.math.BigDecimal;
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

    /** Which percentiles of them INFO shows. */
    public static final Directive<List<BigDecimal>> LATENCY_TRACKING_INFO_PERCENTILES = Directive.of(
                    "latency-tracking-info-percentiles", new PercentilesType())
            .standard(List.of(new BigDecimal("50"), new BigDecimal("99"), new BigDecimal("99.9")))
            .mutable()
            .about("Percentiles of each command's durations that INFO latencystats shows; \"\" shows none.")
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS =
            List.of(LATENCY_MONITOR_THRESHOLD, LATENCY_TRACKING, LATENCY_TRACKING_INFO_PERCENTILES);

    private LatencyDirectives() {}
}
