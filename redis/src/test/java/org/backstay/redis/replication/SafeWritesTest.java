package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that are answered when replicas have them, and clients that wait for disks. */
@Tag("slow")
final class SafeWritesTest {
    private static final String ONE_REPLICA = "--min-replicas-to-acknowledge";
    private static final String LIMIT = "--min-replicas-acknowledge-timeout";

    @TempDir
    Path folder;

    private Path sub(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private static String master(OurRedis of) {
        return "127.0.0.1 " + of.port();
    }

    private static void awaitReplicas(OurRedis master, int count) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> {
            Object role = master.call("ROLE");
            return role instanceof List<?> parts && parts.get(2) instanceof List<?> online && online.size() == count;
        });
    }

    private static long millisOf(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void withoutEnoughReplicasAWriteIsRefusedAndNotExecuted() throws Exception {
        try (OurRedis ours = OurRedis.start(sub("ours"), ONE_REPLICA, "1")) {
            assertThat(ours.call("SET", "a", "1")).isEqualTo("-NOREPLICAS Not enough good replicas to write.");
            assertThat(ours.call("GET", "a")).isNull();
            ours.call("CONFIG", "SET", "min-replicas-to-acknowledge", "0");
            assertThat(ours.call("SET", "a", "1")).isEqualTo("OK");
        }
    }

    @Test
    void whatIsAnsweredIsWithTheReplicaAndManyWritesShareAQuestion() throws Exception {
        try (OurRedis ours = OurRedis.start(sub("ours"), ONE_REPLICA, "1");
                StockRedis replica = StockRedis.start("replicaof " + master(ours));
                RespConnection writer = new RespConnection(ours.port());
                RespConnection reader = new RespConnection(replica.port())) {
            awaitReplicas(ours, 1);
            for (int i = 0; i < 200; i++) {
                assertThat(writer.call("SET", "key", "value " + i)).isEqualTo("OK");
                assertThat(reader.call("GET", "key")).isEqualTo("value " + i);
            }
            long before = Long.parseLong(ours.info("master_repl_offset"));
            int pipelined = 2_000;
            for (int i = 0; i < pipelined; i++) {
                writer.send("SET", "counter", String.format("%06d", i));
            }
            for (int i = 0; i < pipelined; i++) {
                assertThat(writer.read()).isEqualTo("OK");
            }
            assertThat(reader.call("GET", "counter")).isEqualTo("001999");
            int each = "*3\r\n$3\r\nSET\r\n$7\r\ncounter\r\n$6\r\n000000\r\n".length();
            long questions = Long.parseLong(ours.info("master_repl_offset")) - before - (long) pipelined * each;
            assertThat(questions).as("bytes of REPLCONF GETACK").isBetween(1L, 100L * 37);
        }
    }

    @Test
    void afterTheTimeEachWriteOfAPipelineIsUncertainAndReadsAreAnsweredInTheirPlace() throws Exception {
        try (OurRedis ours = OurRedis.start(sub("ours"), ONE_REPLICA, "1", LIMIT, "400");
                StockRedis replica = StockRedis.start("replicaof " + master(ours));
                RespConnection writer = new RespConnection(ours.port());
                RespConnection other = new RespConnection(ours.port())) {
            awaitReplicas(ours, 1);
            assertThat(writer.call("SET", "a", "1")).isEqualTo("OK");
            replica.process().freeze();
            writer.send("GET", "a");
            writer.send("SET", "a", "2");
            writer.send("GET", "a");
            writer.send("MULTI");
            writer.send("INCR", "a");
            writer.send("INCR", "b");
            writer.send("EXEC");
            writer.send("EVAL", "return {redis.call('incr', 'a'), 'x'}", "0");
            writer.send("LPUSH", "a", "wrong type");
            writer.send("CLIENT", "REPLY", "SKIP");
            writer.send("INCR", "a");
            writer.send("GET", "a");
            assertThat(millisOf(() -> assertThat(other.call("GET", "none")).isNull()))
                    .as("who has not written does not wait")
                    .isLessThan(300);
            String uncertain =
                    "-UNCERTAIN Executed here, but only 0 of 1 replicas have confirmed it in time: whether it outlasts a failover"
                            + " is not known";
            assertThat(writer.read()).isEqualTo("1");
            assertThat(writer.read()).isEqualTo(uncertain);
            assertThat(writer.read()).isEqualTo("2");
            assertThat(writer.read()).isEqualTo("OK");
            assertThat(writer.read()).isEqualTo("QUEUED");
            assertThat(writer.read()).isEqualTo("QUEUED");
            assertThat(writer.read()).isEqualTo(uncertain);
            assertThat(writer.read()).isEqualTo(uncertain);
            assertThat(String.valueOf(writer.read())).startsWith("-WRONGTYPE");
            assertThat(writer.read()).isEqualTo("5");
            assertThat(ours.info("errorstat_UNCERTAIN")).isEqualTo("count=3");
            replica.process().thaw();
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> "OK".equals(writer.call("SET", "a", "9")));
            assertThat(replica.call("GET", "a")).isEqualTo("9");
            assertThat(replica.call("GET", "b")).isEqualTo("1");
        }
    }

    @Test
    void aPopThatWaitedIsAWriteOfWhoeverGetsIt() throws Exception {
        try (OurRedis ours = OurRedis.start(sub("ours"), ONE_REPLICA, "1", LIMIT, "300");
                StockRedis replica = StockRedis.start("replicaof " + master(ours));
                RespConnection waits = new RespConnection(ours.port());
                RespConnection pushes = new RespConnection(ours.port())) {
            awaitReplicas(ours, 1);
            waits.send("BLPOP", "list", "0");
            Awaitility.await().until(() -> ours.info("blocked_clients").equals("1"));
            assertThat(pushes.call("RPUSH", "list", "one")).isEqualTo(1L);
            assertThat(waits.read()).isEqualTo(List.of("list", "one"));
            replica.process().freeze();
            waits.send("BLPOP", "list", "0");
            Awaitility.await().until(() -> ours.info("blocked_clients").equals("1"));
            assertThat(String.valueOf(pushes.call("RPUSH", "list", "two"))).startsWith("-UNCERTAIN");
            assertThat(String.valueOf(waits.read())).startsWith("-UNCERTAIN");
            waits.send("GET", "none");
            assertThat(waits.read()).isNull();
            replica.process().thaw();
        }
    }

    @Test
    void whoWaitsForReplicasWhenItsServerBecomesOneIsToldAtOnce() throws Exception {
        try (OurRedis ours = OurRedis.start(sub("ours"), ONE_REPLICA, "1", LIMIT, "60000");
                StockRedis replica = StockRedis.start("replicaof " + master(ours));
                RespConnection writer = new RespConnection(ours.port())) {
            awaitReplicas(ours, 1);
            replica.process().freeze();
            writer.send("SET", "a", "1");
            Awaitility.await().until(() -> ours.info("unacknowledged_replies").equals("1"));
            ours.call("REPLICAOF", "127.0.0.1", "1");
            assertThat(String.valueOf(writer.read()))
                    .startsWith("-UNCERTAIN")
                    .contains("before this node became a replica");
            replica.process().thaw();
        }
    }

    @Test
    void underAlwaysOnlyAReplicasDiskCounts() throws Exception {
        try (OurRedis ours = OurRedis.start(
                        sub("ours"),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always",
                        ONE_REPLICA,
                        "1",
                        LIMIT,
                        "2500");
                OurRedis replica = OurRedis.start(sub("replica"), "--appendonly", "yes", "--replicaof", master(ours))) {
            Awaitility.await("the replica's log has begun")
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> "OK".equals(ours.call("SET", "log", "begun")));
            for (String policy : List.of("everysec", "always")) {
                replica.call("CONFIG", "SET", "appendfsync", policy);
                assertThat(ours.call("SET", "policy", policy)).isEqualTo("OK");
                assertThat(replica.call("GET", "policy")).isEqualTo(policy);
            }
            replica.call("CONFIG", "SET", "appendfsync", "no");
            assertThat(String.valueOf(ours.call("SET", "policy", "no"))).startsWith("-UNCERTAIN");
            replica.call("CONFIG", "SET", "appendonly", "no");
        }
    }

    @Test
    void waitaofCountsDisksHereAndThere() throws Exception {
        try (OurRedis ours = OurRedis.start(sub("ours"), "--appendonly", "yes");
                OurRedis replica = OurRedis.start(sub("replica"), "--appendonly", "yes", "--replicaof", master(ours));
                StockRedis without = StockRedis.start("replicaof " + master(ours));
                RespConnection writer = new RespConnection(ours.port())) {
            awaitReplicas(ours, 2);
            writer.call("SET", "a", "1");
            assertThat(writer.call("WAITAOF", "1", "1", "5000")).isEqualTo(List.of(1L, 1L));
            assertThat(writer.call("WAIT", "2", "5000")).isEqualTo(2L);
            assertThat(writer.call("WAITAOF", "1", "2", "100")).isEqualTo(List.of(1L, 1L));
            writer.call("MULTI");
            writer.call("INCR", "n");
            writer.call("WAITAOF", "1", "9", "0");
            assertThat(writer.call("EXEC"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .hasSize(2);
            writer.send("WAITAOF", "1", "9", "0");
            Awaitility.await().until(() -> ours.info("blocked_clients").equals("1"));
            ours.call("CONFIG", "SET", "appendonly", "no");
            String noLog = "-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.";
            assertThat(writer.read()).isEqualTo(noLog);
            assertThat(writer.call("WAITAOF", "1", "0", "0")).isEqualTo(noLog);
            assertThat(String.valueOf(writer.call("WAITAOF", "2", "0", "0"))).contains("must between 0 and 1");
            assertThat(String.valueOf(writer.call("WAITAOF", "0", "-1", "0"))).contains("must be positive");
            assertThat(String.valueOf(writer.call("WAITAOF", "0", "0", "-1"))).contains("timeout is negative");
            assertThat(String.valueOf(replica.call("WAITAOF", "0", "0", "0"))).contains("replica instances");
            assertThat(without.call("GET", "a")).isEqualTo("1");
        }
    }

    @Test
    void aStockMasterTakesTheAnswersOfAReplicaWithALog() throws Exception {
        try (StockRedis master = StockRedis.start();
                OurRedis replica = OurRedis.start(
                        sub("replica"), "--appendonly", "yes", "--replicaof", "127.0.0.1 " + master.port());
                RespConnection writer = new RespConnection(master.port())) {
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> replica.info("master_link_status").equals("up"));
            for (int i = 0; i < 20; i++) {
                writer.call("SET", "a", Integer.toString(i));
                assertThat(writer.call("WAIT", "1", "2000")).isEqualTo(1L);
            }
            assertThat(replica.call("GET", "a")).isEqualTo("19");
        }
    }
}
