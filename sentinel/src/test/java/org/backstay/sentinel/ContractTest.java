package org.backstay.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.backstay.testkit.stock.StockSentinel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same questions to a stock sentinel and to ours, which watch the same servers: the answers have the same shape and words. */
@Tag("slow")
class ContractTest {
    private static final List<String> QUESTIONS = List.of(
            "PING",
            "PING hello",
            "PING a b",
            "ROLE",
            "NONSENSE a b",
            "GET a",
            "CONFIG GET port",
            "SENTINEL",
            "SENTINEL NONSENSE",
            "SENTINEL MASTER",
            "SENTINEL MASTER nobody",
            "SENTINEL MASTERS x",
            "SENTINEL REPLICAS nobody",
            "SENTINEL SENTINELS nobody",
            "SENTINEL HELP",
            "SENTINEL CKQUORUM mymaster",
            "SENTINEL CKQUORUM nobody",
            "SENTINEL GET-MASTER-ADDR-BY-NAME mymaster",
            "SENTINEL GET-MASTER-ADDR-BY-NAME nobody",
            "SENTINEL PENDING-SCRIPTS",
            "SENTINEL CONFIG GET *",
            "SENTINEL CONFIG GET announce-*",
            "SENTINEL CONFIG GET",
            "SENTINEL CONFIG SET announce-port x",
            "SENTINEL CONFIG SET nonsense x",
            "SENTINEL SET mymaster quorum 0",
            "SENTINEL SET mymaster nonsense 1",
            "SENTINEL SET mymaster notification-script /bin/true",
            "SENTINEL SET nobody quorum 1",
            "SENTINEL MONITOR mymaster 127.0.0.1 1 1",
            "SENTINEL MONITOR other 127.0.0.1 1 0",
            "SENTINEL MONITOR other 127.0.0.1 x 1",
            "SENTINEL MONITOR other redis.example 1 1",
            "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 1 0 *",
            "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 x 0 *",
            "SENTINEL FAILOVER nobody",
            "SENTINEL REMOVE nobody",
            "SENTINEL RESET nobody",
            "SENTINEL FLUSHCONFIG",
            "SENTINEL SIMULATE-FAILURE help",
            "SENTINEL SIMULATE-FAILURE nonsense",
            "SENTINEL DEBUG",
            "SENTINEL DEBUG nonsense 1",
            "SENTINEL DEBUG ping-period x",
            "PUBLISH channel text",
            "CLIENT GETNAME",
            "CLIENT SETNAME a",
            "CLIENT NONSENSE",
            "AUTH secret",
            "AUTH nobody secret",
            "HELLO 4",
            "HELLO x",
            "SUBSCRIBE a",
            "UNSUBSCRIBE",
            "PUNSUBSCRIBE a",
            "ACL WHOAMI",
            "QUIT");

    private static final String NAME = "mymaster";

    private static StockRedis master;
    private static StockRedis replica;
    private static StockSentinel stock;
    private static OurSentinel ours;

    @BeforeAll
    static void start() {
        master = StockRedis.start();
        replica = StockRedis.start("replicaof 127.0.0.1 " + master.port());
        String[] lines = {
            "sentinel monitor " + NAME + " 127.0.0.1 " + master.port() + " 2",
            "sentinel down-after-milliseconds " + NAME + " 3000",
            "sentinel failover-timeout " + NAME + " 60000"
        };
        stock = StockSentinel.start(lines);
        ours = OurSentinel.start(lines);
        until(
                "both have met",
                () -> fields(stock, "SENTINELS").size() == 1
                        && fields(ours, "SENTINELS").size() == 1
                        && fields(stock, "REPLICAS").size() == 1
                        && fields(ours, "REPLICAS").size() == 1);
        until(
                "both links of both stand",
                () -> !String.valueOf(fields(stock, "REPLICAS")).contains("disconnected")
                        && !String.valueOf(fields(ours, "REPLICAS")).contains("disconnected")
                        && !String.valueOf(fields(stock, "SENTINELS")).contains("disconnected")
                        && !String.valueOf(fields(ours, "SENTINELS")).contains("disconnected"));
    }

    @AfterAll
    static void stop() {
        ours.close();
        stock.close();
        replica.close();
        master.close();
    }

    private static void until(String what, BooleanSupplier condition) {
        await(what)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(condition::getAsBoolean);
    }

    private static List<?> fields(StockSentinel sentinel, String what) {
        return (List<?>) sentinel.call("SENTINEL", what, NAME);
    }

    private static List<?> fields(OurSentinel sentinel, String what) {
        return (List<?>) sentinel.call("SENTINEL", what, NAME);
    }

    private static List<Object> names(Object map) {
        List<?> all = (List<?>) map;
        List<Object> names = new ArrayList<>();
        for (int i = 0; i < all.size(); i += 2) {
            names.add(all.get(i));
        }
        return names;
    }

    private static Object value(Object map, String name) {
        List<?> all = (List<?>) map;
        return all.get(all.indexOf(name) + 1);
    }

