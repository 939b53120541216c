package org.backstay.redis.command;

import static org.backstay.resp.command.SortedSetRows.ZRANGE;
import static org.backstay.resp.command.SortedSetRows.ZRANGEBYLEX;
import static org.backstay.resp.command.SortedSetRows.ZRANGEBYSCORE;
import static org.backstay.resp.command.SortedSetRows.ZRANGESTORE;
import static org.backstay.resp.command.SortedSetRows.ZREVRANGE;
import static org.backstay.resp.command.SortedSetRows.ZREVRANGEBYLEX;
import static org.backstay.resp.command.SortedSetRows.ZREVRANGEBYSCORE;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.ScoredVisitor;
import org.backstay.keyspace.types.ZSetRange;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.Handler;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;

/** Ranges of a sorted set, by rank, score or text, upwards or downwards: ZRANGE and what it replaced. */
final class SortedSetRangeCommands {
    /** What a range goes by. */
    private enum By {
        RANK,
        SCORE,
        LEX
    }

    /**
     * What a range command asks for.
     *
     * @param key the argument that is the sorted set's key
     * @param by what the limits are
     * @param reverse from the highest down
     * @param offset members of the range to leave out at its beginning
     * @param count members to show at most; negative for all
     * @param withScores scores too
     */
    private record Query(int key, By by, boolean reverse, long offset, long count, boolean withScores) {
        /** All members of a range. */
        static Query all(int key, By by, boolean reverse) {
            return new Query(key, by, reverse, 0, -1, false);
        }
    }

    private SortedSetRangeCommands() {}

    static void bind(Handlers handlers) {
        handlers.on(ZRANGE, replying(Query.all(1, By.RANK, false), true))
                .on(ZREVRANGE, replying(Query.all(1, By.RANK, true), false))
                .on(ZRANGEBYSCORE, replying(Query.all(1, By.SCORE, false), false))
                .on(ZREVRANGEBYSCORE, replying(Query.all(1, By.SCORE, true), false))
                .on(ZRANGEBYLEX, replying(Query.all(1, By.LEX, false), false))
                .on(ZREVRANGEBYLEX, replying(Query.all(1, By.LEX, true), false));
        Query stored = Query.all(2, By.RANK, false);
        handlers.on(ZRANGESTORE, call -> store(call, parse(call, stored, true)));
    }

    private static Handler replying(Query plain, boolean unified) {
        return call -> reply(call, parse(call, plain, unified));
    }

