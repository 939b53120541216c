package org.backstay.redis.command;

import static org.backstay.resp.command.StreamRows.XACK;
import static org.backstay.resp.command.StreamRows.XGROUP;
import static org.backstay.resp.command.StreamRows.XGROUP_CREATE;
import static org.backstay.resp.command.StreamRows.XGROUP_CREATECONSUMER;
import static org.backstay.resp.command.StreamRows.XGROUP_DELCONSUMER;
import static org.backstay.resp.command.StreamRows.XGROUP_DESTROY;
import static org.backstay.resp.command.StreamRows.XGROUP_SETID;
import static org.backstay.resp.command.StreamRows.XPENDING;

import java.util.Objects;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.IdTree;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Consumer groups: XGROUP, XACK and XPENDING. */
public final class StreamGroupCommands {
    private StreamGroupCommands() {}

    static void bind(Handlers handlers) {
        handlers.container(XGROUP)
                .on(XGROUP_CREATE, StreamGroupCommands::create)
                .on(XGROUP_SETID, StreamGroupCommands::setId)
                .on(XGROUP_DESTROY, StreamGroupCommands::destroy)
                .on(XGROUP_CREATECONSUMER, StreamGroupCommands::createConsumer)
                .on(XGROUP_DELCONSUMER, StreamGroupCommands::deleteConsumer)
                .on(XACK, StreamGroupCommands::xack)
                .on(XPENDING, StreamGroupCommands::xpending);
    }

    /** What CREATE and SETID may say behind the ID. */
    private record Options(boolean makesStream, long entriesRead) {
        static Options parse(Call call, boolean creating) {
            Request request = call.request();
            boolean makesStream = false;
            long entriesRead = StreamGroup.UNKNOWN;
            for (int i = 5; i < request.size(); i++) {
                if (creating && request.is(i, "mkstream")) {
                    makesStream = true;
                } else if (request.is(i, "entriesread") && i + 1 < request.size()) {
                    entriesRead = Arguments.integer(request, ++i);
                    if (entriesRead < StreamGroup.UNKNOWN) {
                        throw new CommandException("ERR value for ENTRIESREAD must be positive or -1");
                    }
                } else {
                    throw Help.syntax(call);
                }
            }
            return new Options(makesStream, entriesRead);
        }
    }

    private static StreamValue stream(Call call) {
        StreamValue stream = Streams.forWrite(call, 2);
        if (stream == null) {
            throw new CommandException(
                    "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may"
                            + " want to use the MKSTREAM option to create an empty stream automatically.");
        }
        return stream;
    }

    /** The group that a subcommand is about, which must be there. */
    private static StreamGroup group(Call call) {
        StreamGroup group = Streams.group(call, stream(call), 3);
        if (group == null) {
            throw noGroup(call, 2, 3);
        }
        return group;
    }

    /** The answer to a group that is not there. */
    static CommandException noGroup(Call call, int key, int name) {
        Request request = call.request();
        return new CommandException("NOGROUP No such consumer group '" + Arguments.shown(request, name)
                + "' for key name '" + Arguments.shown(request, key) + "'");
    }

    /** The answer to a key or a group that is not there. */
    static CommandException noKeyOrGroup(Call call) {
        Request request = call.request();
        return new CommandException("NOGROUP No such key '" + Arguments.shown(request, 1) + "' or consumer group '"
                + Arguments.shown(request, 2) + "'");
    }

    private static void changed(Call call, KeyEvent event) {
        call.database().changedUnseen();
        call.tell(event, 2);
    }

    /** {@code XGROUP CREATE key group id|$ [MKSTREAM] [ENTRIESREAD entries]}. */
    private static void create(Call call) {
        Request request = call.request();
        Options options = Options.parse(call, true);
        Entry entry = Lookup.forWrite(call, 2, ValueType.STREAM);
        StreamValue stream = options.makesStream() ? Streams.attached(call, entry) : stream(call);
        StreamId last =
                request.is(4, "$") ? stream == null ? StreamId.MIN : stream.lastId() : StreamIds.strict(request, 4);
        if (stream == null) {
            call.database().changed(Streams.create(call, 2));
            stream = call.server().values().stream();
        }
        if (stream.findGroup(request.address(3), request.length(3))) {
            throw new CommandException("BUSYGROUP Consumer Group name already exists");
        }
        stream.createGroup(request.address(3), request.length(3), last, options.entriesRead());
        changed(call, KeyEvent.XGROUP_CREATE);
        call.reply().ok();
    }

    /** {@code XGROUP SETID key group id|$ [ENTRIESREAD entries]}. */
    private static void setId(Call call) {
        Request request = call.request();
        Options options = Options.parse(call, false);
        StreamGroup group = group(call);
        StreamValue stream = call.server().values().stream();
        group.setLastId(request.is(4, "$") ? stream.lastId() : StreamIds.id(request, 4, 0));
        group.setEntriesRead(options.entriesRead());
        changed(call, KeyEvent.XGROUP_SETID);
        call.reply().ok();
    }

    private static void destroy(Call call) {
        Entry entry = Lookup.forWrite(call, 2, ValueType.STREAM);
        StreamValue stream = stream(call);
        boolean found = Streams.group(call, stream, 3) != null;
        if (found && entry != null) {
            stream.destroyGroup();
            call.changed(entry, KeyEvent.XGROUP_DESTROY); // whoever waits in the group is told
        }
        call.reply().integer(found ? 1 : 0);
    }

