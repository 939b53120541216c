package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Node;
import org.backstay.testkit.sim.Cut;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.backstay.vrrp.pool.VirtualServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Virtual servers whose real servers crash, freeze, fall silent and come back, on virtual time. */
class SimulatedServersTest {
    private static final int PORT = 8_000;
    private static final String VIRTUAL = "[10.9.9.9]:tcp:80";

    /** A router and the servers that it checks. */
    private static final class Scene {
        final Simulation simulation;
        final SimulatedRouters routers;
        final SimulatedNode router;
        final List<SimulatedNode> servers = new ArrayList<>();
        /** Servers that take connections and say nothing good. */
        final List<SimulatedNode> sick = new ArrayList<>();

        Scene(Simulation simulation, int count, String virtual, String checker) {
            this.simulation = simulation;
            routers = new SimulatedRouters(simulation);
            for (int i = 0; i < count; i++) {
                SimulatedNode[] self = new SimulatedNode[1];
                self[0] = simulation.node("web" + i, node -> serve(node, self));
                servers.add(self[0]);
            }
            StringBuilder real = new StringBuilder();
            servers.forEach(each -> real.append("real_server ")
                    .append(each.ip())
                    .append(" 8000 {\nnotify_up /notify-up\n")
                    .append(checker)
                    .append("\n}\n"));
            router = routers.add("lb", """
                    global_defs { lvs_notify_fifo /run/fifo }
                    track_file level {
                      file /run/level
                    }
                    virtual_server 10.9.9.9 80 {
                      lvs_sched rr
                      lvs_method NAT
                      protocol TCP
                      delay_loop 1
                      delay_before_retry 0.2
                      connect_timeout 0.5
                      %s
                      %s
                    }
                    """.formatted(virtual, real));
        }

        private AutoCloseable serve(Node node, SimulatedNode[] self) {
            node.network()
                    .listen(
                            node.loop(),
                            new Endpoint("0.0.0.0", PORT),
                            ListenOptions.DEFAULT,
                            channel -> channel.pipeline().addLast(new Page(() -> sick.contains(self[0]))));
            return () -> {};
        }

        void start() {
            servers.forEach(SimulatedNode::start);
            router.start();
            run(4_000);
        }

        void run(long millis) {
            simulation.runFor(Duration.ofMillis(millis));
        }

