package org.backstay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedCaller;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Test;

/** One redis-server and one client, to see that the server lives in the simulation as on a machine. */
class RedisAloneTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void answersItsClientsAndLosesItsKeysWithItsPower() {
        Seeds.run(20, RedisAloneTest::serve);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(Seeds.run(seed, RedisAloneTest::serve)).isEqualTo(Seeds.run(seed, RedisAloneTest::serve));
        }
    }

    /** A sentinel sends CONFIG REWRITE after each change of role, so that a server that restarts is what it was last told to be. */
    @Test
    void rewrittenConfigurationSaysWhomTheServerFollowsNow() {
        Seeds.run(1, simulation -> {
            SimulatedNode redis = RedisMachine.add(simulation, "redis", "replicaof 10.9.9.9 7000");
            SimulatedNode client = simulation.node("client", node -> () -> {});
            redis.start();
            client.start();
            simulation.runFor(SECOND);
            assertThat(roleAfterRestart(simulation, redis, client, "NO", "ONE"))
                    .containsExactly("master", 0L, List.of());
            assertThat(roleAfterRestart(simulation, redis, client, "10.8.8.8", "7001"))
                    .startsWith("slave", "10.8.8.8", 7001L);
        });
    }

    private static List<Object> roleAfterRestart(
            Simulation simulation, SimulatedNode redis, SimulatedNode client, String host, String port) {
        SimulatedCaller caller = new SimulatedCaller(client, "redis", RedisMachine.PORT);
        assertThat(caller.call(simulation, SECOND, "REPLICAOF", host, port)).isEqualTo("OK");
        assertThat(caller.call(simulation, SECOND, "CONFIG", "REWRITE")).isEqualTo("OK");
        redis.powerOff();
        redis.start();
        simulation.runFor(SECOND);
        Object role = new SimulatedCaller(client, "redis", RedisMachine.PORT).call(simulation, SECOND, "ROLE");
        return new ArrayList<>((List<?>) role);
    }

    private static void serve(Simulation simulation) {
        SimulatedNode redis = RedisMachine.add(simulation, "redis");
        SimulatedNode client = simulation.node("client", node -> () -> {});
        redis.start();
        client.start();
        simulation.runFor(SECOND);
        SimulatedCaller caller = new SimulatedCaller(client, "redis", RedisMachine.PORT);
        assertThat(caller.call(simulation, SECOND, "SET", "a", "1")).isEqualTo("OK");
        assertThat(caller.call(simulation, SECOND, "SET", "b", "2", "PX", "5000"))
                .isEqualTo("OK");
        assertThat(caller.call(simulation, SECOND, "GET", "b")).isEqualTo("2");
        simulation.runFor(Duration.ofSeconds(6));
        assertThat(caller.call(simulation, SECOND, "GET", "b")).isNull();
        assertThat(caller.call(simulation, SECOND, "DBSIZE")).isEqualTo(1L);
        redis.powerOff();
        simulation.runFor(SECOND);
        redis.start();
        caller.send(answer -> {}, "PING");
        simulation.runUntil("the old connection is reset", caller::ended, SECOND);
        SimulatedCaller again = new SimulatedCaller(client, "redis", RedisMachine.PORT);
        assertThat(again.call(simulation, SECOND, "GET", "a")).isNull();
    }
}
