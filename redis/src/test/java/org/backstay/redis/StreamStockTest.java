package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams beside a stock server's: the same commands lead to the same replies and to the same groups, here and on a stock replica. */
@Tag("slow")
final class StreamStockTest {
    private static final int STEPS = 3_000;
    private static final int PATIENCE_SECONDS = 10;
    private static final List<String> GROUPS = List.of("g", "h");

    /** Facts of XINFO STREAM FULL that hang on the clock, or on how an index is built. */
    private static final Set<String> UNEQUAL = Set.of("seen-time", "radix-tree-nodes");

    @TempDir
    Path folder;

    /** Random commands on two streams; times only where they are said. */
    private static final class Script {
        private final Random random;
        private final boolean history;
        private int lastMs;

        /**
         * A script.
         *
         * @param history whether consumers read what they were given again: the original's log does not tell of that
         */
        Script(long seed, boolean history) {
            random = new Random(seed);
            this.history = history;
        }

        private String key() {
            return random.nextInt(5) == 0 ? "t" : "s";
        }

        private String some() {
            return Integer.toString(random.nextInt(lastMs + 2));
        }

        private String one(String... words) {
            return words[random.nextInt(words.length)];
        }

        String[] next() {
            return switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> add();
                case 4 -> words("XDEL", key(), some(), some() + "-1");
                case 5 -> words("XRANGE", key(), one("-", some(), "(" + some()), one("+", some()), "COUNT", "20");
                case 6 -> words("XREVRANGE", key(), one("+", some()), one("-", some()), "COUNT", "20");
                case 7 -> trim();
                case 8, 9 ->
                    words(
                            "XREADGROUP",
                            "GROUP",
                            group(),
                            consumer(),
                            "COUNT",
                            "3",
                            "STREAMS",
                            key(),
                            history ? one(">", ">", some()) : ">");
                case 10 -> words("XACK", key(), group(), some(), some(), some() + "-1");
                case 11 -> words("XPENDING", key(), group());
                case 12 -> claim();
                case 13 -> manageGroups();
                case 14 -> words("XREAD", "COUNT", "2", "STREAMS", "s", "t", some(), some());
                default -> words("XINFO", "GROUPS", key());
            };
        }

        private String[] words(String... words) {
            return words;
        }

        private String group() {
            return GROUPS.get(random.nextInt(2));
        }

        private String consumer() {
            return "c" + random.nextInt(5);
        }

        private String[] add() {
            List<String> words = new ArrayList<>(List.of("XADD", key()));
            if (random.nextInt(10) == 0) {
                words.addAll(List.of("MAXLEN", one("~", "="), Integer.toString(random.nextInt(60))));
            }
            lastMs += random.nextInt(3);
            words.add(one(lastMs + "-*", lastMs + "-" + random.nextInt(4), Integer.toString(lastMs)));
            int fields = 1 + random.nextInt(3);
            for (int i = 0; i < fields; i++) {
                words.add(random.nextInt(6) == 0 ? "odd" + random.nextInt(9) : "field" + i);
                words.add(one("value", Integer.toString(random.nextInt()), "x".repeat(random.nextInt(90)), ""));
            }
            return words.toArray(String[]::new);
        }

        private String[] trim() {
            String sign = one("=", "~");
            return random.nextBoolean()
                    ? words("XTRIM", key(), "MAXLEN", sign, Integer.toString(random.nextInt(100)))
                    : words("XTRIM", key(), "MINID", sign, some());
        }

        private String[] claim() {
            if (random.nextInt(4) == 0) {
                return words(
                        "XAUTOCLAIM", key(), group(), consumer(), "0", some(), "COUNT", "3", one("JUSTID", "justid"));
            }
            return words(
                    "XCLAIM",
                    key(),
                    group(),
                    consumer(),
                    "0",
                    some(),
                    some(),
                    "TIME",
                    "1000",
                    one("FORCE", "JUSTID"),
                    one("FORCE", "JUSTID"));
        }

