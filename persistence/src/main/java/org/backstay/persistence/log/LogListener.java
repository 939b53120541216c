package org.backstay.persistence.log;

/** What the owner of an {@link AppendOnlyFile} hears and is asked, on the loop. */
public interface LogListener {
    /** Everything before the offset is as safe as {@code appendfsync} promises, or more was synced than had been. */
    void durable(long offset);

    /** The disk has not taken anything for too long; {@link AppendOnlyFile#isLate} until it does. */
    void late();

    /** Writing failed and is tried again each second; writes are to be refused meanwhile. Empty when it works again. */
    void writeStatus(String error);

    /** The history that the log's end belongs to, and its offset there. */
    LogMark position();

    /** The machine's boot, if this node writes the log of its own history; empty otherwise. */
    String boot();
}
