package org.backstay.redis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.testkit.sim.Cut;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedCaller;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A replica takes over the data of another history, and its process dies, or its machine's power fails, at each change of its disk on the
 * way. What it comes back with is all of the one history or all of the other, under the id that belongs to it.
 */
@Tag("slow")
final class FullSyncCrashTest {
    private static final int KEYS = 30;
    private static final String COMMON = " --enable-debug-command yes --repl-timeout 5 --repl-diskless-sync-delay 0";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What keeps the replica's data, and how it dies. */
    enum Kind {
        LOG_AND_POWER("--appendonly yes --appendfsync always --aof-history-size 1mb", true),
        LOG_AND_KILL("--appendonly yes --appendfsync always --aof-history-size 1mb", false),
        LATE_LOG_AND_POWER("--appendonly yes --appendfsync everysec", true),
        SNAPSHOT_AND_POWER("--appendonly no", true);

        final String options;
        final boolean power;

        Kind(String options, boolean power) {
            this.options = options;
            this.power = power;
        }
    }

    /** A master, its replica, and who asks them. */
    private static final class Pair {
        final Simulation simulation;
        final Kind kind;
        final SimulatedNode master;
        final SimulatedNode replica;
        final SimulatedNode client;

        /** The id of the history in which all keys have this value. */
        final Map<String, String> ids = new HashMap<>();

        Pair(Simulation simulation, Kind kind) {
            this.simulation = simulation;
            this.kind = kind;
            master = simulation.node(
                    "master", node -> Life.boot(node, "--appendonly yes --appendfsync always" + COMMON));
            replica = simulation.node(
                    "replica", node -> Life.boot(node, kind.options + COMMON + " --replicaof master " + Life.PORT));
            client = simulation.node("client", node -> () -> {});
            List.of(master, replica, client).forEach(SimulatedNode::start);
            simulation.runFor(Duration.ofSeconds(1));
        }

        Object ask(SimulatedNode node, String... words) {
            SimulatedCaller asks = new SimulatedCaller(client, node.name(), Life.PORT);
            Object answer = asks.call(simulation, LIMIT, words);
            asks.close();
            return answer;
        }

        String info(SimulatedNode node, String field) {
            return String.valueOf(ask(node, "INFO", "everything"))
                    .lines()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1))
                    .findFirst()
                    .orElse("");
        }

        void writeAll(String value) {
            List<String> words = new ArrayList<>(List.of("MSET"));
            for (int i = 0; i < KEYS; i++) {
                words.addAll(List.of("key" + i, value));
            }
            assertThat(ask(master, words.toArray(String[]::new))).isEqualTo("OK");
            ids.put(value, info(master, "master_replid"));
        }

        List<?> all(SimulatedNode node) {
            List<String> words = new ArrayList<>(List.of("MGET"));
            for (int i = 0; i < KEYS; i++) {
                words.add("key" + i);
            }
            return (List<?>) ask(node, words.toArray(String[]::new));
        }

        /** Both have the first history; when the link is healed, the replica has to take over the second. */
        void prepare() {
            writeAll("first");
            simulation.runFor(Duration.ofSeconds(5));
            if (kind == Kind.SNAPSHOT_AND_POWER) {
                ask(replica, "SAVE");
            }
            simulation.links().cut(master, replica, Cut.REJECT);
            simulation.reset(master, replica);
            ask(master, "DEBUG", "CHANGE-REPL-ID");
            writeAll("second");
            simulation.runFor(Duration.ofSeconds(2));
            simulation.links().heal(master, replica);
        }

        void die() {
            if (kind.power) {
                replica.powerOff();
            } else {
                replica.crash();
            }
        }
    }

    private static long changesOfASynchronisation(Kind kind) {
        long[] changes = new long[1];
        Seeds.run(1L, simulation -> {
            Pair pair = new Pair(simulation, kind);
            pair.prepare();
            long before = pair.replica.disk().changesMade();
            simulation.runFor(Duration.ofSeconds(10));
            assertThat(pair.all(pair.replica)).isEqualTo(Collections.nCopies(KEYS, "second"));
            changes[0] = pair.replica.disk().changesMade() - before;
        });
        return changes[0];
    }

    private static void dieAfter(Kind kind, long changes, Simulation simulation) {
        Pair pair = new Pair(simulation, kind);
        pair.prepare();
        pair.replica.disk().failAfter(changes, () -> simulation.after(Duration.ZERO, pair::die));
        simulation.runFor(Duration.ofSeconds(10));
        if (pair.replica.alive()) {
            pair.die();
        }
        pair.replica.disk().failAfter(Long.MAX_VALUE, () -> {});
        simulation.links().cut(pair.master, pair.replica, Cut.REJECT);
        pair.replica.start();
        simulation.runFor(Duration.ofSeconds(3));

        String when = kind + " after change " + changes;
        List<?> found = pair.all(pair.replica);
        String value = String.valueOf(found.getFirst());
        assertThat(found).as(when).isEqualTo(Collections.nCopies(KEYS, value));
        assertThat(pair.ids).as(when).containsKey(value);
        assertThat(pair.info(pair.replica, "master_replid")).as(when).isEqualTo(pair.ids.get(value));
        assertThat(pair.info(pair.replica, "master_replid2"))
                .as(when + ": no history that this one does not come from")
                .isEqualTo("0".repeat(40));

        simulation.links().heal(pair.master, pair.replica);
        simulation.runFor(Duration.ofSeconds(15));
        assertThat(pair.all(pair.replica)).as(when).isEqualTo(Collections.nCopies(KEYS, "second"));
        assertThat(pair.info(pair.replica, "master_repl_offset"))
                .as(when)
                .isEqualTo(pair.info(pair.master, "master_repl_offset"));
    }

    @ParameterizedTest
    @EnumSource
    void whereverAReplicaDiesOnTheWayItHasOneHistoryOrTheOther(Kind kind) {
        long all = changesOfASynchronisation(kind);
        assertThat(all).isGreaterThanOrEqualTo(5);
        for (long changes = 0; changes <= all; changes++) {
            long at = changes;
            Seeds.run(at, simulation -> dieAfter(kind, at, simulation));
        }
    }
}
