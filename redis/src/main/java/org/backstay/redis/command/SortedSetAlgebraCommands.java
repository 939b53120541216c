package org.backstay.redis.command;

import static org.backstay.resp.command.SortedSetRows.ZDIFF;
import static org.backstay.resp.command.SortedSetRows.ZDIFFSTORE;
import static org.backstay.resp.command.SortedSetRows.ZINTER;
import static org.backstay.resp.command.SortedSetRows.ZINTERCARD;
import static org.backstay.resp.command.SortedSetRows.ZINTERSTORE;
import static org.backstay.resp.command.SortedSetRows.ZUNION;
import static org.backstay.resp.command.SortedSetRows.ZUNIONSTORE;

import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.command.SortedSetSources.Aggregate;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;

/** Unions, intersections and differences of sorted sets and sets. */
final class SortedSetAlgebraCommands {

    private enum Algebra {
        UNION,
        INTERSECTION,
        DIFFERENCE
    }

    /**
     * What a command asks for.
     *
     * @param firstKey the argument that names the first source
     * @param weights of the scores of each source
     * @param aggregate how scores become one
     * @param withScores reply scores too
     */
    private record Query(int firstKey, double[] weights, Aggregate aggregate, boolean withScores) {
        SortedSetSources sources(Call call) {
            return SortedSetSources.of(call, firstKey, weights, aggregate);
        }
    }

    private SortedSetAlgebraCommands() {}

    static void bind(Handlers handlers) {
        handlers.on(ZUNION, call -> reply(call, Algebra.UNION))
                .on(ZINTER, call -> reply(call, Algebra.INTERSECTION))
                .on(ZDIFF, call -> reply(call, Algebra.DIFFERENCE))
                .on(ZUNIONSTORE, call -> store(call, Algebra.UNION, KeyEvent.ZUNIONSTORE))
                .on(ZINTERSTORE, call -> store(call, Algebra.INTERSECTION, KeyEvent.ZINTERSTORE))
                .on(ZDIFFSTORE, call -> store(call, Algebra.DIFFERENCE, KeyEvent.ZDIFFSTORE))
                .on(ZINTERCARD, SortedSetAlgebraCommands::zintercard);
    }

    private static void reply(Call call, Algebra algebra) {
        Query query = parse(call, 1, algebra);
        ZSetValue result = sorted(call, algebra, query);
        boolean flat = query.withScores() && call.reply().protocol() == 2;
        call.reply().array((int) (flat ? result.size() * 2 : result.size()));
        ElementView member = call.server().values().element();
        boolean more = result.seekRank(0);
        while (more) {
            result.member(member);
            SortedSetCommands.show(call.reply(), member, result.score(), query.withScores());
            more = result.next();
        }
        result.free();
    }

    private static void store(Call call, Algebra algebra, KeyEvent event) {
        Query query = parse(call, 2, algebra);
        SortedSetRangeCommands.storeResult(call, 1, sorted(call, algebra, query), event);
    }

    /** A sorted set that belongs to no key. */
    private static ZSetValue sorted(Call call, Algebra algebra, Query query) {
        ZSetValue result = call.server().values().otherZset();
        try (SortedSetSources sources = query.sources(call)) {
            result.createUnpacked();
            switch (algebra) {
                case UNION -> sources.unite(result);
                case INTERSECTION -> sources.intersect((member, score) -> sources.add(result, member, score));
                case DIFFERENCE -> sources.subtract((member, score) -> sources.add(result, member, score));
            }
        } catch (MemoryLimitException full) {
            result.free();
            throw full;
        }
        return result;
    }

    /** {@code numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM|MIN|MAX] [WITHSCORES]} from an argument on. */
    private static Query parse(Call call, int from, Algebra algebra) {
        Request request = call.request();
        String name = call.command().spec().name();
        long keys = Arguments.integer(request, from);
        if (keys < 1) {
            throw new CommandException("ERR at least 1 input key is needed for '" + name + "' command");
        }
        if (keys > request.size() - from - 1) {
            throw Arguments.syntax();
        }
        int end = from + 1 + (int) keys;
        SortedSetSources.requireTypes(call, from + 1, (int) keys);
        double[] weights = new double[(int) keys];
        java.util.Arrays.fill(weights, 1);
        Aggregate aggregate = Aggregate.SUM;
        boolean withScores = false;
        boolean weighable = algebra != Algebra.DIFFERENCE;
        for (int i = end; i < request.size(); i++) {
            if (weighable && request.is(i, "weights") && i + keys < request.size()) {
                readWeights(request, i + 1, weights);
                i += (int) keys;
            } else if (weighable && request.is(i, "aggregate") && i + 1 < request.size()) {
                aggregate = aggregate(request, i + 1);
                i++;
            } else if (from == 1 && request.is(i, "withscores")) {
                withScores = true;
            } else {
                throw Arguments.syntax();
            }
        }
        return new Query(from + 1, weights, aggregate, withScores);
    }

    private static void readWeights(Request request, int from, double[] weights) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = org.backstay.base.number.DoubleText.parse(request.address(from + i), request.length(from + i));
            if (Double.isNaN(weights[i])) {
                throw new CommandException("ERR weight value is not a float");
            }
        }
    }

    private static Aggregate aggregate(Request request, int i) {
        for (Aggregate each : Aggregate.values()) {
            if (request.is(i, each.name().toLowerCase(java.util.Locale.ROOT))) {
                return each;
            }
        }
        throw Arguments.syntax();
    }

    /** {@code ZINTERCARD numkeys key [key ...] [LIMIT limit]}. */
    private static void zintercard(Call call) {
        Request request = call.request();
        long keys = Arguments.integer(request, 1);
        if (keys < 1) {
            throw new CommandException("ERR at least 1 input key is needed for 'zintercard' command");
        }
        if (keys > request.size() - 2) {
            throw Arguments.syntax();
        }
        int end = 2 + (int) keys;
        SortedSetSources.requireTypes(call, 2, (int) keys);
        long most = Arguments.limitFrom(request, end);
        double[] weights = new double[(int) keys];
        java.util.Arrays.fill(weights, 1);
        long[] common = {0};
        try (SortedSetSources sources = SortedSetSources.of(call, 2, weights, Aggregate.SUM)) {
            sources.intersect((member, score) -> ++common[0] < most);
        }
        call.reply().integer(common[0]);
    }
}
