package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backstay.base.net.IpAddress;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.backstay.vrrp.config.ConfigReader;
import org.backstay.vrrp.config.Diagnostics;
import org.backstay.vrrp.instance.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routers on virtual time: the whole program but for sockets. */
class SimulatedRouterTest {
    private static final IpAddress VIP = SimulatedRouters.address("10.0.0.100");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static String instance(int priority, String... more) {
        return """
                global_defs { vrrp_notify_fifo /run/fifo }
                vrrp_script chk { script /check
                  interval 1 }
                vrrp_instance VI { interface eth0
                  virtual_router_id 51
                  priority %d
                  advert_int 1
                  %s
                  virtual_ipaddress { 10.0.0.100 } }
                """.formatted(priority, String.join("\n", more));
    }

    private static SimulatedRouters pair(Simulation simulation, String first, String second) {
        SimulatedRouters routers = new SimulatedRouters(simulation);
        routers.add("a", first);
        routers.add("b", second);
        return routers;
    }

    private static SimulatedNode node(SimulatedRouters routers, String name) {
        return routers.machines.keySet().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void startAll(SimulatedRouters routers) {
        routers.machines.keySet().forEach(SimulatedNode::start);
        routers.simulation.runFor(Duration.ofSeconds(6));
    }

    @Test
    void strongestHoldsTheAddressAndTheNextTakesOverAfterTheFormulasTime() {
        Seeds.run(20, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110), instance(100));
            startAll(routers);
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
            Duration died = simulation.now();
            node(routers, "a").crash();
            routers.machines.get(node(routers, "a")).addresses.clear(); // the machine is gone, not only the program
            simulation.runUntil(
                    "b is master", () -> routers.lan.holders(VIP).equals(List.of("b")), SECOND.multipliedBy(5));
            long took = simulation.now().minus(died).toMillis();
            long skew = 156 * 1_000 / 256;
            assertThat(took).isBetween(2_000 + skew - 5, 3_000 + skew + 5);
            node(routers, "a").start();
            simulation.runFor(Duration.ofSeconds(6));
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authentication { auth_type AH\nauth_pass secret }",
                "use_vmac",
                "version 3\nuse_vmac\nnative_ipv6",
                "version 3\nuse_vmac\nvmac_xmit_base\nnative_ipv6"
            })
    void everyWayOfSpeakingFindsOneMasterAndItsReplacement(String how) {
        Seeds.run(3, simulation -> {
            boolean six = how.contains("native_ipv6");
            IpAddress vip = SimulatedRouters.address(six ? "fd00::100" : "10.0.0.100");
            SimulatedRouters routers = pair(
                    simulation,
                    instance(110, how).replace("10.0.0.100", vip.toString()),
                    instance(100, how).replace("10.0.0.100", vip.toString()));
            startAll(routers);
            assertThat(routers.lan.holders(vip)).containsExactly("a");
            assertThat(routers.masters("VI")).containsExactly(node(routers, "a"));
            node(routers, "a").crash();
            routers.machines.get(node(routers, "a")).addresses.clear();
            simulation.runFor(Duration.ofSeconds(5));
            assertThat(routers.lan.holders(vip)).containsExactly("b");
            node(routers, "a").start();
            simulation.runFor(Duration.ofSeconds(6));
            assertThat(routers.masters("VI")).containsExactly(node(routers, "a"));
        });
    }

    @Test
    void masterThatIsStoppedResignsAndIsReplacedWithinTheSkew() {
        Seeds.run(5, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110), instance(100));
            startAll(routers);
            Duration stopped = simulation.now();
            Router a = routers.routers.get(node(routers, "a"));
            node(routers, "a").node().loop().execute(() -> a.stop(true));
            simulation.runUntil("b is master", () -> routers.lan.holders(VIP).equals(List.of("b")), SECOND);
            assertThat(simulation.now().minus(stopped)).isLessThan(Duration.ofMillis(620));
        });
    }

    @Test
    void nopreemptLeavesTheWeakerMasterAlone() {
        Seeds.run(5, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110, "nopreempt"), instance(100));
            node(routers, "b").start();
            simulation.runFor(Duration.ofSeconds(6));
            node(routers, "a").start();
            simulation.runFor(Duration.ofSeconds(20));
            assertThat(routers.masters("VI")).containsExactly(node(routers, "b"));
        });
    }

    @Test
    void preemptDelayWaitsAndThenTakesOver() {
        Seeds.run(5, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110, "preempt_delay 10"), instance(100));
            node(routers, "b").start();
            simulation.runFor(Duration.ofSeconds(6));
            node(routers, "a").start();
            simulation.runFor(Duration.ofSeconds(9));
            assertThat(routers.masters("VI")).containsExactly(node(routers, "b"));
            simulation.runFor(Duration.ofSeconds(6));
            assertThat(routers.masters("VI")).containsExactly(node(routers, "a"));
        });
    }

    @Test
    void ownerIsMasterAtOnce() {
        Seeds.run(5, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(255, "state MASTER"), instance(100));
            routers.machines.keySet().forEach(SimulatedNode::start);
            simulation.runFor(Duration.ofMillis(100));
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
        });
    }

    @Test
    void freezeLongerThanTheDownTimerCostsABackupNothing() {
        Seeds.run(20, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110), instance(100));
            startAll(routers);
            routers.events.clear();
            node(routers, "b").freeze(Duration.ofMillis(simulation.random().nextInt(3_700, 20_000)));
            simulation.runFor(Duration.ofSeconds(30));
            assertThat(routers.events).isEmpty();
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
        });
    }

    @Test
    void failedScriptMovesTheAddressAndItsRecoveryBringsItBack() {
        Seeds.run(10, simulation -> {
            SimulatedRouters routers =
                    pair(simulation, instance(110, "track_script { chk }"), instance(100, "track_script { chk }"));
            startAll(routers);
            routers.exitCodes.put("a:/check", 1);
            simulation.runFor(Duration.ofSeconds(3));
            assertThat(routers.lan.holders(VIP)).containsExactly("b");
            assertThat(routers.state(node(routers, "a"), "VI")).isEqualTo(State.FAULT);
            routers.exitCodes.clear();
            simulation.runFor(Duration.ofSeconds(8));
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
        });
    }

    @Test
    void scriptThatFailsFromTheStartNeverLetsItsInstanceServe() {
        Seeds.run(3, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110, "track_script { chk }"), instance(100));
            routers.exitCodes.put("a:/check", 1);
            startAll(routers);
            assertThat(routers.lan.holders(VIP)).containsExactly("b");
            assertThat(routers.events).noneMatch(event -> event.startsWith("a ") && event.contains("BACKUP"));
        });
    }

    @Test
    void weightsMoveThePriorityOnly() {
        Seeds.run(5, simulation -> {
            SimulatedRouters routers =
                    pair(simulation, instance(110, "track_script { chk weight -20 }"), instance(100));
            startAll(routers);
            routers.exitCodes.put("a:/check", 1);
            simulation.runFor(Duration.ofSeconds(8));
            assertThat(routers.instance(node(routers, "a"), "VI").priority()).isEqualTo(90);
            assertThat(routers.lan.holders(VIP)).containsExactly("b");
        });
    }

    @Test
    void lostCarrierIsAFaultAndItsReturnIsNot() {
        Seeds.run(5, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110), instance(100));
            startAll(routers);
            routers.machines.get(node(routers, "a")).link(false);
            simulation.runFor(Duration.ofSeconds(5));
            assertThat(routers.lan.holders(VIP)).containsExactly("b");
            routers.machines.get(node(routers, "a")).link(true);
            simulation.runFor(Duration.ofSeconds(6));
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
        });
    }

    @Test
    void killedMasterFindsItsAddressOnItsInterfaceAndCleansUp() {
        Seeds.run(5, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110, "nopreempt"), instance(100));
            startAll(routers);
            node(routers, "a").crash();
            simulation.runFor(Duration.ofSeconds(5));
            assertThat(routers.lan.holders(VIP)).containsExactly("a", "b"); // nobody is there to remove it
            node(routers, "a").start();
            simulation.runFor(Duration.ofMillis(50));
            assertThat(routers.lan.holders(VIP)).containsExactly("b");
        });
    }

    @Test
    void hundredReloadsWithChangesElsewhereMoveNothing() {
        Seeds.run(3, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110), instance(100));
            startAll(routers);
            routers.events.clear();
            for (int i = 0; i < 100; i++) {
                SimulatedNode a = node(routers, "a");
                SimulatedRouters.write(a, instance(110) + other(i));
                reload(routers, a);
                simulation.runFor(Duration.ofMillis(simulation.random().nextInt(1, 300)));
            }
            assertThat(routers.events).noneMatch(event -> event.contains("\"VI\""));
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
        });
    }

    private static String other(int i) {
        return """
                vrrp_instance OTHER%d { interface eth0
                  virtual_router_id %d
                  priority 5
                  virtual_ipaddress { 10.0.1.%d } }
                """.formatted(i % 7, 60 + i % 7, i % 200 + 1);
    }

    private static void reload(SimulatedRouters routers, SimulatedNode node) {
        Router router = routers.routers.get(node);
        node.node().loop().execute(() -> {
            try {
                router.reload(ConfigReader.read(
                        node.node().disk(),
                        SimulatedRouters.FILE.toString(),
                        "x",
                        node.node().random(),
                        new Diagnostics()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void reloadThatChangesAddressesKeepsTheRest() {
        Seeds.run(3, simulation -> {
            SimulatedRouters routers = pair(simulation, instance(110), instance(100));
            startAll(routers);
            routers.events.clear();
            SimulatedNode a = node(routers, "a");
            SimulatedRouters.write(a, instance(110).replace("{ 10.0.0.100 }", "{ 10.0.0.100\n 10.0.0.101 }"));
            reload(routers, a);
            simulation.runFor(Duration.ofMillis(100));
            assertThat(routers.lan.holders(SimulatedRouters.address("10.0.0.101")))
                    .containsExactly("a");
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
            assertThat(routers.events).isEmpty();
        });
    }

    private static String group(int priority, String... more) {
        return """
                global_defs { vrrp_notify_fifo /run/fifo }
                vrrp_script chk { script /check
                  interval 1 }
                vrrp_sync_group G { group { ONE
                  TWO } }
                vrrp_instance ONE { interface eth0
                  virtual_router_id 51
                  priority %d
                  %s
                  virtual_ipaddress { 10.0.0.100 } }
                vrrp_instance TWO { interface eth0
                  virtual_router_id 52
                  priority %d
                  virtual_ipaddress { 10.0.0.200 } }
                """.formatted(priority, String.join("\n", more), priority);
    }

    @Test
    void groupGoesTogether() {
        Seeds.run(20, simulation -> {
            IpAddress second = SimulatedRouters.address("10.0.0.200");
            SimulatedRouters routers = pair(simulation, group(110, "track_script { chk }"), group(100));
            startAll(routers);
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
            assertThat(routers.lan.holders(second)).containsExactly("a");
            routers.exitCodes.put("a:/check", 1);
            simulation.runFor(Duration.ofSeconds(4));
            assertThat(routers.lan.holders(VIP)).containsExactly("b");
            assertThat(routers.lan.holders(second)).containsExactly("b");
            routers.exitCodes.clear();
            simulation.runFor(Duration.ofSeconds(9));
            assertThat(routers.lan.holders(VIP)).containsExactly("a");
            assertThat(routers.lan.holders(second)).containsExactly("a");
            assertThat(routers.events)
                    .contains("a GROUP \"G\" MASTER 0", "a GROUP \"G\" FAULT 0", "a INSTANCE \"TWO\" FAULT 110");
        });
    }

    @Test
    void scriptsAreToldWithTheOriginalsArguments() {
        Seeds.run(1, simulation -> {
            String told = "notify_master \"/notify-master one\"\nnotify \"/notify two\"\nnotify_stop /notify-stop";
            SimulatedRouters routers = pair(simulation, instance(110, told), instance(100));
            startAll(routers);
            Router a = routers.routers.get(node(routers, "a"));
            node(routers, "a").node().loop().execute(() -> a.stop(true));
            simulation.runFor(SECOND);
            assertThat(routers.events.stream().filter(event -> event.startsWith("a runs")))
                    .containsExactly(
                            "a runs /notify two INSTANCE VI BACKUP 110",
                            "a runs /notify-master one",
                            "a runs /notify two INSTANCE VI MASTER 110",
                            "a runs /notify-stop",
                            "a runs /notify two INSTANCE VI STOP 110");
        });
    }

    @Test
    @Tag("slow")
    void healedNetworkHasOneMasterWithinThreeIntervalsAndKeepsIt() {
        Seeds.run(10_000, SimulatedRouterTest::troubledNetwork);
    }

    /** Cuts, losses, crashes, freezes and failing scripts; then peace. */
    private static void troubledNetwork(Simulation simulation) {
        boolean grouped = simulation.random().nextBoolean();
        String name = grouped ? "ONE" : "VI";
        int count = simulation.random().nextInt(2, 5);
        SimulatedRouters routers = new SimulatedRouters(simulation);
        for (int i = 0; i < count; i++) {
            int priority = 100 + simulation.random().nextInt(3) * 10;
            String more = "track_script { chk }" + (simulation.random().nextInt(4) == 0 ? "\nnopreempt" : "");
            routers.add("r" + i, grouped ? group(priority, more) : instance(priority, more));
        }
        List<SimulatedNode> all = new ArrayList<>(routers.machines.keySet());
        all.forEach(SimulatedNode::start);
        for (int i = simulation.random().nextInt(1, 6); i > 0; i--) {
            simulation.after(
                    Duration.ofMillis(simulation.random().nextInt(11_000)),
                    () -> trouble(routers, all.get(simulation.random().nextInt(all.size()))));
        }
        simulation.runFor(Duration.ofSeconds(20));
        heal(routers);
        // Whoever is up now first has to find out that nobody else is: at most the down timer. Then three intervals.
        simulation.runFor(Duration.ofMillis(1_100 + 3_700 + 3_000));
        assertThat(routers.masters(name)).as("masters of %s", name).hasSize(1);
        assertThat(routers.lan.holders(VIP)).hasSize(1);
        routers.events.clear();
        SimulatedNode master = routers.masters(name).getFirst();
        simulation.runFor(Duration.ofSeconds(30));
        assertThat(routers.events).as("no flapping").isEmpty();
        assertThat(routers.masters(name)).containsExactly(master);
        if (grouped) {
            assertThat(routers.masters("TWO")).containsExactly(master);
        }
    }

    private static void trouble(SimulatedRouters routers, SimulatedNode victim) {
        Simulation simulation = routers.simulation;
        SimulatedLan.Machine machine = routers.machines.get(victim);
        switch (simulation.random().nextInt(6)) {
            case 0 -> machine.side = simulation.random().nextInt(2);
            case 1 -> routers.lan.loss = simulation.random().nextDouble() * 0.5;
            case 2 -> routers.exitCodes.put(machine.name + ":/check", 1);
            case 3 -> {
                if (victim.alive()) {
                    victim.freeze(Duration.ofMillis(simulation.random().nextInt(8_000)));
                }
            }
            case 4 -> machine.link(false);
            default -> {
                if (victim.alive()) {
                    victim.crash();
                }
            }
        }
    }

    private static void heal(SimulatedRouters routers) {
        routers.lan.loss = 0;
        routers.exitCodes.clear();
        routers.machines.forEach((node, machine) -> {
            machine.side = 0;
            if (!node.alive()) {
                node.start();
            }
            machine.link(true);
        });
    }
}
