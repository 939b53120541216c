package org.backstay.persistence.rdb;

/**
 * An entry with a large collection, written part after part as it was when this was made, while it goes on changing. Owned by the loop that
 * owns the keyspace.
 */
public abstract class LargeValue implements AutoCloseable {
    final EarlyOutput early;
    private final KeptBytes header;

    LargeValue(EarlyOutput early, KeptBytes header) {
        this.early = early;
        this.header = header;
    }

    /** Writes expiry, type and key, and what stands before the elements. */
    public final void begin(RdbOutput out) {
        header.moveAll(out);
        beginElements(out);
    }

    abstract void beginElements(RdbOutput out);

    /** Writes on, behind {@link #begin}, until the entry is complete (true) or the effort is spent (false). */
    public abstract boolean goOn(RdbOutput out, Effort effort);

    /** Follows changes no more, and drops what was kept of them. */
    @Override
    public final void close() {
        header.close();
        closeElements();
    }

    abstract void closeElements();
}
