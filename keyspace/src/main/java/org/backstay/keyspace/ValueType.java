package org.backstay.keyspace;

/** What a key holds; the names are those that {@code TYPE} answers, lower-cased. Constants, for any thread. */
public enum ValueType {
    STRING,
    LIST,
    SET,
    ZSET,
    HASH,
    STREAM;

    private static final ValueType[] VALUES = values();

    private final String text = name().toLowerCase(java.util.Locale.ROOT);

    static ValueType of(int code) {
        return VALUES[code];
    }

    /** As {@code TYPE} answers. */
    public String text() {
        return text;
    }
}
