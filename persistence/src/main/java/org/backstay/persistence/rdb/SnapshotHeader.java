package org.backstay.persistence.rdb;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.backstay.node.DiskFile;
import org.jspecify.annotations.Nullable;

/** What a snapshot says about itself before its first key. Immutable. */
public final class SnapshotHeader {
    private static final int MAGIC_AND_VERSION = 9;
    private static final int LONGEST_NUMBER = 18;

    /** More fields than any program writes. */
    private static final int MOST_FIELDS = 100;

    private final Map<String, String> fields;

    private SnapshotHeader(Map<String, String> fields) {
        this.fields = fields;
    }

    /**
     * Reads the header of a file.
     *
     * @param name for messages
     * @return without fields when the file is no snapshot
     */
    public static SnapshotHeader read(String name, DiskFile file) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (RdbInput input = new RdbInput(name, file, 0);
                Blob key = new Blob();
                Blob value = new Blob()) {
            if (!isSnapshot(input)) {
                return new SnapshotHeader(fields);
            }
            while (fields.size() < MOST_FIELDS && input.remaining() > 0 && input.readByte() == RdbOpcode.AUX) {
                input.readString(key);
                input.readString(value);
                fields.put(key.toString(), value.toString());
            }
        }
        return new SnapshotHeader(fields);
    }

    private static boolean isSnapshot(RdbInput input) throws IOException {
        if (input.remaining() < MAGIC_AND_VERSION) {
            return false;
        }
        StringBuilder magic = new StringBuilder();
        for (int i = 0; i < MAGIC_AND_VERSION; i++) {
            magic.append((char) input.readByte());
        }
        return magic.toString().startsWith("REDIS");
    }

    /** The replication id that the snapshot belongs to, or null. */
    public @Nullable String replicationId() {
        return fields.get("repl-id");
    }

    /** The replication offset that the snapshot was taken at; -1 when it does not say. */
    public long replicationOffset() {
        return number("repl-offset");
    }

    /** When it was taken, seconds since the epoch; -1 when it does not say. */
    public long takenSeconds() {
        return number("ctime");
    }

    private long number(String field) {
        String text = fields.getOrDefault(field, "");
        boolean isNumber = !text.isEmpty()
                && text.length() <= LONGEST_NUMBER
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Long.parseLong(text) : -1;
    }
}