        void level(int number) {
            Path file = Path.of("/run/level");
            try {
                router.disk().createDirectories(file.getParent());
                router.disk().replace(file, (number + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            run(1_000);
        }

        VirtualServer virtual() {
            return routers.routers.get(router).virtualServers().getFirst();
        }

        String real(int i) {
            return "[" + servers.get(i).ip() + "]:tcp:" + PORT;
        }
    }

    /** Answers a request, well or not. */
    private static final class Page extends ChannelInboundHandlerAdapter {
        private final StringBuilder request = new StringBuilder();
        private final java.util.function.BooleanSupplier sick;

        Page(java.util.function.BooleanSupplier sick) {
            this.sick = sick;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            request.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
            if (!request.toString().endsWith("\r\n\r\n")) {
                return; // closing with input unread would be a reset
            }
            String status = sick.getAsBoolean() ? "503 No" : "200 OK";
            String answer = "HTTP/1.0 " + status + "\r\nContent-Length: 2\r\n\r\nhi";
            context.writeAndFlush(context.alloc().directBuffer().writeBytes(answer.getBytes(StandardCharsets.US_ASCII)))
                    .addListener(sent -> context.close());
        }
    }

    private static final String TCP = "TCP_CHECK {\n}";
    private static final String HTTP = "HTTP_GET {\nurl {\npath /\n}\n}";

    @Test
    void serverThatDiesLeavesThePoolAfterItsRetriesAndComesBackWithIt() {
        Seeds.run(20, simulation -> {
            Scene scene = new Scene(simulation, 2, "retry 2", TCP);
            scene.start();
            assertThat(scene.virtual().alive()).hasSize(2);
            scene.servers.getFirst().crash();
            scene.run(200);
            assertThat(scene.virtual().alive()).as("forgiven so far").hasSize(2);
            scene.run(4_000);
            assertThat(scene.virtual().alive()).containsExactly(scene.real(1));
            scene.servers.getFirst().start();
            scene.run(2_000);
            assertThat(scene.virtual().alive()).hasSize(2);
            assertThat(scene.routers.events)
                    .containsSequence(
                            "lb RS " + scene.real(0) + " " + VIRTUAL + " DOWN",
                            "lb runs /notify-up",
                            "lb RS " + scene.real(0) + " " + VIRTUAL + " UP");
        });
    }

    @Test
    void numberInAFileTakesAServerOutOrMovesItsWeight() {
        Seeds.run(5, simulation -> {
            Scene scene = new Scene(simulation, 1, "", "FILE_CHECK {\ntrack_file level\nweight 0\n}");
            scene.start();
            assertThat(scene.virtual().alive()).hasSize(1);
            scene.level(1);
            assertThat(scene.virtual().alive()).isEmpty();
            scene.level(0);
            assertThat(scene.virtual().alive()).hasSize(1);
        });
        Seeds.run(5, simulation -> {
            String checker = "weight 2\nFILE_CHECK {\ntrack_file level\nweight 1\n}";
            Scene scene = new Scene(simulation, 1, "quorum 2", checker);
            scene.start();
            assertThat(scene.virtual().isQuorate()).isTrue();
            scene.level(-1);
            assertThat(scene.virtual().isQuorate()).isFalse();
            assertThat(scene.virtual().alive()).hasSize(1);
            scene.level(0);
            assertThat(scene.virtual().isQuorate()).isTrue();
        });
    }

    @Test
    void withoutQuorumTheSorryServerServes() {
        Seeds.run(20, simulation -> {
            Scene scene = new Scene(simulation, 3, "quorum 2\nsorry_server 10.8.8.8 80", TCP);
            scene.start();
            assertThat(scene.virtual().isQuorate()).isTrue();
            scene.servers.get(0).crash();
            scene.run(5_000);
            assertThat(scene.virtual().isSorry()).isFalse();
            scene.servers.get(1).crash();
            scene.run(5_000);
            assertThat(scene.virtual().isQuorate()).isFalse();
            assertThat(scene.virtual().isSorry()).isTrue();
            scene.servers.get(1).start();
            scene.run(2_500);
            assertThat(scene.virtual().isSorry()).isFalse();
            assertThat(scene.routers.events)
                    .filteredOn(each -> each.contains(" VS "))
                    .containsExactly(
                            "lb VS " + VIRTUAL + " UP", "lb VS " + VIRTUAL + " DOWN", "lb VS " + VIRTUAL + " UP");
        });
    }

    @Test
    void alphaServersAreDownUntilTheirFirstCheck() {
        Seeds.run(20, simulation -> {
            Scene scene = new Scene(simulation, 2, "alpha\nwarmup 0", HTTP);
            scene.servers.getFirst().start();
            scene.router.start();
            scene.run(0);
            simulation.runUntil(
                    "the living server is in", () -> scene.virtual().alive().size() == 1, Duration.ofSeconds(2));
            scene.run(3_000);
            assertThat(scene.virtual().alive()).containsExactly(scene.real(0));
        });
    }

    @Test
    void pageThatFailedIsLookedAtFirstAndThenAllPages() {
        Seeds.run(20, simulation -> {
            Scene scene = new Scene(simulation, 1, "retry 0", HTTP);
            scene.start();
            scene.sick.add(scene.servers.getFirst());
            scene.run(1_500);
            assertThat(scene.virtual().alive()).isEmpty();
            scene.sick.clear();
            scene.run(950);
            assertThat(scene.virtual().alive())
                    .as("only what failed was looked at")
                    .isEmpty();
            simulation.runUntil(
                    "all pages are well", () -> scene.virtual().alive().size() == 1, Duration.ofSeconds(6));
        });
    }

    @Test
    void exitCodesOfADynamicCheckAreWeights() {
        Seeds.run(20, simulation -> {
            Scene scene =
                    new Scene(simulation, 2, "quorum 2", "MISC_CHECK {\nmisc_path /check\nmisc_dynamic\nwarmup 0\n}");
            scene.start();
            assertThat(scene.virtual().isQuorate()).isTrue();
            scene.routers.exitCodes.put("lb:/check", 2);
            scene.run(1_500);
            assertThat(scene.virtual().alive()).hasSize(2);
            assertThat(scene.virtual().isQuorate()).as("no weight left").isFalse();
            scene.routers.exitCodes.put("lb:/check", 9);
            scene.run(1_500);
            assertThat(scene.virtual().isQuorate()).isTrue();
        });
    }

    @Test
    void reloadLeavesServersAloneThatAreTheSame() {
        Seeds.run(20, simulation -> {
            Scene scene = new Scene(simulation, 2, "retry 0", TCP);
            scene.start();
            scene.servers.getFirst().crash();
            scene.run(3_000);
            scene.routers.events.clear();
            Router router = scene.routers.routers.get(scene.router);
            scene.router.node().loop().execute(() -> router.reload(router.config()));
            scene.run(3_000);
            assertThat(scene.virtual().alive()).containsExactly(scene.real(1));
            assertThat(scene.routers.events).isEmpty();
        });
    }

    @Test
    @Tag("slow")
    void afterTroubleThePoolIsWhoeverServes() {
        Seeds.run(2_000, SimulatedServersTest::troubledServers);
    }

    /** Crashes, freezes, sick answers and cut wires; whoever serves after that is in the pool, nobody else is, and it stays so. */
    private static void troubledServers(Simulation simulation) {
        int count = simulation.random().nextInt(1, 5);
        Scene scene = new Scene(
                simulation,
                count,
                "retry " + simulation.random().nextInt(3) + "\nquorum 1\nsorry_server 10.8.8.8 80",
                simulation.random().nextBoolean() ? TCP : HTTP);
        scene.start();
        for (int i = simulation.random().nextInt(1, 8); i > 0; i--) {
            simulation.after(Duration.ofMillis(simulation.random().nextInt(9_000)), () -> trouble(scene));
        }
        scene.run(12_000);
        simulation.links().heal();
        scene.sick.clear();
        // A frozen server thaws, every check in between ends, and an HTTP server needs two good ones.
        scene.run(10_000);
        List<String> serving = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (scene.servers.get(i).alive()) {
                serving.add(scene.real(i));
            }
        }
        assertThat(scene.virtual().alive()).containsExactlyElementsOf(serving);
        assertThat(scene.virtual().isQuorate()).isEqualTo(!serving.isEmpty());
        assertThat(scene.virtual().isSorry()).isEqualTo(serving.isEmpty());
        scene.routers.events.clear();
        scene.run(20_000);
        assertThat(scene.routers.events).as("no flapping").isEmpty();
    }

    private static void trouble(Scene scene) {
        Simulation simulation = scene.simulation;
        SimulatedNode victim = scene.servers.get(simulation.random().nextInt(scene.servers.size()));
        switch (simulation.random().nextInt(5)) {
            case 0 -> scene.sick.add(victim);
            case 1 -> simulation.links().cut(scene.router, victim, Cut.BLACK_HOLE);
            case 2 -> {
                if (victim.alive()) {
                    victim.freeze(Duration.ofMillis(simulation.random().nextInt(5_000)));
                }
            }
            case 3 -> {
                if (!victim.alive()) {
                    victim.start();
                }
            }
            default -> {
                if (victim.alive()) {
                    victim.crash();
                }
            }
        }
    }
}
