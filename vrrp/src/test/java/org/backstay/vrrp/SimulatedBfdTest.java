package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.backstay.base.net.IpAddress;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.backstay.vrrp.bfd.Fault;
import org.backstay.vrrp.bfd.Sessions;
import org.backstay.vrrp.config.ConfigText;
import org.backstay.vrrp.config.Diagnostics;
import org.backstay.vrrp.instance.State;
import org.junit.jupiter.api.Test;

/** BFD sessions of two machines on virtual time, and what instances make of them. */
class SimulatedBfdTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Simulation simulated;
    private SimulatedNode a;
    private SimulatedNode b;

    private static String config(String neighbour, String session, String track) {
        return """
                bfd_instance N { neighbor_ip %s
                  min_rx 10
                  min_tx 10
                  multiplier 5
                  %s }
                vrrp_instance VI { interface eth0
                  virtual_router_id 51
                  priority 100
                  track_bfd { %s }
                  virtual_ipaddress { 10.0.0.100 } }
                """.formatted(neighbour, session, track);
    }

    /** The second does not track the session, so that it can begin alone. */
    private SimulatedRouters pair(Simulation simulation, String session, String track) {
        SimulatedRouters routers = new SimulatedRouters(simulation);
        simulated = simulation;
        a = routers.add("a", config("10.0.0.2", session, track));
        b = routers.add("b", "bfd_instance N { neighbor_ip 10.0.0.1 }");
        a.start();
        simulation.runFor(SECOND);
        return routers;
    }

    private boolean isUp(SimulatedRouters routers, SimulatedNode node) {
        Router router = routers.routers.get(node);
        return node.alive() && router != null && router.sessions().isUp("N");
    }

    private void awaitUp(SimulatedRouters routers) {
        simulated.runUntil("both are up", () -> isUp(routers, a) && isUp(routers, b), SECOND.multipliedBy(5));
    }

    @Test
    void lostNeighbourIsAFaultWithinTheDetectionTime() {
        Seeds.run(20, simulation -> {
            SimulatedRouters routers = pair(simulation, "", "N");
            assertThat(routers.state(a, "VI")).isEqualTo(State.FAULT);
            b.start();
            awaitUp(routers);
            simulation.runFor(SECOND.multipliedBy(5));
            assertThat(routers.state(a, "VI")).isEqualTo(State.MASTER);
            Duration died = simulation.now();
            b.crash();
            simulation.runUntil("fault", () -> routers.state(a, "VI") == State.FAULT, SECOND);
            assertThat(simulation.now().minus(died).toMillis()).isBetween(39L, 51L);
            b.start();
            awaitUp(routers);
            simulation.runFor(SECOND.multipliedBy(5));
            assertThat(routers.state(a, "VI")).isEqualTo(State.MASTER);
        });
    }

    @Test
    void lostNeighbourCostsItsWeight() {
        Seeds.run(5, simulation -> {
            SimulatedRouters routers = pair(simulation, "", "N weight -30");
            assertThat(routers.instance(a, "VI").priority()).isEqualTo(70);
            b.start();
            awaitUp(routers);
            assertThat(routers.instance(a, "VI").priority()).isEqualTo(100);
            routers.machines.get(b).side = 1;
            simulation.runFor(Duration.ofMillis(60));
            assertThat(routers.instance(a, "VI").priority()).isEqualTo(70);
            routers.machines.get(b).side = 0;
            awaitUp(routers);
            assertThat(routers.instance(a, "VI").priority()).isEqualTo(100);
        });
    }

    @Test
    void freezeCostsTheFrozenNothing() {
        Seeds.run(20, simulation -> {
            SimulatedRouters routers = pair(simulation, "", "N");
            b.start();
            simulation.runFor(SECOND.multipliedBy(5));
            assertThat(isUp(routers, a)).isTrue();
            a.freeze(Duration.ofMillis(40 + simulation.random().nextInt(5_000)));
            long before = routers.instance(a, "VI").counters().becameMaster;
            simulation.runFor(SECOND.multipliedBy(10));
            awaitUp(routers);
            assertThat(routers.instance(a, "VI").counters().becameMaster - before)
                    .isLessThanOrEqualTo(1);
        });
    }

    @Test
    void passiveSideWaitsToBeSpokenTo() {
        Seeds.run(5, simulation -> {
            SimulatedRouters routers = new SimulatedRouters(simulation);
            simulated = simulation;
            a = routers.add("a", "bfd_instance N { neighbor_ip 10.0.0.2\npassive }");
            b = routers.add("b", "bfd_instance N { neighbor_ip 10.0.0.1\npassive }");
            a.start();
            b.start();
            simulation.runFor(SECOND.multipliedBy(10));
            assertThat(isUp(routers, a) || isUp(routers, b)).isFalse();
            SimulatedRouters.write(b, "bfd_instance N { neighbor_ip 10.0.0.1 }");
            b.crash();
            b.start();
            awaitUp(routers);
        });
    }

    @Test
    void changedIntervalsAreAgreedOnWhileTheSessionStaysUp() throws Exception {
        var slower = ConfigText.read("bfd_instance N { neighbor_ip 10.0.0.1\nmin_tx 100 }", new Diagnostics());
        Seeds.run(5, simulation -> {
            SimulatedRouters routers = pair(simulation, "", "N");
            b.start();
            awaitUp(routers);
            simulation.runFor(SECOND.multipliedBy(5));
            Router other = routers.routers.get(b);
            b.node().loop().execute(() -> other.reload(slower));
            simulation.runFor(SECOND.multipliedBy(5));
            assertThat(routers.instance(a, "VI").counters().becameMaster).isEqualTo(1);
            Duration died = simulation.now();
            b.crash();
            simulation.runUntil("down", () -> !isUp(routers, a), SECOND);
            assertThat(simulation.now().minus(died).toMillis()).isBetween(399L, 501L);
        });
    }

    @Test
    void mutatedAndForeignPacketsAreDroppedAndCounted() {
        Seeds.run(1, simulation -> {
            SimulatedRouters routers = pair(simulation, "", "N");
            b.start();
            awaitUp(routers);
            Sessions sessions = routers.routers.get(a).sessions();
            IpAddress from = Objects.requireNonNull(IpAddress.parse("10.0.0.2"));
            Random random = new Random(1);
            a.node().loop().execute(() -> {
                for (int i = 0; i < 100_000; i++) {
                    byte[] bytes = new byte[random.nextInt(40)];
                    random.nextBytes(bytes);
                    sessions.received(bytes, from, from, 255);
                }
                byte[] down = {0x20, 0x40, 5, 24, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0};
                sessions.received(down, Objects.requireNonNull(IpAddress.parse("10.0.0.9")), from, 255);
                sessions.received(down, from, from, 254);
            });
            simulation.runFor(SECOND);
            assertThat(sessions.refused(Fault.LENGTH)).isGreaterThan(90_000);
            assertThat(sessions.refused(Fault.SESSION)).isEqualTo(1);
            assertThat(sessions.refused(Fault.HOPS)).isEqualTo(1);
            assertThat(isUp(routers, a)).isTrue();
        });
    }
}
