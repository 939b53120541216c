package org.backstay.keyspace;

/** What a key holds; the names are those that {@code TYPE} answers, lower-cased. Constants, for any thread. */
public enum ValueType {
    STRING(0),
    LIST(1),
    SET(2),
    ZSET(3),
    HASH(4),
    STREAM(5);

    private static final ValueType[] VALUES = values();

    private final int code;
    private final String text = name().toLowerCase(java.util.Locale.ROOT);

    ValueType(int code) {
        this.code = code;
    }

    /** The number in the headers of entries: the place in this list. */
    int code() {
        return code;
    }

    static ValueType of(int code) {
        return VALUES[code];
    }

    /** As {@code TYPE} answers. */
    public String text() {
        return text;
    }
}
