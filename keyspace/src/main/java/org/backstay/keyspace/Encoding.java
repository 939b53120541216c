package org.backstay.keyspace;

/**
 * How a value lies in memory, by the names that {@code OBJECT ENCODING} answers. Constants, for any thread.
 */
public enum Encoding {
    /** A string that is a 64-bit integer, as eight bytes inside the entry. */
    INT(0, "int"),
    /** A string of up to {@link Entry#EMBSTR_LIMIT} bytes, written as a whole. */
    EMBSTR(1, "embstr"),
    /** A longer string, or one that was changed in place. */
    RAW(2, "raw"),
    LISTPACK(3, "listpack"),
    INTSET(4, "intset"),
    QUICKLIST(5, "quicklist"),
    SKIPLIST(6, "skiplist"),
    HASHTABLE(7, "hashtable"),
    STREAM(8, "stream");

    private static final Encoding[] VALUES = values();

    private final int code;
    private final String text;

    Encoding(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The number in the headers of entries, in memory only: the place in this list. */
    int code() {
        return code;
    }

    static Encoding of(int code) {
        return VALUES[code];
    }

    /** As {@code OBJECT ENCODING} answers. */
    public String text() {
        return text;
    }
}
