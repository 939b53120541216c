package org.backstay.redis.command;

import static org.backstay.resp.command.SortedSetRows.ZADD;
import static org.backstay.resp.command.SortedSetRows.ZCARD;
import static org.backstay.resp.command.SortedSetRows.ZCOUNT;
import static org.backstay.resp.command.SortedSetRows.ZINCRBY;
import static org.backstay.resp.command.SortedSetRows.ZLEXCOUNT;
import static org.backstay.resp.command.SortedSetRows.ZMSCORE;
import static org.backstay.resp.command.SortedSetRows.ZPOPMAX;
import static org.backstay.resp.command.SortedSetRows.ZPOPMIN;
import static org.backstay.resp.command.SortedSetRows.ZRANDMEMBER;
import static org.backstay.resp.command.SortedSetRows.ZRANK;
import static org.backstay.resp.command.SortedSetRows.ZREM;
import static org.backstay.resp.command.SortedSetRows.ZREMRANGEBYLEX;
import static org.backstay.resp.command.SortedSetRows.ZREMRANGEBYRANK;
import static org.backstay.resp.command.SortedSetRows.ZREMRANGEBYSCORE;
import static org.backstay.resp.command.SortedSetRows.ZREVRANK;
import static org.backstay.resp.command.SortedSetRows.ZSCAN;
import static org.backstay.resp.command.SortedSetRows.ZSCORE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.backstay.base.number.DoubleText;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.ZSetRange;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.ZSetValue.Outcome;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Commands on one sorted set, but for its ranges: ZADD, ZSCORE, ZRANK, ZPOPMIN and their relatives. */
public final class SortedSetCommands {
    private static final String NOT_A_NUMBER = "ERR resulting score is not a number (NaN)";

