package org.backstay.persistence.rdb;

import org.jspecify.annotations.Nullable;

/** How a value is laid out in an RDB file; the numbers are the format's. */
public enum RdbType {
    /** One string. */
    STRING(0),
    /** Strings, the list before Redis 3.2. */
    LIST(1),
    /** Strings. */
    SET(2),
    /** Members with scores in ASCII, before Redis 4. */
    ZSET(3),
    /** Fields and values. */
    HASH(4),
    /** Members with binary scores. */
    ZSET_2(5),
    /** A module's value without lengths. */
    MODULE_PRE_GA(6),
    /** A module's value. */
    MODULE_2(7),
    /** A hash in the oldest packed form, before Redis 2.6. */
    HASH_ZIPMAP(9),
    /** A list in one ziplist. */
    LIST_ZIPLIST(10),
    /** A set of integers, packed. */
    SET_INTSET(11),
    /** A sorted set in one ziplist. */
    ZSET_ZIPLIST(12),
    /** A hash in one ziplist. */
    HASH_ZIPLIST(13),
    /** A list in several ziplists. */
    LIST_QUICKLIST(14),
    /** A stream of Redis 5. */
    STREAM_LISTPACKS(15),
    /** A hash in one listpack. */
    HASH_LISTPACK(16),
    /** A sorted set in one listpack. */
    ZSET_LISTPACK(17),
    /** A list in several listpacks and plain nodes. */
    LIST_QUICKLIST_2(18),
    /** A stream of Redis 7.0. */
    STREAM_LISTPACKS_2(19),
    /** A small set in one listpack, from Redis 7.2 on. */
    SET_LISTPACK(20),
    /** A stream of Redis 7.2. */
    STREAM_LISTPACKS_3(21);

    private static final @Nullable RdbType[] BY_CODE = byCode();

    private final int code;

    RdbType(int code) {
        this.code = code;
    }

    /** The byte in the file. */
    public int code() {
        return code;
    }

    /** The type with this byte, or null. */
    static @Nullable RdbType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    private static @Nullable RdbType[] byCode() {
        @Nullable RdbType[] table = new RdbType[STREAM_LISTPACKS_3.code + 1];
        for (RdbType type : values()) {
            table[type.code] = type;
        }
        return table;
    }
}
