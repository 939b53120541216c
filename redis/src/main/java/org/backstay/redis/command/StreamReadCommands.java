package org.backstay.redis.command;

import static org.backstay.resp.command.StreamRows.XREAD;
import static org.backstay.resp.command.StreamRows.XREADGROUP;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.keyspace.types.stream.StreamWalk;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.redis.server.KeyWait;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** XREAD and XREADGROUP: the entries behind an ID of several streams, waited for if there are none. */
public final class StreamReadCommands {
    private StreamReadCommands() {}

    static void bind(Handlers handlers) {
        handlers.on(XREAD, call -> read(call, StreamReadOptions.parse(call, false)))
                .on(XREADGROUP, call -> read(call, StreamReadOptions.parse(call, true)));
    }

    private static void read(Call call, StreamReadOptions options) {
        call.propagateNothing();
        StreamId[] after = new StreamId[options.keys()];
        for (int i = 0; i < after.length; i++) {
            after[i] = resolve(call, options, options.firstKey() + i);
        }
        if (!serveAll(call, options, after) && !waitsFor(call, options, after)) {
            call.reply().nilArray();
        }
    }

    /** Behind which ID entries of a stream are wanted; {@link StreamId#MAX} for those new to the group. */
    private static StreamId resolve(Call call, StreamReadOptions options, int key) {
        Request request = call.request();
        Entry entry = Lookup.forRead(call, key, ValueType.STREAM);
        StreamValue stream = Streams.attached(call, entry);
        int id = key + options.keys();
        if (options.isGrouped() && Streams.group(call, stream, options.group()) == null) {
            throw new CommandException("NOGROUP No such key '" + Arguments.shown(request, key) + "' or consumer group '"
                    + request.text(options.group()) + "' in XREADGROUP with GROUP option");
        }
        if (request.is(id, "$")) {
            if (options.isGrouped()) {
                throw new CommandException("ERR The $ ID is meaningless in the context of XREADGROUP: you want to read"
                        + " the history of this consumer by specifying a proper ID, or use the > ID to get new messages."
                        + " The $ ID would just return an empty result set.");
            }
            return stream == null ? StreamId.MIN : stream.lastId();
        }
        if (request.is(id, ">")) {
            if (!options.isGrouped()) {
                throw new CommandException("ERR The > ID can be specified only when calling XREADGROUP using the GROUP"
                        + " <group> <consumer> option.");
            }
            return StreamId.MAX;
        }
        return StreamIds.strict(request, id);
    }

    /** Replies what there is now; false, and nothing replied, if there is nothing. */
    private static boolean serveAll(Call call, StreamReadOptions options, StreamId[] after) {
        ReplyWriter reply = call.reply();
        int served = 0;
        for (int i = 0; i < after.length; i++) {
            int key = options.firstKey() + i;
            StreamValue stream = options.isGrouped() ? Streams.forWrite(call, key) : peek(call, key);
            if (stream == null || !hasMore(call, stream, options, after[i])) {
                continue;
            }
            if (served++ == 0) {
                reply.beginMap();
            }
            serve(call, stream, options, key, after[i], options.most());
        }
        if (served > 0) {
            endPairs(reply, served);
        }
        return served > 0;
    }

    private static @Nullable StreamValue peek(Call call, int key) {
        return Streams.attached(
                call,
                call.database().peek(call.request().address(key), call.request().length(key)));
    }

    /** Keys and entries are a map in RESP3, and an array of arrays of two in RESP2. */
    private static void endPairs(ReplyWriter reply, int pairs) {
        if (reply.protocol() == 2) {
            reply.endArray(pairs);
        } else {
            reply.endMap(pairs);
        }
    }

    /** Whether a stream has something to reply; its group, if one is read, is found then. */
    private static boolean hasMore(Call call, StreamValue stream, StreamReadOptions options, StreamId after) {
        StreamId from = after;
        if (options.isGrouped()) {
            StreamGroup group = Streams.group(call, stream, options.group());
            if (group == null || !after.equals(StreamId.MAX)) {
                return group != null;
            }
            from = group.lastId();
        }
        return stream.size() > 0 && stream.edge(true).isAfter(from);
    }

    /** Replies a key and entries of its stream, which {@link #hasMore}. */
    private static void serve(
            Call call, StreamValue stream, StreamReadOptions options, int key, StreamId after, long most) {
        ReplyWriter reply = call.reply();
        if (call.reply().protocol() == 2) {
            reply.array(2);
        }
        reply.bulk(call.request().address(key), call.request().length(key));
        if (!options.isGrouped()) {
            Streams.replyRange(call, stream, after.next(), StreamId.MAX, false, most);
            return;
        }
        StreamGroup group = stream.foundGroup();
        StreamEffects effects = new StreamEffects(call, key, options.group(), group);
        int consumer = consumer(call, options, key, group, effects);
        if (after.equals(StreamId.MAX)) {
            replyNew(call, stream, options, consumer, effects, most);
        } else {
            replyPending(call, stream, consumer, after.next(), most);
        }
        call.database().changedUnseen();
    }

