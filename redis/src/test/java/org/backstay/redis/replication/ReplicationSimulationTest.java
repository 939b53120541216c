package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.backstay.config.QuotedLines;
import org.backstay.config.Settings;
import org.backstay.node.Node;
import org.backstay.redis.RedisNode;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.testkit.sim.Cut;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedCaller;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A master, a replica and a replica of the replica in one thread on virtual time, disturbed in every way, then left in peace. */
@Tag("slow")
final class ReplicationSimulationTest {
    private static final String PORT = "6379";
    private static final int DISTURBANCES = 25;

    /** One run under one seed. */
    private static final class Scenario {
        final Simulation simulation;
        final Map<String, RedisNode> running = new HashMap<>();
        final List<SimulatedNode> nodes;
        final SimulatedNode client;
        SimulatedCaller caller;
        int writes;

        Scenario(Simulation simulation) {
            this.simulation = simulation;
            boolean log = simulation.random().nextBoolean();
            String diskless = simulation.random().nextBoolean() ? "yes" : "no";
            SimulatedNode master = simulation.node("master", node -> boot(node, log, diskless));
            SimulatedNode replica =
                    simulation.node("replica", node -> boot(node, log, diskless, "--replicaof", "master " + PORT));
            SimulatedNode last =
                    simulation.node("last", node -> boot(node, log, diskless, "--replicaof", "replica " + PORT));
            nodes = List.of(master, replica, last);
            client = simulation.node("client", node -> () -> {});
            nodes.forEach(SimulatedNode::start);
            client.start();
        }

        private AutoCloseable boot(Node node, boolean log, String diskless, String... options) throws Exception {
            Path folder = Path.of("/data");
            node.disk().createDirectories(folder);
            List<String> words =
                    new java.util.ArrayList<>(List.of("--port", PORT, "--dir", folder.toString(), "--save", ""));
            words.addAll(List.of(
                    "--protected-mode", "no", "--repl-diskless-sync", diskless, "--repl-diskless-sync-delay", "0"));
            words.addAll(
                    List.of("--repl-timeout", "5", "--repl-backlog-size", "16384", "--repl-ping-replica-period", "1"));
            words.addAll(List.of("--appendonly", log ? "yes" : "no", "--appendfsync", "always"));
            // Without a log a master that restarts has nothing, and its replicas are to follow it all the same.
            words.addAll(List.of("--replica-refuse-unrelated-master", log ? "yes" : "no"));
            words.addAll(Arrays.asList(options));
            Settings settings = RedisDirectives.table().read(QuotedLines.commandLine(words));
            RedisNode redis = new RedisNode(node, settings, null);
            redis.start();
            running.put(node.name(), redis);
            return redis::free;
        }

        void write() {
            if (caller == null || caller.ended()) {
                caller = new SimulatedCaller(client, "master", Integer.parseInt(PORT));
            }
            String key = "key" + simulation.random().nextInt(50);
            if (simulation.random().nextInt(4) == 0) {
                caller.send(
                        answer -> {},
                        "SELECT",
                        Integer.toString(simulation.random().nextInt(3)));
            }
            switch (simulation.random().nextInt(4)) {
                case 0 -> caller.send(answer -> {}, "SET", key, "value " + writes);
                case 1 -> caller.send(answer -> {}, "INCR", "count" + key);
                case 2 -> caller.send(answer -> {}, "DEL", key);
                default -> {
                    caller.send(answer -> {}, "MULTI");
                    caller.send(
                            answer -> {},
                            "SET",
                            key,
                            "x".repeat(simulation.random().nextInt(3000)));
                    caller.send(answer -> {}, "INCR", "transactions");
                    caller.send(answer -> {}, "EXEC");
                }
            }
            writes++;
        }