    private static void createConsumer(Call call) {
        Request request = call.request();
        StreamGroup group = group(call);
        boolean there = group.findConsumer(request.address(4), request.length(4)) != 0;
        if (!there) {
            group.createConsumer(request.address(4), request.length(4), call.now());
            changed(call, KeyEvent.XGROUP_CREATECONSUMER);
        }
        call.reply().integer(there ? 0 : 1);
    }

    private static void deleteConsumer(Call call) {
        Request request = call.request();
        StreamGroup group = group(call);
        int consumer = group.findConsumer(request.address(4), request.length(4));
        int pending = 0;
        if (consumer != 0) {
            pending = group.deleteConsumer(consumer);
            changed(call, KeyEvent.XGROUP_DELCONSUMER);
        }
        call.reply().integer(pending);
    }

    private static void xack(Call call) {
        Request request = call.request();
        StreamGroup group = Streams.group(call, Streams.forWrite(call, 1), 2);
        if (group == null) {
            call.reply().integer(0);
            return;
        }
        for (int i = 3; i < request.size(); i++) {
            StreamIds.strict(request, i);
        }
        int acknowledged = 0;
        for (int i = 3; i < request.size(); i++) {
            if (group.removePending(StreamIds.strict(request, i))) {
                acknowledged++;
                call.database().changedUnseen();
            }
        }
        call.reply().integer(acknowledged);
    }

    // What is pending.

    /** {@code XPENDING key group [[IDLE milliseconds] start end count [consumer]]}. */
    private static void xpending(Call call) {
        Request request = call.request();
        int size = request.size();
        if (size == 3) {
            StreamValue stream = Streams.forRead(call, 1);
            summarize(call, requireGroup(call, stream), stream);
            return;
        }
        if (size < 6 || size > 9) {
            throw Arguments.syntax();
        }
        boolean idle = request.is(3, "idle");
        long least = idle ? Arguments.integer(request, 4) : 0;
        if (idle && size < 8) {
            throw Arguments.syntax();
        }
        int at = idle ? 5 : 3;
        long count = Math.max(Arguments.integer(request, at + 2), 0);
        StreamId from = StreamIds.start(request, at);
        StreamId to = StreamIds.end(request, at + 1);
        StreamValue stream = Streams.forRead(call, 1);
        StreamGroup group = requireGroup(call, stream);
        long pending = group.pending();
        if (at + 3 < size) {
            int consumer = group.findConsumer(request.address(at + 3), request.length(at + 3));
            if (consumer == 0) {
                call.reply().array(0);
                return;
            }
            pending = group.consumerPending(consumer);
        }
        list(call, group, new Range(pending, from, to, count, least), Objects.requireNonNull(stream));
    }

    private static StreamGroup requireGroup(Call call, @Nullable StreamValue stream) {
        StreamGroup group = Streams.group(call, stream, 2);
        if (group == null) {
            throw noKeyOrGroup(call);
        }
        return group;
    }

    private static void summarize(Call call, StreamGroup group, @Nullable StreamValue stream) {
        ReplyWriter reply = call.reply();
        IdCursor cursor = Objects.requireNonNull(stream).pendingCursor();
        reply.array(4);
        reply.integer(IdTree.size(group.pending()));
        if (!cursor.seekFirst(group.pending())) {
            reply.nil();
            reply.nil();
            reply.nilArray();
            return;
        }
        Streams.reply(reply, cursor.id());
        cursor.seekLast(group.pending());
        Streams.reply(reply, cursor.id());
        ElementView name = call.server().values().element();
        reply.beginArray();
        int shown = 0;
        for (int i = 0; i < group.consumers(); i++) {
            int consumer = group.consumer(i);
            int entries = IdTree.size(group.consumerPending(consumer));
            if (entries > 0) {
                group.consumerName(consumer, name);
                reply.array(2);
                Elements.reply(reply, name);
                reply.bulk((long) entries);
                shown++;
            }
        }
        reply.endArray(shown);
    }

    /** Which pending entries are listed: of a tree, from an ID to another, idle for so long at least. */
    private record Range(long tree, StreamId from, StreamId to, long count, long leastIdle) {}

    private static void list(Call call, StreamGroup group, Range range, StreamValue stream) {
        ReplyWriter reply = call.reply();
        ElementView name = call.server().values().element();
        IdCursor cursor = stream.pendingCursor();
        long now = call.now();
        reply.beginArray();
        int shown = 0;
        boolean more =
                cursor.seekFrom(range.tree(), range.from().ms(), range.from().seq());
        for (; more && shown < range.count() && !cursor.id().isAfter(range.to()); more = cursor.next()) {
            int entry = cursor.value();
            long idle = now - group.delivered(entry);
            if (range.leastIdle() != 0 && idle < range.leastIdle()) {
                continue;
            }
            reply.array(4);
            Streams.reply(reply, cursor.id());
            group.consumerName(group.owner(entry), name);
            Elements.reply(reply, name);
            reply.integer(Math.max(idle, 0));
            reply.integer(group.deliveries(entry));
            shown++;
        }
        reply.endArray(shown);
    }
}
