package org.backstay.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;
import org.backstay.testkit.stock.StockRedis;
import org.backstay.testkit.stock.StockSentinel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our sentinels over stock servers, alone and among stock sentinels. */
@Tag("slow")
class MixedTopologyTest {
    private static final String NAME = "mymaster";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Below about a second, a stock sentinel takes a master that was just promoted for down: its first PING is still under way. */
    private static final int STOCK_DOWN_AFTER = 1_500;

    private StockRedis master;
    private StockRedis one;
    private StockRedis two;

    @BeforeEach
    void startServers() {
        master = StockRedis.start();
        one = StockRedis.start("replicaof 127.0.0.1 " + master.port());
        two = StockRedis.start("replicaof 127.0.0.1 " + master.port());
    }

    @AfterEach
    void stopServers() {
        two.close();
        one.close();
        master.close();
    }

    private String[] lines(int quorum, int downAfter) {
        return new String[] {
            "sentinel monitor " + NAME + " 127.0.0.1 " + master.port() + " " + quorum,
            "sentinel down-after-milliseconds " + NAME + " " + downAfter,
            "sentinel failover-timeout " + NAME + " 10000"
        };
    }

    private static void until(String what, BooleanSupplier condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition::getAsBoolean);
    }

    @SuppressWarnings("unchecked")
    private static boolean knows(Object masters, int replicas, int sentinels) {
        List<Object> fields = ((List<List<Object>>) masters).getFirst();
        return String.valueOf(replicas).equals(fields.get(fields.indexOf("num-slaves") + 1))
                && String.valueOf(sentinels).equals(fields.get(fields.indexOf("num-other-sentinels") + 1));
    }

    /** Adds what every program logged to a failure. */
    private static void telling(Runnable steps, Supplier<List<String>> logs) {
        try {
            steps.run();
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(late.getMessage() + "\n" + String.join("\n----\n", logs.get()), late);
        }
    }

    private StockRedis at(int port) {
        return Map.of(master.port(), master, one.port(), one, two.port(), two).get(port);
    }

    private void awaitTakeover(StockRedis died, List<java.util.function.IntSupplier> views) {
        until("all sentinels agree on another master", () -> {
            List<Integer> ports =
                    views.stream().map(v -> v.getAsInt()).distinct().toList();
            return ports.size() == 1 && ports.getFirst() != died.port();
        });
        StockRedis promoted = at(views.getFirst().getAsInt());
        until("it is a master", () -> "master".equals(promoted.info("role")));
        StockRedis other = promoted == one ? two : one;
        until(
                "the other replica follows it",
                () -> String.valueOf(promoted.port()).equals(other.info("master_port"))
                        && "up".equals(other.info("master_link_status")));
        died.restart();
        until(
                "the old master follows it",
                () -> String.valueOf(promoted.port()).equals(died.info("master_port"))
                        && "up".equals(died.info("master_link_status")));
    }

    private void oursAmongTwoStock(int ourQuorum, int ourDownAfter, int stockQuorum, boolean oursLeads) {
        try (OurSentinel ours = OurSentinel.start(lines(ourQuorum, ourDownAfter));
                StockSentinel first = StockSentinel.start(lines(stockQuorum, STOCK_DOWN_AFTER));
                StockSentinel second = StockSentinel.start(lines(stockQuorum, STOCK_DOWN_AFTER))) {
            until(
                    "everybody is known to everybody",
                    () -> knows(ours.call("SENTINEL", "MASTERS"), 2, 2)
                            && knows(first.call("SENTINEL", "MASTERS"), 2, 2)
                            && knows(second.call("SENTINEL", "MASTERS"), 2, 2));
            assertThat(ours.call("SENTINEL", "CKQUORUM", NAME))
                    .isEqualTo("OK 3 usable Sentinels. Quorum and failover authorization can be reached");
            master.process().kill();
            telling(
                    () -> awaitTakeover(
                            master,
                            List.of(
                                    () -> ours.masterPort(NAME),
                                    () -> first.masterPort(NAME),
                                    () -> second.masterPort(NAME))),
                    () -> List.of(
                            String.join("\n", ours.log()),
                            first.process().output(),
                            second.process().output(),
                            master.process().output(),
                            one.process().output(),
                            two.process().output()));
            assertThat(ours.logged("+elected-leader")).isEqualTo(oursLeads);
            assertThat(ours.logged("+switch-master " + NAME)).isTrue();
        }
    }

    @Test
    void oursLeadsAmongTwoStockSentinels() {
        oursAmongTwoStock(2, 700, 4, true); // four never agree among three, so the stock ones vote and do not stand
    }

    @Test
    void oursVotesAmongTwoStockSentinels() {
        oursAmongTwoStock(3, 2 * STOCK_DOWN_AFTER, 2, false);
    }

    @Test
    void threeOfOursOverStockServers() {
        try (OurSentinel first = OurSentinel.start(lines(2, 500));
                OurSentinel second = OurSentinel.start(lines(2, 500));
                OurSentinel third = OurSentinel.start(lines(2, 500))) {
            List<OurSentinel> all = List.of(first, second, third);
            until(
                    "everybody is known to everybody",
                    () -> all.stream().allMatch(s -> knows(s.call("SENTINEL", "MASTERS"), 2, 2)));
            master.process().kill();
            awaitTakeover(
                    master,
                    List.of(() -> first.masterPort(NAME), () -> second.masterPort(NAME), () -> third.masterPort(NAME)));
            assertThat(all.stream().filter(s -> s.logged("+elected-leader"))).hasSize(1);
            assertThat(all).allMatch(s -> s.logged("+sdown master") && s.logged("+slave slave"));
        }
    }

    @Test
    void operatorFailsOverAHealthyMasterAndResets() {
        try (OurSentinel ours = OurSentinel.start(lines(2, 1_000))) {
            until("both replicas are known", () -> knows(ours.call("SENTINEL", "MASTERS"), 2, 0));
            until("a replica can be promoted", () -> "OK".equals(ours.call("SENTINEL", "FAILOVER", NAME)));
            assertThat(String.valueOf(ours.call("SENTINEL", "FAILOVER", NAME))).startsWith("-");
            until("another master is told", () -> ours.masterPort(NAME) != master.port());
            StockRedis promoted = at(ours.masterPort(NAME));
            until("the failover is over", () -> ours.logged("+switch-master"));
            until(
                    "the old master follows",
                    () -> String.valueOf(promoted.port()).equals(master.info("master_port")));
            assertThat(ours.logged("+convert-to-slave slave 127.0.0.1:" + master.port()))
                    .isTrue();

            assertThat(ours.call("SENTINEL", "RESET", "my*")).isEqualTo(1L);
            assertThat(ours.logged("+reset-master master " + NAME)).isTrue();
            until("both replicas are met again", () -> knows(ours.call("SENTINEL", "MASTERS"), 2, 0));
            assertThat(ours.masterPort(NAME)).isEqualTo(promoted.port());
        }
    }
}
