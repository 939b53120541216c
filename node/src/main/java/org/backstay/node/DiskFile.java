package org.backstay.node;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Used by one thread at a time. */
public interface DiskFile extends AutoCloseable {
    /** Writes all remaining bytes at the end of what was written. A short write is continued; a failure throws. */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * Reads at a position.
     *
     * @return the number of bytes read, or -1 at the end of the file
     */
    int read(ByteBuffer into, long position) throws IOException;

    /** The file's length in bytes. */
    long size() throws IOException;

    /** Cuts the file at a length no larger than its own. */
    void truncate(long length) throws IOException;

    /** Returns when what was written is on stable storage (fdatasync). */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
