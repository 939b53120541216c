package org.backstay.redis.command;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.keyspace.types.stream.StreamWalk;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Values;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** What the stream commands share: finding the stream and the group, replying entries. Stateless. */
final class Streams {
    private Streams() {}

    static @Nullable StreamValue forRead(Call call, int key) {
        return attached(call, Lookup.forRead(call, key, ValueType.STREAM));
    }

    static @Nullable StreamValue forWrite(Call call, int key) {
        return attached(call, Lookup.forWrite(call, key, ValueType.STREAM));
    }

    static @Nullable StreamValue attached(Call call, @Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        StreamValue stream = call.server().values().stream();
        stream.attach(entry);
        return stream;
    }

    /** Makes the key in an argument with an empty stream. */
    static Entry create(Call call, int key) {
        StreamValue stream = call.server().values().stream();
        stream.create();
        Request request = call.request();
        Entry entry = call.database()
                .add(request.address(key), request.length(key), ValueType.STREAM, stream.encoding(), stream.root());
        stream.attach(entry);
        return entry;
    }

    /** The group named in an argument, or null. */
    static @Nullable StreamGroup group(Call call, @Nullable StreamValue stream, int name) {
        Request request = call.request();
        boolean found = stream != null && stream.findGroup(request.address(name), request.length(name));
        return found && stream != null ? stream.foundGroup() : null;
    }

    static void reply(ReplyWriter reply, StreamId id) {
        reply.bulk(id.toString());
    }

    /**
     * Replies the entries within a range as an array.
     *
     * @param most how many at most
     */
    static void replyRange(Call call, StreamValue stream, StreamId from, StreamId to, boolean backwards, long most) {
        ReplyWriter reply = call.reply();
        StreamWalk walk = call.server().values().streamWalk();
        stream.walk(walk, from, to, backwards);
        reply.beginArray();
        int replied = 0;
        while (replied < most && walk.next()) {
            replyEntry(call, walk);
            replied++;
        }
        reply.endArray(replied);
    }

    /** Replies the first entry of a range; false, and nothing replied, if there is none. */
    static boolean replyFirst(Call call, StreamValue stream, StreamId from, StreamId to, boolean backwards) {
        StreamWalk walk = call.server().values().streamWalk();
        stream.walk(walk, from, to, backwards);
        boolean found = walk.next();
        if (found) {
            replyEntry(call, walk);
        }
        return found;
    }

    /** Replies the entry that a walk is at: its ID, and its fields and values. */
    static void replyEntry(Call call, StreamWalk walk) {
        Values values = call.server().values();
        ElementView field = values.element();
        ElementView value = values.otherElement();
        ReplyWriter reply = call.reply();
        reply.array(2);
        reply(reply, walk.id());
        reply.array(2 * walk.fields());
        for (int i = walk.fields(); i > 0; i--) {
            walk.nextField(field, value);
            Elements.reply(reply, field);
            Elements.reply(reply, value);
        }
    }
}
