package org.backstay.redis.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.backstay.redis.config.EventClass;

/** What may happen to a key, in the original's words, for keyspace notifications. Constants, for any thread. */
public enum KeyEvent {
    // Keys of any type.
    DEL(EventClass.GENERIC),
    EXPIRE(EventClass.GENERIC),
    PERSIST(EventClass.GENERIC),
    RENAME_FROM(EventClass.GENERIC),
    RENAME_TO(EventClass.GENERIC),
    MOVE_FROM(EventClass.GENERIC),
    MOVE_TO(EventClass.GENERIC),
    COPY_TO(EventClass.GENERIC),
    RESTORE(EventClass.GENERIC),
    EXPIRED(EventClass.EXPIRED),
    EVICTED(EventClass.EVICTED),
    NEW(EventClass.NEW),
    KEYMISS(EventClass.KEY_MISS),

    // Strings.
    SET(EventClass.STRING),
    INCRBY(EventClass.STRING),
    INCRBYFLOAT(EventClass.STRING),
    APPEND(EventClass.STRING),
    SETRANGE(EventClass.STRING),
    SETBIT(EventClass.STRING),
    PFADD(EventClass.STRING),

    // Lists.
    LPUSH(EventClass.LIST),
    RPUSH(EventClass.LIST),
    LPOP(EventClass.LIST),
    RPOP(EventClass.LIST),
    LSET(EventClass.LIST),
    LINSERT(EventClass.LIST),
    LREM(EventClass.LIST),
    LTRIM(EventClass.LIST),
    SORTSTORE(EventClass.LIST),

    // Hashes.
    HSET(EventClass.HASH),
    HINCRBY(EventClass.HASH),
    HINCRBYFLOAT(EventClass.HASH),
    HDEL(EventClass.HASH),

    // Sets.
    SADD(EventClass.SET),
    SREM(EventClass.SET),
    SPOP(EventClass.SET),
    SINTERSTORE(EventClass.SET),
    SUNIONSTORE(EventClass.SET),
    SDIFFSTORE(EventClass.SET),

    // Sorted sets.
    ZADD(EventClass.ZSET),
    ZINCR(EventClass.ZSET),
    ZREM(EventClass.ZSET),
    ZREMRANGEBYRANK(EventClass.ZSET),
    ZREMRANGEBYSCORE(EventClass.ZSET),
    ZREMRANGEBYLEX(EventClass.ZSET),
    ZPOPMIN(EventClass.ZSET),
    ZPOPMAX(EventClass.ZSET),
    ZINTERSTORE(EventClass.ZSET),
    ZUNIONSTORE(EventClass.ZSET),
    ZDIFFSTORE(EventClass.ZSET),
    ZRANGESTORE(EventClass.ZSET),
    GEOSEARCHSTORE(EventClass.ZSET),
    GEORADIUSSTORE(EventClass.ZSET),

    // Streams.
    XADD(EventClass.STREAM),
    XTRIM(EventClass.STREAM),
    XDEL(EventClass.STREAM),
    XSETID(EventClass.STREAM),
    XGROUP_CREATE("xgroup-create", EventClass.STREAM),
    XGROUP_SETID("xgroup-setid", EventClass.STREAM),
    XGROUP_DESTROY("xgroup-destroy", EventClass.STREAM),
    XGROUP_CREATECONSUMER("xgroup-createconsumer", EventClass.STREAM),
    XGROUP_DELCONSUMER("xgroup-delconsumer", EventClass.STREAM);

    private final EventClass kind;
    private final byte[] text;

    KeyEvent(EventClass kind) {
        this.kind = kind;
        this.text = name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    KeyEvent(String text, EventClass kind) {
        this.kind = kind;
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The class by which it is asked for. */
    EventClass kind() {
        return kind;
    }

    /** As it is published. */
    byte[] text() {
        return text;
    }
}
