package org.backstay.keyspace;

/**
 * The 24 bits that each entry keeps about its use, for eviction and {@code OBJECT IDLETIME} or {@code FREQ}: seconds of the
 * last access, or a counter of accesses with its decay time, whatever the policy wants. Called on the keyspace's loop.
 */
public interface AccessClock {
    /** For a key that is created now; 0 to 2^24-1. */
    int created();

    /** For a key that is read or written now and had {@code previous}; 0 to 2^24-1. */
    int accessed(int previous);
}
