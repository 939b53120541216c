package org.backstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.node.Node;
import org.backstay.proxy.config.PoolFile;
import org.backstay.proxy.testing.ToyProgram;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedCaller;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A master dies, another is promoted, the sentinels learn of it one after the other and one of them much later, and the old master comes
 * back believing that it still is one: under many seeds, on virtual time, with a client that writes all the while.
 */
@Tag("slow")
class SwitchSimulationTest {
    private static final int SEEDS = 200;
    private static final int REDIS = 6379;
    private static final int SENTINEL = 26_379;
    private static final int WRITES = 1_200;
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(5);

    /** What was sent before the switch may arrive this much later: twenty times the longest usual delay. */
    private static final Duration ON_THE_WIRE = Duration.ofMillis(40);

    /** How long after a sentinel first knows the new master the next write may fail. */
    private static final Duration SWITCH = Duration.ofMillis(600);

    /** A server, and what was written to it when. */
    private static final class ToyRedis {
        final Map<String, Duration> writes = new HashMap<>();
        boolean master;

        AutoCloseable start(Simulation simulation, Node node) {
            return ToyProgram.serve(node, REDIS, (words, from) -> {
                if (words[0].equals("ROLE")) {
                    return master ? "*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n" : "*2\r\n$5\r\nslave\r\n:0\r\n";
                }
                if (!master) {
                    return "-READONLY You can't write against a read only replica.\r\n";
                }
                writes.put(words[1], simulation.now());
                return "+OK\r\n";
            });
        }
    }

    /** A sentinel, what it believes, and who listens. */
    private static final class ToySentinel {
        final List<Channel> listeners = new ArrayList<>();
        String place;
        int epoch = 1;

        AutoCloseable start(Node node) {
            return ToyProgram.serve(node, SENTINEL, (words, from) -> {
                if (words[0].equals("SUBSCRIBE")) {
                    listeners.add(from);
                    return "*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n";
                }
                return words[1].equals("MASTER")
                        ? ToyProgram.array("name", "m", "flags", "master", "config-epoch", Integer.toString(epoch))
                        : ToyProgram.array(place, Integer.toString(REDIS));
            });
        }

        void learn(String newPlace) {
            String before = place;
            place = newPlace;
            epoch = 2;
            String event = "m " + before + " 6379 " + newPlace + " 6379";
            listeners.stream()
                    .filter(Channel::isActive)
                    .forEach(one -> ToyProgram.write(one, ToyProgram.array("message", "+switch-master", event)));
        }
    }

    /** One run. */
    private static final class Run {
        final Simulation simulation;
        final ToyRedis old = new ToyRedis();
        final ToyRedis promoted = new ToyRedis();
        final List<ToySentinel> sentinels = List.of(new ToySentinel(), new ToySentinel(), new ToySentinel());
        final Map<Integer, Object> answers = new HashMap<>();
        final Map<Integer, Duration> sentAt = new HashMap<>();
        final List<Integer> order = new ArrayList<>();
        Duration known = Duration.ofDays(1);
        Duration moved = Duration.ofDays(1);

        Run(Simulation simulation) {
            this.simulation = simulation;
        }

        void play() {
            simulation.links().latency(Duration.ofNanos(100_000), Duration.ofMillis(2));
            SimulatedNode a = simulation.node("a", node -> old.start(simulation, node));
            SimulatedNode b = simulation.node("b", node -> promoted.start(simulation, node));
            a.start();
            b.start();
            old.master = true;
            StringBuilder yaml = new StringBuilder(
                    "p:\n  listen: 0.0.0.0:6666\n  redis: true\n  timeout: 400\n  servers:\n  - m:1\n  sentinels:\n");
            for (int i = 0; i < sentinels.size(); i++) {
                ToySentinel sentinel = sentinels.get(i);
                sentinel.place = a.ip();
                SimulatedNode node = simulation.node("sentinel" + i, sentinel::start);
                node.start();
                yaml.append("  - ").append(node.ip()).append(":26379\n");
            }
            SimulatedNode proxy = simulation.node("proxy", node -> {
                new Nutcracker(node, List.of(node.loop()), PoolFile.read(yaml.toString(), "p.yml"), "sim", null)
                        .start();
                return () -> {};
            });
            proxy.start();
            SimulatedNode client = simulation.node("client", node -> () -> {});
            client.start();
            simulation.runFor(Duration.ofMillis(500));
            SimulatedCaller caller = new SimulatedCaller(client, "proxy", 6666);
            for (int i = 0; i < WRITES; i++) {
                write(caller, i);
            }
            disaster(a, b);
            simulation.runFor(BETWEEN_WRITES.multipliedBy(WRITES).plusSeconds(2));
            check(caller);
        }

        private void write(SimulatedCaller caller, int i) {
            simulation.after(BETWEEN_WRITES.multipliedBy(i + 1L), () -> {
                sentAt.put(i, simulation.now());
                caller.send(
                        answer -> {
                            answers.put(i, answer);
                            order.add(i);
                        },
                        "SET",
                        "w" + i,
                        "1");
                if (moved.compareTo(simulation.now()) > 0
                        && simulation.trace().logged().stream().anyMatch(line -> line.contains("has moved"))) {
                    moved = simulation.now();
                }
            });
        }

        private void disaster(SimulatedNode a, SimulatedNode b) {
            Duration dies = millis(500, 1_000);
            Duration promotes = dies.plus(millis(300, 800));
            simulation.after(dies, a::crash);
            simulation.after(dies.plus(millis(1, 2_500)), a::start);
            simulation.after(promotes, () -> promoted.master = true);
            int stale = simulation.random().nextInt(sentinels.size());
            for (int i = 0; i < sentinels.size(); i++) {
                ToySentinel sentinel = sentinels.get(i);
                simulation.after(promotes.plus(i == stale ? millis(2_000, 3_000) : millis(1, 500)), () -> {
                    sentinel.learn(b.ip());
                    known = known.compareTo(simulation.now()) < 0 ? known : simulation.now();
                });
            }
        }

        private Duration millis(int from, int to) {
            return Duration.ofMillis(simulation.random().nextInt(from, to));
        }

        private void check(SimulatedCaller caller) {
            assertThat(caller.ended()).as("the client's connection is kept").isFalse();
            assertThat(answers).as("every request is answered").hasSize(WRITES);
            assertThat(order).as("answers come in the order of the requests").isSorted();
            assertThat(moved).as("the proxy follows").isLessThan(Duration.ofDays(1));
            for (int i = 0; i < WRITES; i++) {
                Object answer = answers.get(i);
                boolean onOld = old.writes.containsKey("w" + i);
                boolean onNew = promoted.writes.containsKey("w" + i);
                assertThat(onOld && onNew)
                        .as("write %d is done at most once", i)
                        .isFalse();
                if ("OK".equals(answer)) {
                    assertThat(onOld || onNew)
                            .as("acknowledged write %d was done", i)
                            .isTrue();
                } else {
                    assertThat(answer).asString().startsWith("-");
                }
                if (sentAt.get(i).compareTo(known.plus(SWITCH)) > 0) {
                    assertThat(answer).as("write %d, after the switch", i).isEqualTo("OK");
                }
            }
            assertThat(old.writes.values())
                    .as("the old master gets no write after the switch, though it is back and says that it is a master")
                    .allMatch(when -> when.compareTo(moved.plus(ON_THE_WIRE)) <= 0);
        }
    }

    @Test
    void noWriteIsLostDoubledOrSentToTheOldMasterAfterASwitch() {
        Seeds.run(SEEDS, simulation -> new Run(simulation).play());
    }
}