    @Test
    void instancesHaveTheSameFieldsInTheSameOrder() {
        assertThat(names(ours.call("SENTINEL", "MASTER", NAME)))
                .isEqualTo(names(stock.call("SENTINEL", "MASTER", NAME)));
        for (String what : List.of("REPLICAS", "SLAVES", "SENTINELS")) {
            assertThat(names(fields(ours, what).getFirst()))
                    .isEqualTo(names(fields(stock, what).getFirst()));
        }
    }

    @Test
    void instancesHaveTheSameValuesWhereNoTimeIsInvolved() {
        Object our = ours.call("SENTINEL", "MASTER", NAME);
        Object theirs = stock.call("SENTINEL", "MASTER", NAME);
        for (String field : List.of(
                "name",
                "ip",
                "port",
                "runid",
                "flags",
                "link-refcount",
                "role-reported",
                "config-epoch",
                "num-slaves",
                "num-other-sentinels",
                "quorum",
                "failover-timeout",
                "parallel-syncs",
                "down-after-milliseconds")) {
            assertThat(value(our, field)).as(field).isEqualTo(value(theirs, field));
        }
        Object ourReplica = fields(ours, "REPLICAS").getFirst();
        Object theirReplica = fields(stock, "REPLICAS").getFirst();
        for (String field : List.of(
                "name",
                "ip",
                "port",
                "runid",
                "flags",
                "master-host",
                "master-port",
                "slave-priority",
                "replica-announced",
                "role-reported")) {
            assertThat(value(ourReplica, field)).as(field).isEqualTo(value(theirReplica, field));
        }
    }

    @Test
    void wordsOfAnswersAndErrorsAreTheSame() {
        List<String> wrong = new ArrayList<>();
        for (String question : QUESTIONS) {
            String[] words = question.split(" ", -1);
            String expected = String.valueOf(stock.call(words));
            String given = String.valueOf(ours.call(words));
            if (!given.equals(expected)) {
                wrong.add(question + "\n  stock: " + expected + "\n  ours:  " + given);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void infoTellsTheSameOfTheMasters() {
        List<String> theirs = section(String.valueOf(stock.call("INFO", "sentinel")));
        assertThat(section(String.valueOf(ours.call("INFO", "sentinel")))).isEqualTo(theirs);
        assertThat(section(String.valueOf(ours.call("INFO"))))
                .containsAll(theirs)
                .contains("redis_mode:sentinel");
    }

    private static List<String> section(String info) {
        return info.lines().toList();
    }

    @Test
    void eventsReachSubscribersInBothProtocols() {
        try (RespConnection listener = new RespConnection(ours.port());
                RespConnection pattern = new RespConnection(ours.port())) {
            assertThat(listener.call("SUBSCRIBE", "+set")).isEqualTo(List.of("subscribe", "+set", 1L));
            assertThat(pattern.call("PSUBSCRIBE", "+s*")).isEqualTo(List.of("psubscribe", "+s*", 1L));
            assertThat(String.valueOf(listener.call("SENTINEL", "MASTERS"))).startsWith("-ERR Can't execute");
            assertThat(ours.call("SENTINEL", "SET", NAME, "parallel-syncs", "2"))
                    .isEqualTo("OK");
            String text = "master " + NAME + " 127.0.0.1 " + master.port() + " parallel-syncs 2";
            assertThat(listener.read()).isEqualTo(List.of("message", "+set", text));
            assertThat(pattern.read()).isEqualTo(List.of("pmessage", "+s*", "+set", text));
            ours.call("SENTINEL", "SET", NAME, "parallel-syncs", "1");
        }
    }

    @Test
    void brokenRequestsEndOnlyTheirConnection() throws Exception {
        try (RespConnection broken = new RespConnection(ours.port())) {
            broken.sendRaw("*1\r\n$-5\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(String.valueOf(broken.read())).startsWith("-ERR Protocol error");
        }
        assertThat(ours.call("PING")).isEqualTo("PONG");
    }

    @Test
    void masterIsWatchedAndForgottenOnRequest() throws Exception {
        assertThat(ours.call("SENTINEL", "MONITOR", "second", "127.0.0.1", "1", "1"))
                .isEqualTo("OK");
        assertThat(Files.readString(ours.file())).contains("sentinel monitor second 127.0.0.1 1 1");
        assertThat(ours.logged("+monitor master second 127.0.0.1 1 quorum 1")).isTrue();
        assertThat(ours.call("SENTINEL", "REMOVE", "second")).isEqualTo("OK");
        assertThat(Files.readString(ours.file())).doesNotContain("sentinel monitor second");
        assertThat(ours.logged("-monitor master second 127.0.0.1 1")).isTrue();
    }

    @Test
    void infoCacheHasMasterAndReplica() {
        List<?> cache = (List<?>) ours.call("SENTINEL", "INFO-CACHE", NAME);
        assertThat(cache.getFirst()).isEqualTo(NAME);
        List<?> both = (List<?>) cache.get(1);
        assertThat(both).hasSize(2);
        assertThat(String.valueOf(both.get(0))).contains("role:master");
        assertThat(String.valueOf(both.get(1))).contains("role:slave");
    }
}
