package org.backstay.resp.command;

import java.util.Locale;

/** Groups of commands that access rules name: {@code @read}, {@code @sortedset}. */
public enum AclCategory {
    KEYSPACE,
    READ,
    WRITE,
    SET,
    SORTEDSET,
    LIST,
    HASH,
    STRING,
    BITMAP,
    HYPERLOGLOG,
    GEO,
    STREAM,
    PUBSUB,
    ADMIN,
    FAST,
    SLOW,
    BLOCKING,
    DANGEROUS,
    CONNECTION,
    TRANSACTION,
    SCRIPTING;

    private final String wireName = "@" + name().toLowerCase(Locale.ROOT);

    /** The name on the wire, with its {@code @}. */
    public String wireName() {
        return wireName;
    }
}
