package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random sequences in which several clients wait for keys that others write, move, delete and replace. */
final class WaitingSequences implements Sequences {
    private static final int CLIENTS = 4;
    private static final int MOST_IN_TRANSACTION = 4;
    private static final List<String> SIDES = List.of("LEFT", "RIGHT");

    @Override
    public List<Step> of(long seed, int length) {
        Turn turn = new Turn(new SplittableRandom(seed));
        List<Step> steps = new ArrayList<>();
        while (steps.size() < length) {
            int client = 1 + turn.below(CLIENTS);
            if (turn.below(10) == 0) {
                steps.add(Step.of("MULTI").by(client));
                for (int i = turn.below(MOST_IN_TRANSACTION); i >= 0; i--) {
                    steps.add(turn.any().by(client));
                }
                steps.add(Step.of("EXEC").by(client));
            } else {
                steps.add(turn.any().by(client));
            }
        }
        return steps;
    }

    /** One client's turn. */
    private static final class Turn {
        private final SplittableRandom random;
        private int entries;

        Turn(SplittableRandom random) {
            this.random = random;
        }

        int below(int bound) {
            return random.nextInt(bound);
        }

        private String of(List<String> pool) {
            return pool.get(below(pool.size()));
        }

        private String key() {
            return of(List.of("l1", "l2", "z1", "z2", "x1"));
        }

        private String list() {
            return below(8) == 0 ? key() : of(List.of("l1", "l2"));
        }

        private String zset() {
            return below(8) == 0 ? key() : of(List.of("z1", "z2"));
        }

        private String stream() {
            return below(12) == 0 ? key() : "x1";
        }

        Step any() {
            return below(5) < 2 ? waiting() : writing();
        }

        private Step waiting() {
            return switch (below(12)) {
                case 0 -> Step.of("BLPOP", list(), list(), "0");
                case 1 -> Step.of("BRPOP", list(), "0");
                case 2, 3 -> Step.of("BLMOVE", list(), list(), of(SIDES), of(SIDES), "0");
                case 4 -> Step.of("BRPOPLPUSH", list(), list(), "0");
                case 5 -> Step.of("BLMPOP", "0", "2", list(), list(), of(SIDES), "COUNT", "2");
                case 6 -> Step.of("BZPOPMIN", zset(), zset(), "0");
                case 7 -> Step.of("BZPOPMAX", zset(), "0");
                case 8 -> Step.of("BZMPOP", "0", "2", zset(), zset(), of(List.of("MIN", "MAX")), "COUNT", "2");
                case 9 -> Step.of("XREAD", "BLOCK", "0", "STREAMS", stream(), of(List.of("$", "0", "5-0")));
                case 10 ->
                    Step.of(
                            "XREADGROUP",
                            "GROUP",
                            of(List.of("g1", "g2")),
                            "al",
                            "BLOCK",
                            "0",
                            "STREAMS",
                            stream(),
                            ">");
                default ->
                    Step.of(
                            "XREADGROUP",
                            "GROUP",
                            "g1",
                            "bo",
                            "COUNT",
                            "1",
                            "BLOCK",
                            "0",
                            "NOACK",
                            "STREAMS",
                            stream(),
                            ">");
            };
        }

        /** Stores into a key that is not there: a client that waits for it is not served by the original if its value is overwritten. */
        private static Step replacing(String target, String command, String source) {
            return Step.of(
                    "EVAL", "redis.call('del', KEYS[1]); return redis.call(" + command + ")", "2", target, source);
        }

        private Step writing() {
            return switch (below(24)) {
                case 0, 1 -> Step.of("RPUSH", list(), "a");
                case 2 -> Step.of("LPUSH", list(), "b", "c", "d");
                case 3 -> Step.of("LMOVE", list(), list(), of(SIDES), of(SIDES));
                case 4, 5 -> Step.of("ZADD", zset(), Integer.toString(below(3)), of(List.of("m", "n", "o")));
                case 6 -> Step.of("ZADD", zset(), "1", "m", "2", "n", "3", "o");
                case 7, 8 -> Step.of("XADD", stream(), ++entries + "-0", "f", "v");
                case 9 ->
                    Step.of("XGROUP", "CREATE", stream(), of(List.of("g1", "g2")), of(List.of("$", "0")), "MKSTREAM");
                case 10 -> Step.of("XGROUP", "DESTROY", stream(), of(List.of("g1", "g2")));
                case 11 -> Step.of("DEL", key());
                case 12 -> Step.of("RENAME", key(), key());
                case 13 -> Step.of("SET", key(), "text");
                case 14 -> Step.of("COPY", key(), key(), "REPLACE");
                case 15 ->
                    Step.of(
                            "EVAL",
                            "redis.call('rpush', KEYS[1], 'x', 'y'); return redis.call('lpop', KEYS[1])",
                            "1",
                            list());
                case 16 ->
                    Step.of("EVAL", "redis.call('rpush', 'l1', '1'); return redis.call('zadd', 'z1', 1, 'q')", "0");
                case 17 -> replacing(list(), "'sort', KEYS[2], 'by', 'nosort', 'store', KEYS[1]", key());
                case 18 -> replacing(zset(), "'zunionstore', KEYS[1], 2, KEYS[1], KEYS[2]", zset());
                case 19 -> Step.of("EXPIRE", key(), "-1");
                case 20 -> Step.of("LPOP", list());
                case 21 -> Step.of("ZPOPMIN", zset());
                case 22 -> below(6) == 0 ? Step.of("FLUSHALL") : Step.of("XTRIM", stream(), "MAXLEN", "2");
                default -> below(3) == 0 ? Step.of("SWAPDB", "0", "1") : Step.of("LINSERT", list(), "BEFORE", "a", "z");
            };
        }
    }
}
