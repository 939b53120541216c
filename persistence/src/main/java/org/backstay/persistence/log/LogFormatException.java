package org.backstay.persistence.log;

import java.io.IOException;

/** A file of the log that can't be read: the message says which file, where, and what was found. */
public final class LogFormatException extends IOException {
    /**
     * Describes a flaw.
     *
     * @param file the file's name
     * @param place "line 3" or "byte 1024"
     * @param what what was found and, where it helps, what was expected
     */
    public LogFormatException(String file, String place, String what) {
        super(file + ": at " + place + ": " + what);
    }
}