        private String[] manageGroups() {
            return switch (random.nextInt(6)) {
                case 0 -> words("XGROUP", "SETID", key(), group(), one("$", some()));
                case 1 -> words("XGROUP", "DELCONSUMER", key(), group(), consumer());
                case 2 -> words("XGROUP", "CREATECONSUMER", key(), group(), consumer());
                case 3 -> random.nextInt(4) > 0 ? words("XLEN", key()) : words("XGROUP", "DESTROY", key(), group());
                default -> words("XGROUP", "CREATE", key(), group(), one("0", "$", some()), "MKSTREAM");
            };
        }
    }

    /** The facts of a stream but for those that need not be equal, as text; pending entries without their times. */
    private static String facts(RespConnection connection, String key) {
        return show(connection.call("XINFO", "STREAM", key, "FULL", "COUNT", "0"));
    }

    private static String show(Object reply) {
        if (!(reply instanceof List<?> list)) {
            return String.valueOf(reply);
        }
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof String name && UNEQUAL.contains(name)) {
                i++;
            } else if (!(list.get(i) instanceof Long time && time > 1_000_000_000_000L)) {
                shown.add(show(list.get(i)));
            }
        }
        return shown.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomCommandsHaveTheSameRepliesAndLeadToTheSameStreams(long seed) {
        String[] options = {"--enable-debug-command", "yes", "--stream-node-max-entries", "10"};
        try (StockRedis stock = StockRedis.start("enable-debug-command yes", "stream-node-max-entries 10");
                OurRedis ours = OurRedis.start(folder, options);
                RespConnection theirs = new RespConnection(stock.port());
                RespConnection own = new RespConnection(ours.port())) {
            Script script = new Script(seed, true);
            for (int step = 0; step < STEPS; step++) {
                String[] words = script.next();
                assertThat(show(own.call(words)))
                        .as("seed %d, step %d: %s", seed, step, String.join(" ", words))
                        .isEqualTo(show(theirs.call(words)));
                if (step % 50 == 0) {
                    assertThat(own.call("DEBUG", "DIGEST")).isEqualTo(theirs.call("DEBUG", "DIGEST"));
                    assertThat(facts(own, "s")).as("after step %d", step).isEqualTo(facts(theirs, "s"));
                    assertThat(facts(own, "t")).as("after step %d", step).isEqualTo(facts(theirs, "t"));
                }
            }
        }
    }

    @Test
    void aStockReplicaHasOurStreamsAndGroups() {
        String[] options = {"--enable-debug-command", "yes", "--stream-node-max-entries", "10"};
        try (OurRedis ours = OurRedis.start(folder, options);
                RespConnection own = new RespConnection(ours.port())) {
            Script script = new Script(4, false);
            for (int step = 0; step < STEPS / 3; step++) {
                own.call(script.next());
            }
            try (StockRedis stock = StockRedis.start(
                            "replicaof 127.0.0.1 " + ours.port(),
                            "enable-debug-command yes",
                            "stream-node-max-entries 10");
                    RespConnection replica = new RespConnection(stock.port())) {
                Awaitility.await("link up")
                        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .until(() -> "up".equals(stock.info("master_link_status")));
                for (int step = 0; step < STEPS; step++) {
                    own.call(script.next());
                    own.call("XADD", "auto", "MAXLEN", "~", "40", "*", "n", Integer.toString(step));
                    own.call("XREADGROUP", "GROUP", "g", "noack", "NOACK", "COUNT", "1", "STREAMS", "s", ">");
                }
                assertThat(own.call("WAIT", "1", "5000")).isEqualTo(1L);
                assertThat(replica.call("DEBUG", "DIGEST")).isEqualTo(own.call("DEBUG", "DIGEST"));
                for (String key : List.of("s", "t")) {
                    // A group's counter of reads is not in all effects; the original's replicas do not have it either.
                    assertThat(facts(replica, key).replaceAll("entries-read, [^,]*, lag, [^,]*,", ""))
                            .isEqualTo(facts(own, key).replaceAll("entries-read, [^,]*, lag, [^,]*,", ""));
                }
            }
        }
    }

    private static RespConnection waiting(OurRedis redis, RespConnection admin, int blocked, String... words) {
        RespConnection client = new RespConnection(redis.port());
        client.send(words);
        Awaitility.await(blocked + " blocked clients")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() ->
                        String.valueOf(admin.call("INFO", "clients")).contains("blocked_clients:" + blocked + "\r"));
        return client;
    }

    @Test
    void whoWaitsForEntriesIsServedInTurnAndToldWhenTheGroupIsGone() {
        try (OurRedis ours = OurRedis.start(folder);
                RespConnection admin = new RespConnection(ours.port())) {
            admin.call("XGROUP", "CREATE", "s", "g", "$", "MKSTREAM");
            String[] group = {"XREADGROUP", "GROUP", "g", "c", "COUNT", "1", "BLOCK", "0", "STREAMS", "s", ">"};
            try (RespConnection first = waiting(ours, admin, 1, group);
                    RespConnection second = waiting(ours, admin, 2, group);
                    RespConnection third = waiting(ours, admin, 3, group);
                    RespConnection reader =
                            waiting(ours, admin, 4, "XREAD", "BLOCK", "0", "STREAMS", "x", "s", "0", "$");
                    RespConnection late = waiting(ours, admin, 5, "XREAD", "BLOCK", "0", "STREAMS", "s", "2-0")) {
                admin.call("XADD", "s", "1-0", "f", "v");
                List<?> entry = List.of(List.of("s", List.of(List.of("1-0", List.of("f", "v")))));
                assertThat(first.read()).isEqualTo(entry);
                assertThat(reader.read()).isEqualTo(entry);
                admin.call("XADD", "s", "3-0", "f", "v");
                List<?> next = List.of(List.of("s", List.of(List.of("3-0", List.of("f", "v")))));
                assertThat(second.read()).isEqualTo(next);
                assertThat(late.read()).isEqualTo(next);
                admin.call("XGROUP", "DESTROY", "s", "g");
                assertThat(String.valueOf(third.read())).contains("NOGROUP");
            }
            admin.call("XGROUP", "CREATE", "s", "g", "$");
            try (RespConnection client = waiting(ours, admin, 1, group)) {
                admin.call("DEL", "s");
                assertThat(String.valueOf(client.read())).contains("UNBLOCKED");
            }
        }
    }

    @Test
    void aScriptIsRefusedToWait() {
        try (OurRedis ours = OurRedis.start(folder);
                RespConnection admin = new RespConnection(ours.port())) {
            String read = "return redis.pcall('xread', 'BLOCK', 0, 'STREAMS', 's', '$')";
            assertThat(String.valueOf(admin.call("EVAL", read, "1", "s")))
                    .contains("xread command is not allowed with BLOCK option from scripts");
        }
    }
}
