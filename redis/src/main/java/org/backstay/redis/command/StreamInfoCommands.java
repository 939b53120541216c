package org.backstay.redis.command;

import static org.backstay.resp.command.StreamRows.XINFO;
import static org.backstay.resp.command.StreamRows.XINFO_CONSUMERS;
import static org.backstay.resp.command.StreamRows.XINFO_GROUPS;
import static org.backstay.resp.command.StreamRows.XINFO_STREAM;

import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.IdTree;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;

/** XINFO: what streams, groups and consumers are like. */
public final class StreamInfoCommands {
    private static final int STANDARD_COUNT = 10;

    private StreamInfoCommands() {}

    static void bind(Handlers handlers) {
        handlers.container(XINFO)
                .on(XINFO_STREAM, StreamInfoCommands::stream)
                .on(XINFO_GROUPS, StreamInfoCommands::groups)
                .on(XINFO_CONSUMERS, StreamInfoCommands::consumers);
    }

    private static StreamValue required(Call call) {
        StreamValue stream = Streams.forRead(call, 2);
        if (stream == null) {
            throw new CommandException(ErrorReplies.NO_SUCH_KEY);
        }
        return stream;
    }

    private static void consumers(Call call) {
        StreamGroup group = Streams.group(call, required(call), 3);
        if (group == null) {
            throw StreamGroupCommands.noGroup(call, 2, 3);
        }
        ReplyWriter reply = call.reply();
        ElementView name = call.server().values().element();
        reply.array(group.consumers());
        for (int i = 0; i < group.consumers(); i++) {
            int consumer = group.consumer(i);
            group.consumerName(consumer, name);
            reply.map(3);
            reply.bulk("name");
            Elements.reply(reply, name);
            reply.bulk("pending");
            reply.integer(IdTree.size(group.consumerPending(consumer)));
            reply.bulk("idle");
            reply.integer(Math.max(call.now() - group.seen(consumer), 0));
        }
    }

    private static void groups(Call call) {
        StreamValue stream = required(call);
        ReplyWriter reply = call.reply();
        ElementView name = call.server().values().element();
        reply.array(stream.groups());
        for (int i = 0; i < stream.groups(); i++) {
            StreamGroup group = stream.group(i);
            group.name(name);
            reply.map(6);
            reply.bulk("name");
            Elements.reply(reply, name);
            reply.bulk("consumers");
            reply.integer(group.consumers());
            reply.bulk("pending");
            reply.integer(IdTree.size(group.pending()));
            progress(reply, stream, group);
        }
    }

    /** How far a group has come. */
    private static void progress(ReplyWriter reply, StreamValue stream, StreamGroup group) {
        reply.bulk("last-delivered-id");
        Streams.reply(reply, group.lastId());
        reply.bulk("entries-read");
        known(reply, group.entriesRead(), group.entriesRead());
        reply.bulk("lag");
        boolean counted = group.entriesRead() != StreamGroup.UNKNOWN && !stream.hasGapFrom(group.lastId());
        long read = stream.entriesAdded() == 0 ? 0 : counted ? group.entriesRead() : stream.entriesUpTo(group.lastId());
        known(reply, read, stream.entriesAdded() - read);
    }

    private static void known(ReplyWriter reply, long entries, long shown) {
        if (entries == StreamGroup.UNKNOWN) {
            reply.nil();
        } else {
            reply.integer(shown);
        }
    }

    /** {@code XINFO STREAM key [FULL [COUNT count]]}. */
    private static void stream(Call call) {
        Request request = call.request();
        StreamValue stream = required(call);
        if (request.size() == 3) {
            call.reply().map(10);
            figures(call.reply(), stream);
            edges(call, stream);
            return;
        }
        boolean counted = request.size() == 6 && request.is(3, "full") && request.is(4, "count");
        if (!counted && (request.size() != 4 || !request.is(3, "full"))) {
            throw Help.syntax(call);
        }
        long count = counted ? Arguments.integer(request, 5) : STANDARD_COUNT;
        long most = count < 0 ? STANDARD_COUNT : count == 0 ? Long.MAX_VALUE : count;
        call.reply().map(9);
        figures(call.reply(), stream);
        contents(call, stream, most);
    }

    private static void figures(ReplyWriter reply, StreamValue stream) {
        reply.bulk("length");
        reply.integer(stream.size());
        reply.bulk("radix-tree-keys");
        reply.integer(stream.nodes());
        reply.bulk("radix-tree-nodes");
        reply.integer(stream.nodes() + 1L); // our index has other nodes than a radix tree; so many are the least of one
        reply.bulk("last-generated-id");
        Streams.reply(reply, stream.lastId());
        reply.bulk("max-deleted-entry-id");
        Streams.reply(reply, stream.maxDeletedId());
        reply.bulk("entries-added");
        reply.integer(stream.entriesAdded());
        reply.bulk("recorded-first-entry-id");
        Streams.reply(reply, stream.firstId());
    }

    private static void edges(Call call, StreamValue stream) {
        ReplyWriter reply = call.reply();
        reply.bulk("groups");
        reply.integer(stream.groups());
        for (boolean last : new boolean[] {false, true}) {
            reply.bulk(last ? "last-entry" : "first-entry");
            if (!Streams.replyFirst(call, stream, StreamId.MIN, StreamId.MAX, last)) {
                reply.nil();
            }
        }
    }

    private static void contents(Call call, StreamValue stream, long most) {
        ReplyWriter reply = call.reply();
        ElementView name = call.server().values().element();
        reply.bulk("entries");
        Streams.replyRange(call, stream, StreamId.MIN, StreamId.MAX, false, most);
        reply.bulk("groups");
        reply.array(stream.groups());
        for (int i = 0; i < stream.groups(); i++) {
            StreamGroup group = stream.group(i);
            group.name(name);
            reply.map(7);
            reply.bulk("name");
            Elements.reply(reply, name);
            progress(reply, stream, group);
            pending(call, stream, group, 0, most);
            reply.bulk("consumers");
            reply.array(group.consumers());
            for (int j = 0; j < group.consumers(); j++) {
                consumer(call, stream, group, group.consumer(j), most);
            }
        }
    }

    private static void consumer(Call call, StreamValue stream, StreamGroup group, int consumer, long most) {
        ReplyWriter reply = call.reply();
        ElementView name = call.server().values().element();
        group.consumerName(consumer, name);
        reply.map(4);
        reply.bulk("name");
        Elements.reply(reply, name);
        reply.bulk("seen-time");
        reply.integer(group.seen(consumer));
        pending(call, stream, group, consumer, most);
    }

    /** The pending entries of a consumer, or with their owners, those of the group. */
    private static void pending(Call call, StreamValue stream, StreamGroup group, int consumer, long most) {
        ReplyWriter reply = call.reply();
        ElementView name = call.server().values().element();
        IdCursor cursor = stream.pendingCursor();
        boolean all = consumer == 0;
        long tree = all ? group.pending() : group.consumerPending(consumer);
        reply.bulk("pel-count");
        reply.integer(IdTree.size(tree));
        reply.bulk("pending");
        reply.array((int) Math.min(IdTree.size(tree), most));
        long shown = 0;
        for (boolean more = cursor.seekFirst(tree); more && shown < most; more = cursor.next()) {
            int entry = cursor.value();
            reply.array(all ? 4 : 3);
            Streams.reply(reply, cursor.id());
            if (all) {
                group.consumerName(group.owner(entry), name);
                Elements.reply(reply, name);
            }
            reply.integer(group.delivered(entry));
            reply.integer(group.deliveries(entry));
            shown++;
        }
    }
}
