package org.backstay.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import org.backstay.node.Clock;

/** A node's time: the loop's timers follow virtual time exactly, the wall clock may be wrong and go wrong. */
final class SimulatedClock implements Clock {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long BEGIN_MICROS = BEGIN.toEpochMilli() * 1_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final double MILLION = 1e6;

    private final Agenda agenda;
    private long offsetMicros;
    private double driftPerMillion;

    SimulatedClock(Agenda agenda) {
        this.agenda = agenda;
    }

    void offset(Duration offset) {
        offsetMicros = offset.toNanos() / NANOS_PER_MICRO;
    }

    void drift(double partsPerMillion) {
        driftPerMillion = partsPerMillion;
    }

    @Override
    public long nanoTime() {
        return agenda.nanoTime();
    }

    @Override
    public long micros() {
        long elapsed = agenda.elapsed() / NANOS_PER_MICRO;
        return BEGIN_MICROS + offsetMicros + elapsed + (long) (elapsed * (driftPerMillion / MILLION));
    }
}
