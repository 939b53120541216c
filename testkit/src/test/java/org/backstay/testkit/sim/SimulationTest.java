package org.backstay.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SEEDS = 300;

    /** Invariant: whoever has heard of a number tells it on, so in the end, once nothing is broken, all know the largest. */
    @Test
    void gossipReachesEveryNodeInSpiteOfCrashesAndCuts() {
        Seeds.run(SEEDS, SimulationTest::gossip);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        for (long seed = 1; seed <= 20; seed++) {
            long first = Seeds.run(seed, SimulationTest::gossip);
            assertThat(Seeds.run(seed, SimulationTest::gossip)).isEqualTo(first);
            assertThat(Seeds.run(seed + 1_000, SimulationTest::gossip)).isNotEqualTo(first);
        }
    }

    @Test
    void aFailureNamesItsSeedAndTellsWhatHappened() {
        assertThatThrownBy(() -> Seeds.run(7L, simulation -> {
                    simulation.node("server", PingPong::serve).start();
                    simulation.runUntil("pigs fly", () -> false, Duration.ofSeconds(1));
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not within PT1S: pigs fly")
                .hasMessageContaining("seed 7 (repeat it with -Dbackstay.seed=7)")
                .hasMessageContaining("NOTICE serving");
    }

    @Test
    void anExceptionThatATaskDoesNotHandleFailsTheRun() {
        assertThatThrownBy(() -> Seeds.run(1L, simulation -> {
                    simulation
                            .node("faulty", node -> {
                                node.loop().execute(() -> {
                                    throw new IllegalStateException("a bug");
                                });
                                return () -> {};
                            })
                            .start();
                    simulation.runFor(Duration.ofSeconds(1));
                }))
                .hasMessageContaining("a bug");
    }

    @Test
    void goingRoundInCirclesIsFound() {
        assertThatThrownBy(() -> Seeds.run(1L, simulation -> {
                    SimulatedNode node = simulation.node("circle", n -> () -> {});
                    node.start();
                    simulation.runFor(Duration.ofSeconds(1));
                    reschedule(node);
                    simulation.runFor(Duration.ofSeconds(1));
                }))
                .hasMessageContaining("time stands still");
    }

    private static void reschedule(SimulatedNode node) {
        node.node().loop().schedule(() -> reschedule(node), 0, TimeUnit.NANOSECONDS);
    }

    /** The server of the toy protocol sends back what it gets, so a command is its own answer: an array of strings. */
    @Test
    void aCallerGetsItsAnswersInOrderAndHearsOfTheEnd() {
        Seeds.run(20, simulation -> {
            SimulatedNode server = simulation.node("server", PingPong::serve);
            SimulatedNode client = simulation.node("client", node -> () -> {});
            server.start();
            client.start();
            simulation.runFor(Duration.ofSeconds(1));
            SimulatedCaller caller = new SimulatedCaller(client, "server", PingPong.PORT);
            List<Object> answers = new ArrayList<>();
            caller.send(answers::add, "GET", "a");
            assertThat(caller.call(simulation, Duration.ofSeconds(5), "GET", "b"))
                    .isEqualTo(List.of("GET", "b"));
            server.crash();
            caller.send(answers::add, "GET", "c");
            simulation.runUntil("the end", caller::ended, Duration.ofSeconds(5));
            caller.send(answers::add, "GET", "d");
            assertThat(answers).containsExactly(List.of("GET", "a"), SimulatedCaller.GONE, SimulatedCaller.GONE);
        });
    }

    @Test
    void virtualTimeCostsNoRealTime() {
        Seeds.run(3L, simulation -> {
            List<Duration> ticks = new ArrayList<>();
            simulation
                    .node("clock", node -> {
                        node.loop().scheduleAtFixedRate(() -> ticks.add(simulation.now()), 1, 1, TimeUnit.HOURS);
                        return () -> {};
                    })
                    .start();
            simulation.runFor(Duration.ofDays(365));
            assertThat(ticks).hasSize(365 * 24).startsWith(Duration.ofHours(1));
        });
    }

    @Test
    void aWrongWallClockLeavesTimersAlone() {
        Seeds.run(4L, simulation -> {
            SimulatedNode right = simulation.node("right", node -> () -> {});
            SimulatedNode wrong = simulation.node("wrong", node -> () -> {});
            wrong.wallClockOffset(Duration.ofMinutes(-5));
            wrong.wallClockDrift(100);
            right.start();
            wrong.start();
            simulation.runFor(Duration.ofSeconds(100));
            assertThat(wrong.node().clock().millis() - right.node().clock().millis())
                    .isEqualTo(-300_000 + 10);
            assertThat(wrong.node().clock().nanoTime())
                    .isEqualTo(right.node().clock().nanoTime());
        });
    }

    @Test
    void whatADeadProgramStillDoesWhileItsMemoryIsFreedReachesNoDisk() {
        Seeds.run(6L, simulation -> {
            java.nio.file.Path path = java.nio.file.Path.of("/log");
            List<String> attempts = new ArrayList<>();
            SimulatedNode node = simulation.node("dying", born -> {
                org.backstay.node.DiskFile file = born.disk().create(path);
                file.write(java.nio.ByteBuffer.wrap(new byte[] {1}));
                return () -> {
                    assertThatThrownBy(() -> file.write(java.nio.ByteBuffer.wrap(new byte[] {2})))
                            .hasMessage("the process is dead");
                    file.close();
                    attempts.add("wrote");
                };
            });
            node.start();
            simulation.runFor(Duration.ofSeconds(1));
            node.crash();
            assertThat(attempts).hasSize(1);
            assertThat(read(node, path)).containsExactly(1);
        });
    }

    private static byte[] read(SimulatedNode node, java.nio.file.Path path) {
        try {
            return node.disk().readAll(path);
        } catch (java.io.IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    @Test
    void aSlowSyncDelaysTheWorkersResult() {
        Seeds.run(5L, simulation -> {
            List<Duration> done = new ArrayList<>();
            SimulatedNode node = simulation.node("slow", born -> {
                born.workers()
                        .apply("save")
                        .run(
                                () -> {
                                    born.disk().replace(java.nio.file.Path.of("/x"), new byte[1]);
                                    return null;
                                },
                                (result, failure) -> done.add(simulation.now()));
                return () -> {};
            });
            node.disk().slowSync(Duration.ofSeconds(3));
            node.start();
            simulation.runUntil("saved", () -> !done.isEmpty(), Duration.ofMinutes(1));
            assertThat(done.getFirst())
                    .isBetween(Duration.ofSeconds(6), Duration.ofMillis(6_010)); // file and directory
        });
    }

    private static void gossip(Simulation simulation) {
        List<String> names = List.of("a", "b", "c", "d", "e");
        Gossip[] running = new Gossip[names.size()];
        List<SimulatedNode> nodes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int number = i;
            nodes.add(simulation.node(names.get(i), node -> running[number] = new Gossip(node, names)));
        }
        nodes.forEach(SimulatedNode::start);
        simulation.runFor(Duration.ofSeconds(1));
        running[0].hear(99);
        for (int i = 0; i < 5; i++) {
            int victim = 1 + simulation.random().nextInt(4);
            SimulatedNode node = nodes.get(victim);
            Cut how = simulation.random().nextBoolean() ? Cut.BLACK_HOLE : Cut.REJECT;
            simulation.links().partition(List.of(node), List.of(nodes.get(0)), how);
            if (simulation.random().nextBoolean()) {
                node.crash();
            } else {
                node.powerOff();
            }
            simulation.runFor(Duration.ofMillis(simulation.random().nextInt(2_000)));
            node.start();
        }
        simulation.links().heal();
        simulation.runUntil(
                "all have heard of 99",
                () -> {
                    for (Gossip each : running) {
                        if (each.largest() != 99) {
                            return false;
                        }
                    }
                    return true;
                },
                Duration.ofMinutes(5));
    }
}
