package org.backstay.node;

/** A node's time. Real clocks follow the machine; a simulated one follows the simulation's virtual time. */
public interface Clock {
    /** Nanoseconds that only ever go forward; differences have meaning, the value itself has none. */
    long nanoTime();

    /** Milliseconds since the Unix epoch; may jump when the machine's clock is set. */
    default long millis() {
        return micros() / 1_000;
    }

    /** Microseconds since the Unix epoch; may jump when the machine's clock is set. */
    long micros();
}
