package org.backstay.redis.command;

import static org.backstay.resp.command.StreamRows.XAUTOCLAIM;
import static org.backstay.resp.command.StreamRows.XCLAIM;

import java.util.ArrayList;
import java.util.List;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;

/** Pending entries that change hands: XCLAIM and XAUTOCLAIM. */
public final class StreamClaimCommands {
    /** XAUTOCLAIM looks at so many pending entries for each that it may claim. */
    private static final int ATTEMPTS = 10;

    private static final long MOST = Long.MAX_VALUE / 16;
    private static final int STANDARD_COUNT = 100;
    private static final String BAD_COUNT = "ERR COUNT must be > 0";

    private StreamClaimCommands() {}

    static void bind(Handlers handlers) {
        handlers.on(XCLAIM, StreamClaimCommands::xclaim).on(XAUTOCLAIM, StreamClaimCommands::xautoclaim);
    }

    /** One claim under way: who claims, and what is done to each entry. */
    private static final class Claim {
        final Call call;
        final StreamValue stream;
        final StreamGroup group;
        final StreamEffects effects;
        final long leastIdle;
        long delivered;
        long deliveries = -1;
        boolean onlyIds;
        private int consumer;

        Claim(Call call, StreamValue stream, StreamGroup group, long leastIdle) {
            this.call = call;
            this.stream = stream;
            this.group = group;
            this.effects = new StreamEffects(call, 1, 2, group);
            this.leastIdle = leastIdle;
            this.delivered = call.now();
        }

        private int consumer() {
            if (consumer == 0) {
                long name = call.request().address(3);
                int length = call.request().length(3);
                consumer = group.findConsumer(name, length);
                if (consumer == 0) {
                    consumer = group.createConsumer(name, length, call.now());
                    call.tell(KeyEvent.XGROUP_CREATECONSUMER, 1);
                } else {
                    group.setSeen(consumer, call.now());
                }
            }
            return consumer;
        }

        boolean isIdle(int entry) {
            return leastIdle == 0 || call.now() - group.delivered(entry) >= leastIdle;
        }

        /** An entry that is not in the stream any more is not pending either; the log is told. */
        void forget(StreamId id, int entry) {
            effects.claimed(id, entry);
            group.removePending(id);
            call.database().changedUnseen();
        }

        void take(StreamId id, int entry) {
            group.give(entry, id, consumer());
            long count = deliveries >= 0 ? deliveries : group.deliveries(entry) + (onlyIds ? 0 : 1);
            group.setDelivered(entry, id, delivered, count);
            if (onlyIds) {
                Streams.reply(call.reply(), id);
            } else {
                Streams.replyFirst(call, stream, id, id, false);
            }
            effects.claimed(id, entry);
            call.database().changedUnseen();
        }

        /** Makes an entry pending that was not, as the consumer's. */
        int force(StreamId id) {
            return group.addPending(id, consumer(), call.now(), 1);
        }
    }

    /** {@code XCLAIM key group consumer min-idle id [id ...] [IDLE ms] [TIME ms] [RETRYCOUNT n] [FORCE] [JUSTID] [LASTID id]}. */
    private static void xclaim(Call call) {
        Request request = call.request();
        StreamValue stream = Streams.forWrite(call, 1);
        StreamGroup group = Streams.group(call, stream, 2);
        if (stream == null || group == null) {
            throw StreamGroupCommands.noKeyOrGroup(call);
        }
        long leastIdle = Math.max(Arguments.integer(request, 4, "ERR Invalid min-idle-time argument for XCLAIM"), 0);
        List<StreamId> ids = new ArrayList<>();
        int at = 5;
        for (; at < request.size(); at++) {
            StreamId id = StreamIds.orNull(request, at);
            if (id == null) {
                break;
            }
            ids.add(id);
        }
        Claim claim = new Claim(call, stream, group, leastIdle);
        boolean force = false;
        StreamId last = StreamId.MIN;
        for (; at < request.size(); at++) {
            boolean more = at + 1 < request.size();
            if (request.is(at, "force")) {
                force = true;
            } else if (request.is(at, "justid")) {
                claim.onlyIds = true;
            } else if (more && request.is(at, "lastid")) {
                last = StreamIds.strict(request, ++at);
            } else if (more && readFigure(claim, at)) {
                at++;
            } else {
                throw new CommandException("ERR Unrecognized XCLAIM option '" + Arguments.shown(request, at) + "'");
            }
        }
        claimAll(claim, ids, force, last);
    }