    private SortedSetCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(ZADD, SortedSetCommands::zadd)
                .on(ZINCRBY, SortedSetCommands::zincrby)
                .on(ZREM, SortedSetCommands::zrem)
                .on(ZCARD, SortedSetCommands::zcard)
                .on(ZSCORE, SortedSetCommands::zscore)
                .on(ZMSCORE, SortedSetCommands::zmscore)
                .on(ZRANK, call -> rank(call, false))
                .on(ZREVRANK, call -> rank(call, true))
                .on(ZCOUNT, call -> count(call, ZSets.scoreRange(call.request(), 2, 3)))
                .on(ZLEXCOUNT, call -> count(call, ZSets.lexRange(call.request(), 2, 3)))
                .on(
                        ZREMRANGEBYSCORE,
                        call -> removeRange(call, ZSets.scoreRange(call.request(), 2, 3), KeyEvent.ZREMRANGEBYSCORE))
                .on(
                        ZREMRANGEBYLEX,
                        call -> removeRange(call, ZSets.lexRange(call.request(), 2, 3), KeyEvent.ZREMRANGEBYLEX))
                .on(ZREMRANGEBYRANK, SortedSetCommands::removeRanks)
                .on(ZPOPMIN, call -> pop(call, false))
                .on(ZPOPMAX, call -> pop(call, true))
                .on(ZRANDMEMBER, SortedSetCommands::zrandmember)
                .on(ZSCAN, SortedSetCommands::zscan);
        SortedSetRangeCommands.bind(handlers);
        SortedSetAlgebraCommands.bind(handlers);
        BlockingSortedSetCommands.bind(handlers);
    }

    /** {@code ZADD key [NX|XX] [GT|LT] [CH] [INCR] score member [score member ...]}. */
    private static void zadd(Call call) {
        zadd(call, call.request());
    }

    /** As ZADD would do with this request, on the same key. */
    static void zadd(Call call, Request request) {
        int flags = 0;
        boolean changes = false;
        int i = 2;
        for (; i < request.size(); i++) {
            int flag = flag(request, i);
            if (flag != 0) {
                flags |= flag;
            } else if (request.is(i, "ch")) {
                changes = true;
            } else {
                break;
            }
        }
        checkFlags(flags, request.size() - i);
        for (int score = i; score < request.size(); score += 2) {
            ZSets.score(request, score);
        }
        addAll(call, request, flags, i, changes);
    }

    private static int flag(Request request, int i) {
        if (request.is(i, "nx")) {
            return ZSetValue.NX;
        }
        if (request.is(i, "xx")) {
            return ZSetValue.XX;
        }
        if (request.is(i, "gt")) {
            return ZSetValue.GT;
        }
        if (request.is(i, "lt")) {
            return ZSetValue.LT;
        }
        return request.is(i, "incr") ? ZSetValue.INCR : 0;
    }

    private static void checkFlags(int flags, int rest) {
        if (rest == 0 || rest % 2 != 0) {
            throw Arguments.syntax();
        }
        boolean nx = (flags & ZSetValue.NX) != 0;
        boolean gt = (flags & ZSetValue.GT) != 0;
        boolean lt = (flags & ZSetValue.LT) != 0;
        if (nx && (flags & ZSetValue.XX) != 0) {
            throw new CommandException("ERR XX and NX options at the same time are not compatible");
        }
        if ((gt && nx) || (lt && nx) || (gt && lt)) {
            throw new CommandException("ERR GT, LT, and/or NX options at the same time are not compatible");
        }
        if ((flags & ZSetValue.INCR) != 0 && rest > 2) {
            throw new CommandException("ERR INCR option supports a single increment-element pair");
        }
    }

    private static void zincrby(Call call) {
        if (flag(call.request(), 2) != 0 || call.request().is(2, "ch")) {
            throw Arguments.syntax(); // ZADD's options, read as such by the original too
        }
        ZSets.score(call.request(), 2);
        addAll(call, call.request(), ZSetValue.INCR, 2, false);
    }

    private static void addAll(Call call, Request request, int flags, int from, boolean countChanges) {
        boolean increment = (flags & ZSetValue.INCR) != 0;
        Entry entry = Lookup.forWrite(call, 1, ValueType.ZSET);
        ZSetValue zset = call.server().values().zset();
        if (entry == null) {
            if ((flags & ZSetValue.XX) != 0) {
                replyUnchanged(call, increment);
                return;
            }
            entry = ZSets.create(call, zset, 1);
        }
        zset.attach(entry);
        int added = 0;
        int updated = 0;
        Outcome last = Outcome.UNCHANGED;
        for (int i = from; i < request.size(); i += 2) {
            last = zset.update(flags, ZSets.score(request, i), request.address(i + 1), request.length(i + 1));
            added += last == Outcome.ADDED ? 1 : 0;
            updated += last == Outcome.UPDATED ? 1 : 0;
            if (last == Outcome.NOT_A_NUMBER) {
                break;
            }
        }
        double score = zset.updatedScore();
        if (zset.isEmpty()) {
            call.database().delete(entry); // it was made in vain
        } else if (added + updated > 0) {
            call.changed(entry, increment ? KeyEvent.ZINCR : KeyEvent.ZADD);
        }
        replyAdded(call, increment, last, score, countChanges ? added + updated : added);
    }

    private static void replyUnchanged(Call call, boolean increment) {
        if (increment) {
            call.reply().nil();
        } else {
            call.reply().integer(0);
        }
    }

    private static void replyAdded(Call call, boolean increment, Outcome last, double score, int count) {
        if (last == Outcome.NOT_A_NUMBER) {
            call.reply().error(NOT_A_NUMBER);
        } else if (!increment) {
            call.reply().integer(count);
        } else if (last == Outcome.SKIPPED) {
            call.reply().nil();
        } else {
            call.reply().real(score);
        }
    }

    private static void zrem(Call call) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, 1, ValueType.ZSET);
        ZSetValue zset = ZSets.attached(call, entry);
        int removed = 0;
        for (int i = 2; zset != null && i < request.size() && !zset.isEmpty(); i++) {
            if (zset.remove(request.address(i), request.length(i))) {
                removed++;
            }
        }
        if (entry != null && zset != null && removed > 0) {
            call.shrunk(entry, zset.isEmpty(), KeyEvent.ZREM);
        }
        call.reply().integer(removed);
    }

    private static void zcard(Call call) {
        ZSetValue zset = ZSets.forRead(call, 1);
        call.reply().integer(zset == null ? 0 : zset.size());
    }

    private static void zscore(Call call) {
        replyScore(call, ZSets.forRead(call, 1), 2);
    }

    private static void zmscore(Call call) {
        ZSetValue zset = ZSets.forRead(call, 1);
        call.reply().array(call.request().size() - 2);
        for (int i = 2; i < call.request().size(); i++) {
            replyScore(call, zset, i);
        }
    }

    private static void replyScore(Call call, @Nullable ZSetValue zset, int member) {
        double score = zset == null
                ? Double.NaN
                : zset.score(call.request().address(member), call.request().length(member));
        if (Double.isNaN(score)) {
            call.reply().nil();
        } else {
            call.reply().real(score);
        }
    }

    private static void rank(Call call, boolean reverse) {
        ZSetValue zset = ZSets.forRead(call, 1);
        long rank = zset == null
                ? -1
                : zset.rank(call.request().address(2), call.request().length(2));
        if (zset == null || rank < 0) {
            call.reply().nil();
        } else {
            call.reply().integer(reverse ? zset.size() - 1 - rank : rank);
        }
    }

    private static void count(Call call, ZSetRange range) {
        ZSetValue zset = ZSets.forRead(call, 1);
        call.reply().integer(zset == null || range.isEmpty() ? 0 : zset.count(range));
    }

    private static void removeRange(Call call, ZSetRange range, KeyEvent event) {
        Entry entry = Lookup.forWrite(call, 1, ValueType.ZSET);
        ZSetValue zset = ZSets.attached(call, entry);
        long removed = zset == null || range.isEmpty() ? 0 : zset.remove(range);
        if (entry != null && zset != null && removed > 0) {
            call.shrunk(entry, zset.isEmpty(), event);
        }
        call.reply().integer(removed);
    }

    private static void removeRanks(Call call) {
        long from = Arguments.integer(call.request(), 2);
        long to = Arguments.integer(call.request(), 3);
        Entry entry = Lookup.forWrite(call, 1, ValueType.ZSET);
        ZSetValue zset = ZSets.attached(call, entry);
        long removed = 0;
        if (entry != null && zset != null) {
            long size = zset.size();
            long first = Math.max(from < 0 ? size + from : from, 0);
            long last = Math.min(to < 0 ? size + to : to, size - 1);
            removed = first > last ? 0 : zset.removeByRank(first, last);
            if (removed > 0) {
                call.shrunk(entry, zset.isEmpty(), KeyEvent.ZREMRANGEBYRANK);
            }
        }
        call.reply().integer(removed);
    }

    /** {@code ZPOPMIN key [count]}: in RESP3 with a count, an array of pairs. */
    private static void pop(Call call, boolean highest) {
        Request request = call.request();
        if (request.size() > 3) {
            throw Arguments.syntax();
        }
        boolean counted = request.size() == 3;
        long count = counted
                ? Arguments.integer(request, 2, 0, Long.MAX_VALUE, "ERR value is out of range, must be positive")
                : 1;
        Entry entry = Lookup.forWrite(call, 1, ValueType.ZSET);
        ZSetValue zset = ZSets.attached(call, entry);
        long popped = zset == null ? 0 : Math.min(count, zset.size());
        boolean pairs = counted && call.reply().protocol() == 3;
        call.reply().array((int) (pairs ? popped : popped * 2));
        if (entry == null || zset == null || popped == 0) {
            return;
        }
        popMembers(call, zset, highest, popped, pairs);
        call.shrunk(entry, zset.isEmpty(), highest ? KeyEvent.ZPOPMAX : KeyEvent.ZPOPMIN);
    }

    /** Replies and removes members from one end. */
    static void popMembers(Call call, ZSetValue zset, boolean highest, long count, boolean pairs) {
        ElementView member = call.server().values().element();
        for (long i = 0; i < count; i++) {
            zset.seekRank(highest ? zset.size() - 1 : 0);
            zset.member(member);
            if (pairs) {
                call.reply().array(2);
            }
            Elements.reply(call.reply(), member);
            call.reply().real(zset.score());
            long rank = highest ? zset.size() - 1 : 0;
            zset.removeByRank(rank, rank);
        }
    }

    /** {@code ZRANDMEMBER key [count [WITHSCORES]]}: a negative count may show a member more than once. */
    private static void zrandmember(Call call) {
        Request request = call.request();
        long count = request.size() > 2 ? Arguments.randomCount(request, 2) : 1;
        boolean withScores = request.size() == 4 && request.is(3, "withscores");
        if (request.size() > 4 || (request.size() == 4 && !withScores)) {
            throw Arguments.syntax();
        }
        if (withScores && count > Long.MAX_VALUE / 2) {
            throw new CommandException("ERR value is out of range");
        }
        ZSetValue zset = ZSets.forRead(call, 1);
        ElementView member = call.server().values().element();
        if (request.size() == 2) {
            if (zset == null) {
                call.reply().nil();
            } else {
                zset.seekRandom();
                zset.member(member);
                Elements.reply(call.reply(), member);
            }
            return;
        }
        if (zset == null || count == 0) {
            call.reply().array(0);
            return;
        }
        boolean pairs = withScores && call.reply().protocol() == 3;
        long shown = count < 0 ? -count : Math.min(count, zset.size());
        call.reply().array((int) (withScores && !pairs ? shown * 2 : shown));
        if (count > 0) {
            zset.sample(shown, (found, score) -> show(call.reply(), found, score, withScores));
            return;
        }
        for (long i = 0; i < shown; i++) {
            zset.seekRandom();
            zset.member(member);
            show(call.reply(), member, zset.score(), withScores);
        }
    }

    /** Replies a member, and its score if wanted: in RESP3 as a pair. */
    static void show(ReplyWriter reply, ElementView member, double score, boolean withScore) {
        if (withScore && reply.protocol() == 3) {
            reply.array(2);
        }
        Elements.reply(reply, member);
        if (withScore) {
            reply.real(score);
        }
    }

    private static void zscan(Call call) {
        long cursor = ScanOptions.cursor(call.request(), 2);
        ZSetValue zset = ZSets.forRead(call, 1);
        if (zset == null) {
            ScanOptions.reply(call.reply(), 0, List.of());
            return;
        }
        ScanOptions options = ScanOptions.parse(call.request(), 3, false);
        List<byte[]> found = new ArrayList<>();
        LongUnaryOperator step = from -> zset.scan(from, (member, score) -> {
            byte[] bytes = member.toByteArray();
            if (options.matches(bytes)) {
                found.add(bytes);
                found.add(DoubleText.format(score).getBytes(StandardCharsets.US_ASCII));
            }
        });
        options.scan(call.reply(), cursor, 2, found, step);
    }
}