        void disturb() {
            SimulatedNode one = nodes.get(simulation.random().nextInt(nodes.size()));
            SimulatedNode other = nodes.get(simulation.random().nextInt(nodes.size()));
            if (!one.alive()) {
                return;
            }
            switch (simulation.random().nextInt(7)) {
                case 0 -> simulation.reset(one, other);
                case 1 -> cutForAWhile(one, other, Cut.BLACK_HOLE);
                case 2 -> one.freeze(Duration.ofMillis(simulation.random().nextInt(4_000)));
                case 3 -> restart(one, true);
                case 4 -> restart(one, false);
                default -> {
                    SimulatedCaller asks = new SimulatedCaller(client, one.name(), Integer.parseInt(PORT));
                    asks.send(answer -> {}, simulation.random().nextBoolean() ? "BGSAVE" : "BGREWRITEAOF");
                    simulation.after(Duration.ofSeconds(2), asks::close);
                }
            }
        }

        private void cutForAWhile(SimulatedNode one, SimulatedNode other, Cut how) {
            if (one != other) {
                simulation.links().cut(one, other, how);
                simulation.after(
                        Duration.ofMillis(simulation.random().nextInt(9_000)),
                        () -> simulation.links().heal(one, other));
            }
        }

        private void restart(SimulatedNode node, boolean power) {
            if (power) {
                node.powerOff();
            } else {
                node.crash();
            }
            simulation.after(Duration.ofMillis(100 + simulation.random().nextInt(3_000)), () -> {
                if (!node.alive()) {
                    node.start();
                }
            });
        }

        /** Databases, keys and values of a node, in one number that does not depend on any order. */
        long digest(String name) {
            RedisNode redis = Objects.requireNonNull(running.get(name));
            long[] sum = new long[1];
            for (int i = 0; i < 3; i++) {
                long database = i;
                redis.server()
                        .keyspace()
                        .database(i)
                        .forEach(entry -> sum[0] += 31 * (31 * database + Arrays.hashCode(entry.key()))
                                ^ 7919L * Arrays.hashCode(entry.string()));
            }
            return sum[0];
        }

        boolean agree() {
            String offset = String.valueOf(ask("master", "INFO", "replication"))
                    .replaceAll("(?s).*master_repl_offset:(\\d+).*", "$1");
            return nodes.stream()
                            .allMatch(node -> String.valueOf(ask(node.name(), "INFO", "replication"))
                                    .contains("master_repl_offset:" + offset + "\r\n"))
                    && isUp("replica")
                    && isUp("last");
        }

        private boolean isUp(String name) {
            return String.valueOf(ask(name, "INFO", "replication")).contains("master_link_status:up");
        }

        Object ask(String name, String... words) {
            SimulatedCaller asks = new SimulatedCaller(client, name, Integer.parseInt(PORT));
            Object answer = asks.call(simulation, Duration.ofSeconds(20), words);
            asks.close();
            return answer;
        }
    }

    private static void run(Simulation simulation) {
        Scenario scenario = new Scenario(simulation);
        simulation.runFor(Duration.ofSeconds(2));
        for (int i = 0; i < DISTURBANCES; i++) {
            for (int j = simulation.random().nextInt(20); j > 0; j--) {
                scenario.write();
                simulation.runFor(Duration.ofMillis(simulation.random().nextInt(50)));
            }
            scenario.disturb();
            simulation.runFor(Duration.ofMillis(simulation.random().nextInt(1_500)));
        }
        simulation.links().heal();
        simulation.runFor(Duration.ofSeconds(15));
        boolean agree = false;
        for (int i = 0; i < 60 && !agree; i++) {
            simulation.runFor(Duration.ofMillis(730));
            agree = scenario.agree();
        }
        assertThat(agree).as("the replicas have caught up").isTrue();
        assertThat(scenario.digest("replica")).as("the replica's data").isEqualTo(scenario.digest("master"));
        assertThat(scenario.digest("last")).as("the second replica's data").isEqualTo(scenario.digest("master"));
    }

    @Test
    void replicasEndUpWithTheMastersDataWhateverHappened() {
        Seeds.run(100, ReplicationSimulationTest::run);
    }
}
