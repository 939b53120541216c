package org.backstay.keyspace;

/**
 * How a value lies in memory, by the names that {@code OBJECT ENCODING} answers. Constants, for any thread.
 *
 * <p>Order and number are kept in entries' headers in memory only, never in files.
 */
public enum Encoding {
    /** A string that is a 64-bit integer, as eight bytes inside the entry. */
    INT("int"),
    /** A string of up to {@link Entry#EMBSTR_LIMIT} bytes, written as a whole. */
    EMBSTR("embstr"),
    /** A longer string, or one that was changed in place. */
    RAW("raw"),
    LISTPACK("listpack"),
    INTSET("intset"),
    QUICKLIST("quicklist"),
    SKIPLIST("skiplist"),
    HASHTABLE("hashtable"),
    STREAM("stream");

    private static final Encoding[] VALUES = values();

    private final String text;

    Encoding(String text) {
        this.text = text;
    }

    static Encoding of(int code) {
        return VALUES[code];
    }

    /** As {@code OBJECT ENCODING} answers. */
    public String text() {
        return text;
    }
}
