package org.backstay.redis.command;

import static org.backstay.resp.command.SortedSetRows.ZDIFF;
import static org.backstay.resp.command.SortedSetRows.ZDIFFSTORE;
import static org.backstay.resp.command.SortedSetRows.ZINTER;
import static org.backstay.resp.command.SortedSetRows.ZINTERCARD;
import static org.backstay.resp.command.SortedSetRows.ZINTERSTORE;
import static org.backstay.resp.command.SortedSetRows.ZUNION;
import static org.backstay.resp.command.SortedSetRows.ZUNIONSTORE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backstay.base.bytes.ByteString;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;

/** Unions, intersections and differences of sorted sets and sets. */
final class SortedSetAlgebraCommands {

    private enum Algebra {
        UNION,
        INTERSECTION,
        DIFFERENCE
    }

    /** How scores of one member in several sources become one. */
    private enum Aggregate {
        SUM,
        MIN,
        MAX;

        double of(double a, double b) {
            double result = switch (this) {
                case SUM -> a + b;
                case MIN -> Math.min(a, b);
                case MAX -> Math.max(a, b);
            };
            return Double.isNaN(result) ? 0 : result; // inf - inf, as the original has it
        }
    }

    /**
     * What a command asks for.
     *
     * @param sources the members of each source with their weighted scores
     * @param aggregate how scores become one
     * @param withScores reply scores too
     */
    private record Query(List<Map<ByteString, Double>> sources, Aggregate aggregate, boolean withScores) {}

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
        Map<ByteString, Double> combined = combine(algebra, query);
        ZSetValue result = call.server().values().otherZset();
        result.createUnpacked();
        combined.forEach((member, score) -> {
            Request bytes = Request.of(member.array());
            result.add(score, bytes.address(0), bytes.length(0));
            bytes.release();
        });
        return result;
    }

    private static Map<ByteString, Double> combine(Algebra algebra, Query query) {
        Map<ByteString, Double> combined = new LinkedHashMap<>(query.sources().getFirst());
        for (Map<ByteString, Double> source :
                query.sources().subList(1, query.sources().size())) {
            switch (algebra) {
                case UNION -> source.forEach((member, score) -> combined.merge(member, score, query.aggregate()::of));
                case INTERSECTION -> {
                    combined.keySet().retainAll(source.keySet());
                    combined.replaceAll(
                            (member, score) -> query.aggregate().of(score, source.getOrDefault(member, 0.0)));
                }
                case DIFFERENCE -> combined.keySet().removeAll(source.keySet());
            }
        }
        return combined;
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
        return new Query(sources(call, from + 1, weights), aggregate, withScores);
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

    private static List<Map<ByteString, Double>> sources(Call call, int from, double[] weights) {
        List<Map<ByteString, Double>> sources = new ArrayList<>(weights.length);
        for (int i = 0; i < weights.length; i++) {
            sources.add(members(call, from + i, weights[i]));
        }
        return sources;
    }

    /** The members of a sorted set with their weighted scores, or of a set, whose members count 1 each. */
    private static Map<ByteString, Double> members(Call call, int key, double weight) {
        Map<ByteString, Double> members = new LinkedHashMap<>();
        Entry entry = call.database()
                .forRead(call.request().address(key), call.request().length(key));
        if (entry == null) {
            return members;
        }
        ElementView member = call.server().values().element();
        switch (entry.type()) {
            case ZSET -> {
                ZSetValue zset = call.server().values().zset();
                zset.attach(entry);
                boolean more = zset.seekRank(0);
                while (more) {
                    zset.member(member);
                    members.put(ByteString.wrap(member.toByteArray()), weighted(zset.score(), weight));
                    more = zset.next();
                }
            }
            case SET -> {
                SetValue set = call.server().values().set();
                set.attach(entry);
                set.rewind();
                while (set.next(member)) {
                    members.put(ByteString.wrap(member.toByteArray()), weighted(1, weight));
                }
            }
            default -> throw new CommandException(ErrorReplies.WRONG_TYPE);
        }
        return members;
    }

    private static double weighted(double score, double weight) {
        double value = score * weight;
        return Double.isNaN(value) ? 0 : value;
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
        long limit = 0;
        for (int i = end; i < request.size(); i += 2) {
            if (i + 1 == request.size() || !request.is(i, "limit")) {
                throw Arguments.syntax();
            }
            limit = Arguments.integer(request, i + 1, 0, Long.MAX_VALUE, "ERR LIMIT can't be negative");
        }
        double[] weights = new double[(int) keys];
        java.util.Arrays.fill(weights, 1);
        Query query = new Query(sources(call, 2, weights), Aggregate.SUM, false);
        long common = combine(Algebra.INTERSECTION, query).size();
        call.reply().integer(limit == 0 ? common : Math.min(common, limit));
    }
}