    private static int consumer(
            Call call, StreamReadOptions options, int key, StreamGroup group, StreamEffects effects) {
        Request request = call.request();
        int name = options.consumer();
        int consumer = group.findConsumer(request.address(name), request.length(name));
        if (consumer != 0) {
            group.setSeen(consumer, call.now());
            return consumer;
        }
        int made = group.createConsumer(request.address(name), request.length(name), call.now());
        if (options.noAck()) {
            effects.consumerCreated(made);
        }
        call.tell(KeyEvent.XGROUP_CREATECONSUMER, key);
        return made;
    }

    /** Replies entries that nobody in the group has got, which are the consumer's then until it acknowledges them. */
    private static void replyNew(
            Call call, StreamValue stream, StreamReadOptions options, int consumer, StreamEffects effects, long most) {
        StreamGroup group = stream.foundGroup();
        StreamWalk walk = call.server().values().streamWalk();
        stream.walk(walk, group.lastId().next(), StreamId.MAX, false);
        ReplyWriter reply = call.reply();
        reply.beginArray();
        int replied = 0;
        while (replied < most && walk.next()) {
            StreamId id = walk.id();
            Streams.replyEntry(call, walk);
            advance(stream, group, id);
            if (!options.noAck()) {
                effects.claimed(id, deliver(call, group, id, consumer));
            }
            replied++;
        }
        if (replied > 0 && options.noAck()) {
            effects.read();
        }
        reply.endArray(replied);
    }

    private static void advance(StreamValue stream, StreamGroup group, StreamId id) {
        if (group.entriesRead() != StreamGroup.UNKNOWN && !stream.hasGapFrom(id)) {
            group.setEntriesRead(group.entriesRead() + 1);
        } else if (stream.entriesAdded() > 0) {
            group.setEntriesRead(stream.entriesUpTo(id));
        }
        group.setLastId(id);
    }

    /** An entry may be pending already, if the group was set back: then it changes hands. */
    private static int deliver(Call call, StreamGroup group, StreamId id, int consumer) {
        int pending = group.findPending(id);
        if (pending == 0) {
            return group.addPending(id, consumer, call.now(), 1);
        }
        group.give(pending, id, consumer);
        group.setDelivered(pending, id, call.now(), 1);
        return pending;
    }

    /** Replies what the consumer has and has not acknowledged; without fields, if it is not in the stream any more. */
    private static void replyPending(Call call, StreamValue stream, int consumer, StreamId from, long most) {
        StreamGroup group = stream.foundGroup();
        IdCursor cursor = stream.pendingCursor();
        ReplyWriter reply = call.reply();
        reply.beginArray();
        int replied = 0;
        boolean more = cursor.seekFrom(group.consumerPending(consumer), from.ms(), from.seq());
        for (; more && replied < most; more = cursor.next()) {
            StreamId id = cursor.id();
            if (Streams.replyFirst(call, stream, id, id, false)) {
                group.setDelivered(cursor.value(), id, call.now(), group.deliveries(cursor.value()) + 1);
            } else {
                reply.array(2);
                Streams.reply(reply, id);
                reply.nilArray();
            }
            replied++;
        }
        reply.endArray(replied);
    }

    // Waiting.

    private static boolean waitsFor(Call call, StreamReadOptions options, StreamId[] after) {
        if (options.timeoutMillis() < 0) {
            return false;
        }
        return call.serveOrWait(new KeyWait(
                ValueType.STREAM,
                options.firstKey(),
                options.keys(),
                options.timeoutMillis(),
                (late, key) -> serveLate(late, options, key, after[key - options.firstKey()]),
                options.isGrouped()));
    }

    private static boolean serveLate(Call call, StreamReadOptions options, int key, StreamId after) {
        call.propagateNothing();
        Request request = call.request();
        Entry entry = options.isGrouped()
                ? call.database().forWrite(request.address(key), request.length(key))
                : call.database().peek(request.address(key), request.length(key));
        if (entry == null || entry.type() != ValueType.STREAM) {
            if (options.isGrouped()) {
                throw new CommandException("UNBLOCKED the stream key no longer exists");
            }
            return false;
        }
        StreamValue stream = call.server().values().stream();
        stream.attach(entry);
        if (options.isGrouped() && Streams.group(call, stream, options.group()) == null) {
            throw new CommandException("NOGROUP the consumer group this client was blocked on no longer exists");
        }
        if (!hasMore(call, stream, options, after)) {
            return false;
        }
        if (call.reply().protocol() == 2) {
            call.reply().array(1);
        } else {
            call.reply().map(1);
        }
        serve(call, stream, options, key, after, options.mostLate());
        return true;
    }
}
