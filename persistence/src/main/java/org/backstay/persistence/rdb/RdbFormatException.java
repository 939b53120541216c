package org.backstay.persistence.rdb;

import java.io.IOException;

/** An RDB file that can't be read: the message says which file, at which byte, what was found. */
public final class RdbFormatException extends IOException {
    /**
     * Describes a flaw.
     *
     * @param file the file's name, or what stands for it
     * @param offset the byte where reading stopped, from 0
     * @param what what was found and, where it helps, what was expected
     */
    public RdbFormatException(String file, long offset, String what) {
        super(file + ": at byte " + offset + ": " + what);
    }
}