    /**
     * {@code key min max [BYSCORE|BYLEX] [REV] [LIMIT offset count] [WITHSCORES]}; the old commands take the last two only.
     *
     * @param plain what is asked for without options
     */
    private static Query parse(Call call, Query plain, boolean unified) {
        Request request = call.request();
        int key = plain.key();
        if (request.size() == key + 3) {
            return plain;
        }
        By by = plain.by();
        boolean byGiven = !unified;
        boolean reverse = plain.reverse();
        boolean reverseGiven = !unified;
        boolean withScores = false;
        boolean limited = false;
        long offset = 0;
        long count = -1;
        for (int i = key + 3; i < request.size(); i++) {
            if (request.is(i, "withscores") && key == 1) {
                withScores = true;
            } else if (request.is(i, "limit") && i + 2 < request.size()) {
                offset = Arguments.integer(request, i + 1);
                count = Arguments.integer(request, i + 2);
                limited = count != -1;
                i += 2;
            } else if (!byGiven && request.is(i, "byscore")) {
                by = By.SCORE;
                byGiven = true;
            } else if (!byGiven && request.is(i, "bylex")) {
                by = By.LEX;
                byGiven = true;
            } else if (!reverseGiven && request.is(i, "rev")) {
                reverse = true;
                reverseGiven = true;
            } else {
                throw Arguments.syntax();
            }
        }
        if (limited && by == By.RANK) {
            throw new CommandException(
                    "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
        }
        if (withScores && by == By.LEX) {
            throw new CommandException("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
        }
        return new Query(key, by, reverse, offset, count, withScores);
    }

    private static void reply(Call call, Query query) {
        if (query.by() == By.RANK) {
            replyRanks(call, query);
            return;
        }
        int[] shown = {0};
        boolean flat = query.withScores() && call.reply().protocol() == 2;
        Walk walk = walk(call, query);
        call.reply().beginArray();
        walk.run((member, score) -> {
            SortedSetCommands.show(call.reply(), member, score, query.withScores());
            shown[0]++;
        });
        call.reply().endArray(flat ? shown[0] * 2 : shown[0]);
    }

    /** Ranks tell how many members there are before the first is shown, so the size is written at once; hardly anything is allocated. */
    private static void replyRanks(Call call, Query query) {
        ReplyWriter reply = call.reply();
        long from = Arguments.integer(call.request(), query.key() + 1);
        long to = Arguments.integer(call.request(), query.key() + 2);
        ZSetValue zset = ZSets.forRead(call, query.key());
        if (zset == null) {
            reply.array(0);
            return;
        }
        long count = seekRanks(zset, query.reverse(), from, to);
        boolean flat = query.withScores() && reply.protocol() == 2;
        reply.array((int) (flat ? count * 2 : count));
        boolean withScores = query.withScores();
        ElementView member = call.server().values().element();
        visit(zset, query.reverse(), count, member, (shown, score) -> {
            SortedSetCommands.show(reply, shown, score, withScores);
        });
    }

    private static void store(Call call, Query query) {
        Walk walk = walk(call, query);
        ZSetValue result = call.server().values().otherZset();
        result.create();
        walk.run((member, score) -> addTo(result, member, score));
        storeResult(call, 1, result, KeyEvent.ZRANGESTORE);
    }

    static void addTo(ZSetValue result, ElementView member, double score) {
        if (!member.isInteger()) {
            result.add(score, member.address(), member.length());
            return;
        }
        Request digits = Request.of(member.toByteArray());
        result.add(score, digits.address(0), digits.length(0));
        digits.release();
    }

    /** Puts a sorted set that belongs to no key in the place of a key, or deletes the key when it is empty; replies its size. */
    static void storeResult(Call call, int key, ZSetValue result, KeyEvent event) {
        Request request = call.request();
        long size = result.size();
        if (size == 0) {
            call.delete(key);
            result.free();
        } else {
            call.database().delete(request.address(key), request.length(key));
            result.packIfSmall();
            Entry entry = call.database()
                    .add(request.address(key), request.length(key), ValueType.ZSET, result.encoding(), result.root());
            call.changed(entry, event);
        }
        call.reply().integer(size);
    }

    /** Shows the members that a query asks for. */
    private interface Walk {
        void run(ScoredVisitor visitor);
    }

    /** Limits are read before the key is looked up, so that a wrong one is an error even where there is no key. */
    private static Walk walk(Call call, Query query) {
        Request request = call.request();
        int low = query.key() + (query.reverse() ? 2 : 1);
        int high = query.key() + (query.reverse() ? 1 : 2);
        ElementView member = call.server().values().element();
        if (query.by() == By.RANK) {
            long from = Arguments.integer(request, query.key() + 1);
            long to = Arguments.integer(request, query.key() + 2);
            ZSetValue zset = ZSets.forRead(call, query.key());
            return visitor -> byRank(zset, query.reverse(), from, to, member, visitor);
        }
        ZSetRange range =
                query.by() == By.SCORE ? ZSets.scoreRange(request, low, high) : ZSets.lexRange(request, low, high);
        ZSetValue zset = ZSets.forRead(call, query.key());
        return visitor -> byRange(zset, query, range, member, visitor);
    }

    private static void byRank(
            @org.jspecify.annotations.Nullable ZSetValue zset,
            boolean reverse,
            long from,
            long to,
            ElementView member,
            ScoredVisitor visitor) {
        if (zset != null) {
            visit(zset, reverse, seekRanks(zset, reverse, from, to), member, visitor);
        }
    }

    /** Goes to the first member of a range of ranks, which are negative when counted from the end; returns how many there are in it. */
    private static long seekRanks(ZSetValue zset, boolean reverse, long from, long to) {
        long size = zset.size();
        long first = Math.max(from < 0 ? size + from : from, 0);
        long last = Math.min(to < 0 ? size + to : to, size - 1);
        if (first > last) {
            return 0;
        }
        zset.seekRank(reverse ? size - 1 - first : first);
        return last - first + 1;
    }

    /** Shows so many members from the position on. */
    private static void visit(ZSetValue zset, boolean reverse, long count, ElementView member, ScoredVisitor visitor) {
        for (long i = 0; i < count; i++) {
            zset.member(member);
            visitor.visit(member, zset.score());
            step(zset, reverse);
        }
    }

    private static void byRange(
            @org.jspecify.annotations.Nullable ZSetValue zset,
            Query query,
            ZSetRange range,
            ElementView member,
            ScoredVisitor visitor) {
        if (zset == null || range.isEmpty() || query.offset() < 0) {
            return;
        }
        boolean found = query.reverse() ? zset.seekLast(range) : zset.seekFirst(range);
        for (long skipped = 0; found && skipped < query.offset(); skipped++) {
            found = step(zset, query.reverse()) && zset.isWithin(range);
        }
        long left = query.count() < 0 ? Long.MAX_VALUE : query.count();
        while (found && left > 0) {
            zset.member(member);
            visitor.visit(member, zset.score());
            left--;
            found = step(zset, query.reverse()) && zset.isWithin(range);
        }
    }

    private static boolean step(ZSetValue zset, boolean reverse) {
        return reverse ? zset.previous() : zset.next();
    }
}
