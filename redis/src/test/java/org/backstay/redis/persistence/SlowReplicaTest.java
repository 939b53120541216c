package org.backstay.redis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedCaller;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Test;

/** A replica whose disk takes less than its master sends: it holds a bounded part of the stream, and the link stays. */
final class SlowReplicaTest {
    private static final int SEEDS = 3;
    private static final int MEGABYTE = 1 << 20;
    private static final int VALUES = 100;

    /** What the replica may hold that is not written: its limit, and what one turn of its loop reads. */
    private static final long MOST_UNWRITTEN = 68L * MEGABYTE;

    /** Longer than {@code repl-timeout}. */
    private static final Duration SYNC = Duration.ofSeconds(12);

    /** A master without a log, and a replica that writes one. */
    private static final class Pair {
        static final Duration LIMIT = Duration.ofSeconds(20);

        final Simulation simulation;
        final SimulatedNode master;
        final SimulatedNode replica;
        final SimulatedNode client;

        Pair(Simulation simulation) {
            this.simulation = simulation;
            String both = "--repl-timeout 5 --repl-ping-replica-period 1 --repl-diskless-sync-delay 0 --appendonly ";
            String follow = " --appendfsync everysec --replicaof master " + Life.PORT;
            master = simulation.node("master", node -> Life.boot(node, both + "no"));
            replica = simulation.node("replica", node -> Life.boot(node, both + "yes" + follow));
            client = simulation.node("client", node -> () -> {});
            master.start();
            replica.start();
            client.start();
            simulation.runFor(Duration.ofSeconds(5));
        }

        String info(SimulatedNode node, String field) {
            SimulatedCaller asks = new SimulatedCaller(client, node.name(), Life.PORT);
            String all = String.valueOf(asks.call(simulation, LIMIT, "INFO", "everything"));
            asks.close();
            return all.lines()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1))
                    .findFirst()
                    .orElse("");
        }

        long number(SimulatedNode node, String field) {
            return Long.parseLong(info(node, field));
        }

        void write() {
            SimulatedCaller writes = new SimulatedCaller(client, "master", Life.PORT);
            for (int i = 0; i < VALUES; i++) {
                writes.send(answer -> assertThat(answer).isEqualTo("OK"), "SET", "key" + i, "x".repeat(MEGABYTE));
            }
        }

        boolean agree() {
            return number(master, "master_repl_offset") == number(replica, "master_repl_offset");
        }
    }

    private static void run(Simulation simulation) {
        Pair pair = new Pair(simulation);
        assertThat(pair.info(pair.replica, "master_link_status")).isEqualTo("up");
        pair.replica.disk().slowSync(SYNC);
        pair.write();
        long most = 0;
        boolean stoodBack = false;
        for (int i = 0; i < 40; i++) {
            simulation.runFor(Duration.ofSeconds(1));
            most = Math.max(most, pair.number(pair.replica, "aof_buffer_length"));
            stoodBack |= i > 10 && !pair.agree();
            assertThat(pair.info(pair.replica, "master_link_status"))
                    .as("second " + i)
                    .isEqualTo("up");
            assertThat(pair.info(pair.master, "slave0"))
                    .as("the master hears of the replica")
                    .contains("state=online")
                    .containsPattern("lag=[01]$");
        }
        assertThat(stoodBack).as("not all was taken at once").isTrue();
        assertThat(most).isBetween(32L * MEGABYTE, MOST_UNWRITTEN);
        pair.replica.disk().slowSync(Duration.ZERO);
        for (int i = 0; i < 60 && !pair.agree(); i++) {
            simulation.runFor(Duration.ofSeconds(1));
        }
        assertThat(pair.agree()).as("the replica has everything").isTrue();
        assertThat(pair.number(pair.master, "sync_full")).isOne();
        assertThat(pair.number(pair.master, "sync_partial_ok")).isZero();
    }

    @Test
    void takesNoMoreThanItsDiskSoonWill() {
        Seeds.run(SEEDS, SlowReplicaTest::run);
    }
}
