package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;

/**
 * Writes values of one layout, a part at a time. It stays with one value from {@link #begin} to its last part; meanwhile that value must not
 * change, while everything else may. Owned by the loop that owns the keyspace.
 */
interface ValueParts {
    /** Goes to a value and writes what stands before its elements. */
    void begin(Entry entry, RdbOutput out);

    /** Writes on until the value is complete (true) or the effort is spent (false). */
    boolean goOn(Entry entry, RdbOutput out, Effort effort);
}
