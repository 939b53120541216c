package org.backstay.persistence.rdb;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.backstay.node.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads an RDB file of any version up to {@value #NEWEST_VERSION}, in slices, so that the loop can answer in between. Used by one thread at a
 * time.
 *
 * <p>What is wrong is said with the file's name and the byte. What was read before the flaw has been given to the target already: who
 * loads drops it all.
 */
public final class RdbReader implements AutoCloseable {
    /** Redis 7.4 writes 12; values of a newer kind are errors of their own. */
    static final int NEWEST_VERSION = 12;

    /** Files have a checksum since this version. */
    private static final int CHECKSUM_VERSION = 5;

    /** The expiry of keys that have none. */
    public static final long NO_EXPIRY = -1;

    private static final int MAGIC_BYTES = 5;
    private static final int VERSION_BYTES = 4;
    private static final int ENTRIES_A_CHECK = 16;

    /** Takes what is read. */
    public interface Target {
        /** A field of the header; unknown names are to be ignored. */
        void aux(String name, String value);

        /**
         * The entries that follow belong to this database.
         *
         * @return false when there is no such database
         */
        boolean selectDb(long index, RdbInput input) throws IOException;

        /** How many keys, and how many with an expiry, the database will have: a hint, already held against the file's size. */
        void sizes(long keys, long expiries);

        /**
         * A key; the value stands next in {@code input} and must be read completely.
         *
         * @param expireAtMillis since the epoch, or {@link #NO_EXPIRY}
         */
        void entry(Blob key, long expireAtMillis, RdbType type, RdbInput input) throws IOException;

        /** A library of functions, as its source. */
        void library(byte[] source) throws IOException;

        /** There are no more. */
        void end(RdbInput input) throws IOException;
    }

    private final RdbInput input;
    private final Target target;
    private final @Nullable FileChecksum checksum;
    private final Blob key = new Blob();
    private final Blob text = new Blob();

    private int version;
    private long keys;
    private boolean finished;
    private long storedChecksum;

    /**
     * Opens a snapshot that begins at the file's first byte.
     *
     * @param name for messages
     * @param checksum of the same file, which is held against the one at the snapshot's end, if there is one; closed with the reader. Null
     *     to read without
     */
    public RdbReader(String name, DiskFile file, Target target, @Nullable FileChecksum checksum) throws IOException {
        input = new RdbInput(name, file, 0);
        this.target = target;
        this.checksum = checksum;
    }

    /** The offset of the next byte; after the end of the snapshot, that of what follows it. */
    public long offset() {
        return input.offset();
    }

    /** The file's length. */
    public long size() {
        return input.size();
    }

    /** Keys read so far. */
    public long keys() {
        return keys;
    }

    /**
     * Goes on until the end of the snapshot, its checksum verified (true), or until {@code clock} reaches {@code until} (false). It may also
     * stop at the end because the checksum is not computed yet.
     */
    public boolean step(LongSupplier clock, long until) throws IOException {
        if (version == 0) {
            readHeader();
        }
        int entries = 0;
        while (!finished) {
            readItem();
            if (++entries == ENTRIES_A_CHECK) {
                entries = 0;
                if (clock.getAsLong() >= until) {
                    return false;
                }
            }
        }
        return isVerified();
    }

    private void readHeader() throws IOException {
        StringBuilder magic = new StringBuilder();
        for (int i = 0; i < MAGIC_BYTES + VERSION_BYTES; i++) {
            magic.append((char) input.readByte());
        }
        if (!magic.toString().startsWith("REDIS")) {
            throw new RdbFormatException(input.name(), 0, "wrong signature: this is no RDB file");
        }
        String number = magic.substring(MAGIC_BYTES);
        if (!number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new RdbFormatException(input.name(), MAGIC_BYTES, "a version that is no number");
        }
        version = Integer.parseInt(number);
        if (version < 1 || version > NEWEST_VERSION) {
            throw new RdbFormatException(
                    input.name(),
                    MAGIC_BYTES,
                    "can't handle RDB format version " + version + "; this program reads 1 to " + NEWEST_VERSION);
        }
    }

    private void readItem() throws IOException {
        int code = input.readByte();
        long expireAt = NO_EXPIRY;
        while (true) {
            switch (code) {
                case RdbOpcode.EXPIRE_MS -> expireAt = input.readLong();
                case RdbOpcode.EXPIRE_SECONDS -> expireAt = input.readInt() * 1000L;
                case RdbOpcode.IDLE -> input.readLength();
                case RdbOpcode.FREQUENCY -> input.readByte();
                default -> {
                    readCoded(code, expireAt);
                    return;
                }
            }
            code = input.readByte();
        }
    }

    private void readCoded(int code, long expireAt) throws IOException {
        switch (code) {
            case RdbOpcode.EOF -> readEnd();
            case RdbOpcode.AUX -> {
                input.readString(key);
                input.readString(text);
                target.aux(key.toString(), text.toString());
            }
            case RdbOpcode.SELECT_DB -> {
                long index = input.readLength();
                if (!target.selectDb(index, input)) {
                    throw input.error("database " + index + " is more than \"databases\" allows");
                }
            }
            case RdbOpcode.RESIZE_DB -> {
                long all = input.readLength();
                long withExpiry = input.readLength();
                target.sizes(Math.min(all, input.remaining()), Math.min(withExpiry, input.remaining()));
            }
            case RdbOpcode.MODULE_AUX -> throw input.error("data of a module, which this program does not load");
            case RdbOpcode.FUNCTION_2 -> {
                input.readString(text);
                target.library(text.toArray());
            }
            case RdbOpcode.FUNCTION_PRE_GA ->
                throw input.error("a function library from before 7.0, which this program does not load");
            default -> readEntry(code, expireAt);
        }
    }

    private void readEntry(int code, long expireAt) throws IOException {
        RdbType type = RdbType.of(code);
        if (type == null) {
            throw input.error("an unknown type of value (" + code + ")");
        }
        input.readString(key);
        target.entry(key, expireAt, type, input);
        keys++;
    }

    private void readEnd() throws IOException {
        target.end(input);
        finished = true;
        if (version >= CHECKSUM_VERSION) {
            storedChecksum = input.readLong();
        }
    }

    /** Zeros instead of a checksum say that there is none. */
    private boolean isVerified() throws IOException {
        FileChecksum computed = checksum;
        if (computed == null || storedChecksum == 0) {
            return true;
        }
        long at = input.offset() - Long.BYTES;
        if (!computed.isComplete(at)) {
            return false;
        }
        if (storedChecksum != computed.sum()) {
            throw new RdbFormatException(
                    input.name(),
                    at,
                    "wrong checksum: the file says " + Long.toHexString(storedChecksum) + ", its bytes give "
                            + Long.toHexString(computed.sum()));
        }
        return true;
    }

    @Override
    public void close() {
        FileChecksum computed = checksum;
        if (computed != null) {
            computed.close();
        }
        input.close();
        key.close();
        text.close();
    }
}
