package org.backstay.persistence.log;

import java.time.Instant;

/** Where in the log a restore ends. A command, or a transaction, that is not wholly before it is not restored. */
public sealed interface RestoreTarget {
    /** Whether what ends at this offset, and was written in this second since the epoch, comes too late. */
    boolean excludes(long endOffset, long seconds);

    /** Everything before an offset of the stream. */
    record Offset(long offset) implements RestoreTarget {
        @Override
        public boolean excludes(long endOffset, long seconds) {
            return endOffset > offset;
        }

        @Override
        public String toString() {
            return "offset " + offset;
        }
    }

    /** Everything that was written up to the end of a second since the epoch, as far as the log notes it. */
    record Time(long seconds) implements RestoreTarget {
        @Override
        public boolean excludes(long endOffset, long written) {
            return written > seconds;
        }

        @Override
        public String toString() {
            return Instant.ofEpochSecond(seconds).toString();
        }
    }
}
