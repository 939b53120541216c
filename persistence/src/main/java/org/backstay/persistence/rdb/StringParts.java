package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;

/** Writes strings: short ones at once, long ones in pieces. */
final class StringParts implements ValueParts {
    private static final int PIECE = 64 * 1024;

    private int length;
    private int done;

    @Override
    public void begin(Entry entry, RdbOutput out) {
        done = 0;
        length = entry.isInteger() ? 0 : entry.stringLength();
        if (entry.isInteger()) {
            out.writeInteger(entry.longValue());
        } else if (length <= RdbOutput.COMPRESS_UP_TO) {
            out.writeString(entry.stringAddress(), length);
            done = length;
        } else {
            out.writeLength(length);
        }
    }

    @Override
    public boolean goOn(Entry entry, RdbOutput out, Effort effort) {
        if (done == length) {
            effort.spend(length);
            return true;
        }
        boolean more = true;
        while (done < length && more) {
            int piece = Math.min(PIECE, length - done);
            out.writeRaw(entry.stringAddress() + done, piece);
            done += piece;
            more = effort.spend(piece);
        }
        return done == length;
    }
}
