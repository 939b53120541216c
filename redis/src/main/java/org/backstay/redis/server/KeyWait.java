package org.backstay.redis.server;

import org.backstay.keyspace.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * What a blocking command waits for: one of several keys, which stand side by side among its arguments, to be ready. Immutable.
 *
 * @param type the type a key must have to be worth an attempt
 * @param firstKey the position of the first key among the arguments
 * @param keys how many keys there are
 * @param timeoutMillis after so long the client is told a null array; 0 waits for ever
 * @param attempt what is tried
 * @param mindsLoss whether an attempt is due, too, when a key was deleted or has become of another type (XREADGROUP, whose
 *     group is gone then)
 */
public record KeyWait(
        ValueType type, int firstKey, int keys, long timeoutMillis, KeyAttempt attempt, boolean mindsLoss) {
    /** A wait that does not mind when its keys are gone. */
    public KeyWait(ValueType type, int firstKey, int keys, long timeoutMillis, KeyAttempt attempt) {
        this(type, firstKey, keys, timeoutMillis, attempt, false);
    }

    /** Whether an attempt is worth while on a key that holds this, or nothing. */
    boolean concerns(@Nullable ValueType now) {
        return mindsLoss || now == type;
    }
}
