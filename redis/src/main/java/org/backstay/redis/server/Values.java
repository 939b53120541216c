package org.backstay.redis.server;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.backstay.base.number.LongText;
import org.backstay.config.Settings;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.CollectionValue;
import org.backstay.keyspace.types.EncodingLimits;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.StreamLimits;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.StreamWalk;
import org.backstay.redis.config.RedisDirectives;

/**
 * The views of values that commands attach to keys: made once and used again by every call, so that handlers allocate nothing. The
 * {@code other} ones are for commands on two keys. Owned by the server's loop.
 */
public final class Values {
    private final CollectionContext context;
    private final Entry otherEntry;
    private final Entry thirdEntry;
    private final ListValue list;
    private final ListValue otherList;
    private final HashValue hash;
    private final SetValue set;
    private final SetValue otherSet;
    private final ZSetValue zset;
    private final ZSetValue otherZset;
    private final StreamValue stream;
    private final StreamWalk streamWalk;
    private final MemorySegment integerText = Arena.ofAuto().allocate(LongText.LONGEST);
    private final ElementView element = new ElementView();
    private final ElementView otherElement = new ElementView();

    Values(RedisServer server) {
        context = CollectionContext.of(server.keyspace());
        otherEntry = server.keyspace().newEntry();
        thirdEntry = server.keyspace().newEntry();
        list = new ListValue(context);
        otherList = new ListValue(context);
        hash = new HashValue(context);
        set = new SetValue(context);
        otherSet = new SetValue(context);
        zset = new ZSetValue(context);
        otherZset = new ZSetValue(context);
        stream = new StreamValue(context);
        streamWalk = new StreamWalk(server.keyspace().slabs());
        followSettings(server.settings());
    }

    private void followSettings(Settings settings) {
        context.setLimits(limits(settings));
        context.setStreamLimits(streamLimits(settings));
        settings.onChange(
                RedisDirectives.STREAM_NODE_MAX_BYTES,
                (before, now) -> context.setStreamLimits(streamLimits(settings)));
        settings.onChange(
                RedisDirectives.STREAM_NODE_MAX_ENTRIES,
                (before, now) -> context.setStreamLimits(streamLimits(settings)));
        settings.onChange(RedisDirectives.LIST_MAX_LISTPACK_SIZE, (before, now) -> context.setLimits(limits(settings)));
        settings.onChange(
                RedisDirectives.HASH_MAX_LISTPACK_ENTRIES, (before, now) -> context.setLimits(limits(settings)));
        settings.onChange(
                RedisDirectives.HASH_MAX_LISTPACK_VALUE, (before, now) -> context.setLimits(limits(settings)));
        settings.onChange(RedisDirectives.SET_MAX_INTSET_ENTRIES, (before, now) -> context.setLimits(limits(settings)));
        settings.onChange(
                RedisDirectives.ZSET_MAX_LISTPACK_ENTRIES, (before, now) -> context.setLimits(limits(settings)));
        settings.onChange(
                RedisDirectives.ZSET_MAX_LISTPACK_VALUE, (before, now) -> context.setLimits(limits(settings)));
    }

    private static StreamLimits streamLimits(Settings settings) {
        return new StreamLimits(
                settings.get(RedisDirectives.STREAM_NODE_MAX_BYTES),
                settings.get(RedisDirectives.STREAM_NODE_MAX_ENTRIES));
    }

    private static EncodingLimits limits(Settings settings) {
        return new EncodingLimits(
                settings.get(RedisDirectives.LIST_MAX_LISTPACK_SIZE),
                clamp(settings.get(RedisDirectives.HASH_MAX_LISTPACK_ENTRIES)),
                clamp(settings.get(RedisDirectives.HASH_MAX_LISTPACK_VALUE)),
                clamp(settings.get(RedisDirectives.SET_MAX_INTSET_ENTRIES)),
                clamp(settings.get(RedisDirectives.ZSET_MAX_LISTPACK_ENTRIES)),
                clamp(settings.get(RedisDirectives.ZSET_MAX_LISTPACK_VALUE)));
    }

    private static int clamp(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** What collections of this keyspace share. */
    public CollectionContext context() {
        return context;
    }

    /** A cursor beside the database's own. */
    public Entry otherEntry() {
        return otherEntry;
    }

    /** A further cursor. */
    public Entry thirdEntry() {
        return thirdEntry;
    }

    /** The view of a collection of any type, attached to a key that holds one. */
    public CollectionValue attached(Entry key) {
        CollectionValue view = switch (key.type()) {
            case LIST -> list;
            case HASH -> hash;
            case SET -> set;
            case ZSET -> zset;
            case STREAM -> stream;
            case STRING -> throw new IllegalArgumentException("a string is no collection");
        };
        view.attach(key);
        return view;
    }

    /** A list. */
    public ListValue list() {
        return list;
    }

    /** A second list. */
    public ListValue otherList() {
        return otherList;
    }

    /** A hash. */
    public HashValue hash() {
        return hash;
    }

    /** A set. */
    public SetValue set() {
        return set;
    }

    /** A second set. */
    public SetValue otherSet() {
        return otherSet;
    }

    /** A sorted set. */
    public ZSetValue zset() {
        return zset;
    }

    /** A second sorted set. */
    public ZSetValue otherZset() {
        return otherZset;
    }

    /** A stream. */
    public StreamValue stream() {
        return stream;
    }

    /** A walk over a stream's entries. */
    public StreamWalk streamWalk() {
        return streamWalk;
    }

    /**
     * Where the bytes of a string are, whatever its encoding; those of an integer are written to a place that the next call uses
     * again.
     */
    public long textAddress(Entry string) {
        if (!string.isInteger()) {
            return string.stringAddress();
        }
        string.copyString(integerText.address());
        return integerText.address();
    }

    /** An element. */
    public ElementView element() {
        return element;
    }

    /** A second element. */
    public ElementView otherElement() {
        return otherElement;
    }
}
