package org.backstay.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;

/** A master, two replicas and three sentinels, our programs as they are shipped, and a witness who asks them. */
final class Tier {
    static final String NAME = "mymaster";
    static final Duration DOWN_AFTER = Duration.ofSeconds(1);
    private static final int QUORUM = 2;

    final Simulation simulation;
    final List<SimulatedNode> redises = new ArrayList<>();
    final List<SimulatedNode> sentinels = new ArrayList<>();
    final Witness witness;
    final Invariants invariants;

    Tier(Simulation simulation, String... redisLines) {
        this.simulation = simulation;
        witness = new Witness(simulation);
        invariants = new Invariants(simulation);
        redises.add(RedisMachine.add(simulation, "redis-1", redisLines));
        String master = redises.getFirst().ip();
        for (int i = 2; i <= 3; i++) {
            List<String> lines = new ArrayList<>(List.of(redisLines));
            lines.add("replicaof " + master + " " + RedisMachine.PORT);
            redises.add(RedisMachine.add(simulation, "redis-" + i, lines.toArray(String[]::new)));
        }
        for (int i = 1; i <= 3; i++) {
            sentinels.add(SentinelMachine.add(
                    simulation,
                    "sentinel-" + i,
                    "sentinel monitor " + NAME + " " + master + " " + RedisMachine.PORT + " " + QUORUM,
                    "sentinel down-after-milliseconds " + NAME + " " + DOWN_AFTER.toMillis(),
                    "sentinel failover-timeout " + NAME + " 10000"));
        }
        redises.forEach(each -> witness.watch(each, RedisMachine.PORT, "ROLE"));
        sentinels.forEach(each -> witness.watch(each, SentinelMachine.PORT, "SENTINEL", "MASTER", NAME));
    }

    /** Every machine but the witness. */
    Stream<SimulatedNode> machines() {
        return Stream.concat(sentinels.stream(), redises.stream());
    }

    void start() {
        redises.forEach(SimulatedNode::start);
        sentinels.forEach(SimulatedNode::start);
        witness.start();
    }

    /** Whether every sentinel knows both replicas and both other sentinels, and both replicas follow the master. */
    boolean met() {
        return settled()
                && sentinels.stream()
                        .map(witness::fields)
                        .allMatch(master -> Objects.equals(master.get("num-slaves"), "2")
                                && Objects.equals(master.get("num-other-sentinels"), "2"));
    }

    /** Whether one server is master, all sentinels say so, and every other server that runs follows it over a link that is up. */
    boolean settled() {
        SimulatedNode master = agreed();
        return master != null
                && Objects.equals(role(master), "master")
                && redises.stream()
                        .filter(each -> each != master && each.alive())
                        .allMatch(each -> follows(each, master));
    }

    /** The machine that all sentinels take for the master; null while they differ or do not answer. */
    SimulatedNode agreed() {
        String told = null;
        for (SimulatedNode sentinel : sentinels) {
            Map<String, String> master = witness.fields(sentinel);
            String ip = master.get("ip");
            if (!sentinel.alive() || ip == null || (told != null && !told.equals(ip))) {
                return null;
            }
            told = ip;
        }
        String ip = told;
        return redises.stream().filter(each -> each.ip().equals(ip)).findFirst().orElse(null);
    }

    /** {@code master}, {@code slave}, or null when it does not say. */
    String role(SimulatedNode redis) {
        return redis.alive() && witness.answer(redis) instanceof List<?> role ? String.valueOf(role.getFirst()) : null;
    }

    /** How many servers that run say that they are the master. */
    long masters() {
        return redises.stream().filter(each -> "master".equals(role(each))).count();
    }

    private boolean follows(SimulatedNode replica, SimulatedNode master) {
        return replica.alive()
                && witness.answer(replica) instanceof List<?> role
                && role.size() == 5
                && Objects.equals(role.get(0), "slave")
                && Objects.equals(role.get(1), master.ip())
                && Objects.equals(role.get(3), "connected");
    }
}
