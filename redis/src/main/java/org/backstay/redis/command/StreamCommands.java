package org.backstay.redis.command;

import static org.backstay.resp.command.StreamRows.XADD;
import static org.backstay.resp.command.StreamRows.XDEL;
import static org.backstay.resp.command.StreamRows.XLEN;
import static org.backstay.resp.command.StreamRows.XRANGE;
import static org.backstay.resp.command.StreamRows.XREVRANGE;
import static org.backstay.resp.command.StreamRows.XSETID;
import static org.backstay.resp.command.StreamRows.XTRIM;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.stream.EntryFields;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.keyspace.types.stream.StreamNode;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Streams without their groups: XADD, XRANGE, XTRIM and their relatives. */
public final class StreamCommands {
    private static final String NOT_GREATER =
            "ERR The ID specified in XADD is equal or smaller than the target stream top item";

    /** Fields and values that stand in a request from an argument on. */
    private record FieldArguments(Request request, int from) implements EntryFields {
        @Override
        public int count() {
            return (request.size() - from) / 2;
        }

        @Override
        public long address(int i) {
            return request.address(from + i);
        }

        @Override
        public int length(int i) {
            return request.length(from + i);
        }
    }

    private StreamCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(XADD, StreamCommands::xadd)
                .on(XLEN, StreamCommands::xlen)
                .on(XRANGE, call -> range(call, 2, 3, false))
                .on(XREVRANGE, call -> range(call, 3, 2, true))
                .on(XDEL, StreamCommands::xdel)
                .on(XTRIM, StreamCommands::xtrim)
                .on(XSETID, StreamCommands::xsetid);
        StreamReadCommands.bind(handlers);
        StreamGroupCommands.bind(handlers);
        StreamClaimCommands.bind(handlers);
        StreamInfoCommands.bind(handlers);
    }

    /** {@code XADD key [NOMKSTREAM] [MAXLEN|MINID [=|~] threshold [LIMIT count]] *|ms-*|id field value [field value ...]}. */
    private static void xadd(Call call) {
        Request request = call.request();
        StreamTrim trim = StreamTrim.parse(call, true);
        int at = trim.end();
        boolean anyId = at >= request.size() || request.is(at, "*");
        Long millis = anyId ? null : StreamIds.openEnded(request, at);
        StreamId wanted = anyId || millis != null ? null : StreamIds.strict(request, at);
        trim.check(true);
        FieldArguments fields = new FieldArguments(request, at + 1);
        if (request.size() - at < 3 || (request.size() - at) % 2 == 0) {
            throw Arguments.wrongNumber("xadd");
        }
        if (wanted != null && wanted.equals(StreamId.MIN)) {
            throw new CommandException("ERR The ID specified in XADD must be greater than 0-0");
        }
        requireSize(fields);
        Entry entry = Lookup.forWrite(call, 1, ValueType.STREAM);
        if (entry == null && trim.keepsMissing()) {
            call.reply().nil();
            return;
        }
        StreamId last = entry == null ? StreamId.MIN : lastId(call, entry);
        StreamId id = wanted != null ? wanted : millis != null ? following(last, millis) : next(call, last);
        if (!id.isAfter(last)) {
            throw new CommandException(NOT_GREATER);
        }
        entry = append(call, entry, id, fields);
        StreamValue stream = call.server().values().stream();
        Streams.reply(call.reply(), id);
        call.changed(entry, KeyEvent.XADD);
        if (trim.apply(stream) > 0) {
            call.tell(KeyEvent.XTRIM, 1);
        }
        if (wanted == null || trim.isApproximate()) {
            propagate(call, stream, trim, id, wanted == null);
        }
    }

    /** Appends to the stream that was looked up, or to a new one; its key. No key is made for an entry that finds no memory. */
    private static Entry append(Call call, @Nullable Entry entry, StreamId id, EntryFields fields) {
        Entry key = entry == null ? Streams.create(call, 1) : entry;
        try {
            call.server().values().stream().append(id, fields);
        } catch (MemoryLimitException full) {
            if (entry == null) {
                call.database().delete(key);
                call.propagateNothing();
            }
            throw full;
        }
        return key;
    }

    private static void requireSize(EntryFields fields) {
        long bytes = 0;
        for (int i = 0; i < 2 * fields.count(); i++) {
            bytes += fields.length(i);
        }
        if (bytes > StreamNode.MAX_BYTES) {
            throw new CommandException("ERR Elements are too large to be stored");
        }
    }

    private static StreamId lastId(Call call, Entry entry) {
        StreamValue stream = call.server().values().stream();
        stream.attach(entry);
        StreamId last = stream.lastId();
        if (last.equals(StreamId.MAX)) {
            throw new CommandException("ERR The stream has exhausted the last possible ID, unable to add more items");
        }
        return last;
    }

    /** The next ID of a millisecond. */
    private static StreamId following(StreamId last, long millis) {
        if (last.ms() != millis) {
            return new StreamId(millis, 0);
        }
        return last.seq() == -1 ? StreamId.MIN : last.next();
    }

    /** The next ID of all: never before the last one, though the clock may be. */
    private static StreamId next(Call call, StreamId last) {
        long now = call.now();
        return Long.compareUnsigned(now, last.ms()) > 0 ? new StreamId(now, 0) : last.next();
    }

    private static void propagate(Call call, StreamValue stream, StreamTrim trim, StreamId id, boolean generated) {
        if (!call.server().propagation().isOpen()) {
            return;
        }
        byte[][] words = Words.all(call.request());
        if (generated) {
            words[trim.end()] = id.toBytes();
        }
        if (trim.isApproximate()) {
            trim.writeExact(words, stream);
        }
        call.propagateInstead(words);
    }

    private static void xlen(Call call) {
        StreamValue stream = Streams.forRead(call, 1);
        call.reply().integer(stream == null ? 0 : stream.size());
    }

    /** {@code XRANGE key start end [COUNT count]}. */
    private static void range(Call call, int start, int end, boolean backwards) {
        Request request = call.request();
        StreamId from = StreamIds.start(request, start);
        StreamId to = StreamIds.end(request, end);
        long most = Long.MAX_VALUE;
        for (int i = 4; i < request.size(); i += 2) {
            if (!request.is(i, "count") || i + 1 == request.size()) {
                throw Arguments.syntax();
            }
            most = Math.max(Arguments.integer(request, i + 1), 0);
        }
        StreamValue stream = Streams.forRead(call, 1);
        if (stream == null) {
            call.reply().array(0);
        } else if (most == 0) {
            call.reply().nilArray();
        } else {
            Streams.replyRange(call, stream, from, to, backwards, most);
        }
    }

    private static void xdel(Call call) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, 1, ValueType.STREAM);
        StreamValue stream = Streams.attached(call, entry);
        if (entry == null || stream == null) {
            call.reply().integer(0);
            return;
        }
        StreamId[] ids = new StreamId[request.size() - 2];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = StreamIds.strict(request, i + 2);
        }
        int deleted = 0;
        for (StreamId id : ids) {
            deleted += stream.delete(id) ? 1 : 0;
        }
        if (deleted > 0) {
            call.changed(entry, KeyEvent.XDEL);
        }
        call.reply().integer(deleted);
    }

    private static void xtrim(Call call) {
        StreamTrim trim = StreamTrim.parse(call, false);
        trim.check(false);
        Entry entry = Lookup.forWrite(call, 1, ValueType.STREAM);
        StreamValue stream = Streams.attached(call, entry);
        long trimmed = stream == null ? 0 : trim.apply(stream);
        if (entry != null && stream != null && trimmed > 0) {
            call.changed(entry, KeyEvent.XTRIM);
            if (trim.isApproximate() && call.server().propagation().isOpen()) {
                byte[][] words = Words.all(call.request());
                trim.writeExact(words, stream);
                call.propagateInstead(words);
            }
        }
        call.reply().integer(trimmed);
    }

    /** {@code XSETID key last-id [ENTRIESADDED entries] [MAXDELETEDID id]}. */
    private static void xsetid(Call call) {
        Request request = call.request();
        StreamId last = StreamIds.strict(request, 2);
        StreamId deleted = StreamId.MIN;
        long added = -1;
        for (int i = 3; i < request.size(); i += 2) {
            boolean more = i + 1 < request.size();
            if (more && request.is(i, "entriesadded")) {
                added = Arguments.integer(request, i + 1);
                if (added < 0) {
                    throw new CommandException("ERR entries_added must be positive");
                }
            } else if (more && request.is(i, "maxdeletedid")) {
                deleted = StreamIds.strict(request, i + 1);
                if (deleted.isAfter(last)) {
                    throw new CommandException(
                            "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
                }
            } else {
                throw Arguments.syntax();
            }
        }
        StreamValue stream = Streams.forWrite(call, 1);
        if (stream == null) {
            throw new CommandException(ErrorReplies.NO_SUCH_KEY);
        }
        setId(stream, last, added, deleted);
        call.database().changedUnseen();
        call.tell(KeyEvent.XSETID, 1);
        call.reply().ok();
    }

    private static void setId(StreamValue stream, StreamId last, long added, StreamId deleted) {
        if (stream.size() > 0 && stream.edge(true).isAfter(last)) {
            throw new CommandException("ERR The ID specified in XSETID is smaller than the target stream top item");
        }
        if (stream.size() > 0 && added >= 0 && stream.size() > added) {
            throw new CommandException(
                    "ERR The entries_added specified in XSETID is smaller than the target stream length");
        }
        stream.setLastId(last);
        if (added >= 0) {
            stream.setEntriesAdded(added);
        }
        if (!deleted.equals(StreamId.MIN)) {
            stream.setMaxDeletedId(deleted);
        }
    }
}