    /** Reads IDLE, TIME or RETRYCOUNT. A time that can't be is now. */
    private static boolean readFigure(Claim claim, int at) {
        Request request = claim.call.request();
        long now = claim.call.now();
        if (request.is(at, "idle")) {
            long time = now - Arguments.integer(request, at + 1, "ERR Invalid IDLE option argument for XCLAIM");
            claim.delivered = time < 0 || time > now ? now : time;
        } else if (request.is(at, "time")) {
            long time = Arguments.integer(request, at + 1, "ERR Invalid TIME option argument for XCLAIM");
            claim.delivered = time < 0 || time > now ? now : time;
        } else if (request.is(at, "retrycount")) {
            claim.deliveries = Arguments.integer(request, at + 1, "ERR Invalid RETRYCOUNT option argument for XCLAIM");
        } else {
            return false;
        }
        return true;
    }

    private static void claimAll(Claim claim, List<StreamId> ids, boolean force, StreamId last) {
        boolean moved = last.isAfter(claim.group.lastId());
        if (moved) {
            claim.group.setLastId(last);
        }
        ReplyWriter reply = claim.call.reply();
        reply.beginArray();
        int claimed = 0;
        boolean told = false;
        for (StreamId id : ids) {
            int entry = claim.group.findPending(id);
            if (!claim.stream.contains(id)) {
                if (entry != 0) {
                    claim.forget(id, entry);
                    told = true;
                }
                continue;
            }
            boolean fresh = entry == 0 && force;
            if (fresh) {
                entry = claim.force(id);
            }
            if (entry != 0 && (fresh || claim.isIdle(entry))) {
                claim.take(id, entry);
                claimed++;
                told = true;
            }
        }
        reply.endArray(claimed);
        if (moved && !told) {
            claim.effects.read();
            claim.call.database().changedUnseen();
        }
    }

    /** {@code XAUTOCLAIM key group consumer min-idle start [COUNT count] [JUSTID]}. */
    private static void xautoclaim(Call call) {
        Request request = call.request();
        long leastIdle =
                Math.max(Arguments.integer(request, 4, "ERR Invalid min-idle-time argument for XAUTOCLAIM"), 0);
        StreamId start = StreamIds.start(request, 5);
        long count = STANDARD_COUNT;
        boolean onlyIds = false;
        for (int i = 6; i < request.size(); i++) {
            if (request.is(i, "count") && i + 1 < request.size()) {
                count = Arguments.integer(request, ++i, 1, MOST, BAD_COUNT);
            } else if (request.is(i, "justid")) {
                onlyIds = true;
            } else {
                throw Arguments.syntax();
            }
        }
        StreamValue stream = Streams.forWrite(call, 1);
        StreamGroup group = Streams.group(call, stream, 2);
        if (stream == null || group == null) {
            throw StreamGroupCommands.noKeyOrGroup(call);
        }
        Claim claim = new Claim(call, stream, group, leastIdle);
        claim.onlyIds = onlyIds;
        claimFrom(claim, start, count);
    }

    private static void claimFrom(Claim claim, StreamId start, long count) {
        // The reply begins with where the next call is to start, which is known last.
        List<StreamId> claimed = new ArrayList<>();
        List<StreamId> forgotten = new ArrayList<>();
        long tree = claim.group.pending();
        IdCursor cursor = claim.stream.pendingCursor();
        boolean more = cursor.seekFrom(tree, start.ms(), start.seq());
        long attempts = count * ATTEMPTS;
        while (more && attempts-- > 0 && claimed.size() + forgotten.size() < count) {
            StreamId id = cursor.id();
            int entry = cursor.value();
            if (!claim.stream.contains(id)) {
                forgotten.add(id);
            } else if (claim.isIdle(entry)) {
                claimed.add(id);
            }
            more = cursor.next();
        }
        StreamId next = more ? cursor.id() : StreamId.MIN;
        ReplyWriter reply = claim.call.reply();
        reply.array(3);
        Streams.reply(reply, next);
        reply.array(claimed.size());
        claimed.forEach(id -> claim.take(id, claim.group.findPending(id)));
        reply.array(forgotten.size());
        forgotten.forEach(id -> {
            claim.forget(id, claim.group.findPending(id));
            Streams.reply(reply, id);
        });
    }
}
