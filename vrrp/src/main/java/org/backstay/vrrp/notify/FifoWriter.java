package org.backstay.vrrp.notify;

/** A FIFO that somebody may read. Writing never waits: what does not fit is lost, and said to be. */
public interface FifoWriter extends AutoCloseable {
    /** Writes a line; false when it is lost. */
    boolean write(String line);

    @Override
    void close();
}
