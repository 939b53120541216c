package org.backstay.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backstay.testkit.sim.Cut;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three sentinels, a master and two replicas on virtual time. */
class SimulatedFailoverTest {
    private static final Duration TO_MEET = Duration.ofSeconds(60);
    private static final Duration TO_SETTLE = Duration.ofMinutes(5);

    @Test
    void masterThatDiesIsReplacedWithinDownAfterAndASecond() {
        Seeds.run(20, SimulatedFailoverTest::quickFailover);
    }

    private static void quickFailover(Simulation simulation) {
        SimulatedTier tier = met(simulation);
        SimulatedNode old = tier.redises.getFirst();
        old.crash();
        Duration died = simulation.now();
        simulation.runUntil(
                "another master is agreed on", () -> tier.agreed() != old && tier.agreed() != null, TO_SETTLE);
        Duration took = simulation.now().minus(died);
        assertThat(took).isLessThan(Duration.ofMillis(SimulatedTier.DOWN_AFTER + 1_000));
        simulation.runUntil("the other replica follows", tier::settled, TO_SETTLE);
        old.start();
        simulation.runUntil("the old master follows", tier::settled, TO_SETTLE);
        assertThat(tier.events.stream().filter(e -> e.contains("+promoted-slave")))
                .hasSize(1);
    }

    @Test
    @Tag("slow")
    void exactlyOneReplicaIsPromotedWhateverBreaksMeanwhile() {
        Seeds.run(1_000, SimulatedFailoverTest::troubledFailover);
    }

    /** Slow links, cuts and restarts around the death of the master; the checks of {@link SimulatedTier} hold all the time. */
    private static void troubledFailover(Simulation simulation) {
        simulation
                .links()
                .latency(
                        Duration.ofNanos(50_000),
                        Duration.ofMillis(simulation.random().nextInt(1, 30)));
        SimulatedTier tier = met(simulation);
        SimulatedNode old = tier.redises.getFirst();
        for (int i = simulation.random().nextInt(4); i > 0; i--) {
            Duration when = Duration.ofMillis(simulation.random().nextInt(4_000));
            simulation.after(when, () -> trouble(simulation, tier));
        }
        simulation.runFor(Duration.ofMillis(simulation.random().nextInt(3_000)));
        if (simulation.random().nextBoolean()) {
            old.crash();
        } else {
            old.powerOff();
        }
        simulation.runFor(Duration.ofSeconds(simulation.random().nextInt(30)));
        simulation.links().heal();
        tier.sentinels.stream().filter(s -> !s.alive()).forEach(SimulatedNode::start);
        simulation.runUntil(
                "another master is agreed on and followed", () -> tier.agreed() != old && tier.settled(), TO_SETTLE);
        assertThat(tier.redises.stream().filter(r -> r.alive() && tier.server(r).isMaster()))
                .hasSize(1);
        old.start();
        simulation.runUntil("the old master follows", tier::settled, TO_SETTLE);
    }

    private static void trouble(Simulation simulation, SimulatedTier tier) {
        List<SimulatedNode> all = new ArrayList<>(tier.sentinels);
        all.addAll(tier.redises);
        SimulatedNode one = tier.sentinels.get(simulation.random().nextInt(tier.sentinels.size()));
        SimulatedNode other = all.get(simulation.random().nextInt(all.size()));
        switch (simulation.random().nextInt(5)) {
            case 0 -> restart(simulation, one);
            case 1 -> {
                if (one != other) {
                    Cut how = simulation.random().nextBoolean() ? Cut.BLACK_HOLE : Cut.REJECT;
                    simulation.links().cut(one, other, how);
                    simulation.after(Duration.ofSeconds(simulation.random().nextInt(1, 20)), simulation.links()::heal);
                }
            }
            case 2 -> simulation.reset(one, other);
            case 3 -> {
                if (one.alive()) {
                    one.freeze(Duration.ofMillis(simulation.random().nextInt(1_500)));
                }
            }
            default ->
                simulation.longestJob(Duration.ofMillis(simulation.random().nextInt(1, 200)));
        }
    }

    private static void restart(Simulation simulation, SimulatedNode sentinel) {
        if (!sentinel.alive()) {
            return;
        }
        if (simulation.random().nextBoolean()) {
            sentinel.crash();
        } else {
            sentinel.powerOff();
        }
        simulation.after(Duration.ofMillis(simulation.random().nextInt(1, 5_000)), () -> {
            if (!sentinel.alive()) {
                sentinel.start();
            }
        });
    }

    private static SimulatedTier met(Simulation simulation) {
        SimulatedTier tier = new SimulatedTier(simulation);
        tier.startAll();
        simulation.runUntil("all sentinels know everybody", tier::met, TO_MEET);
        return tier;
    }
}
