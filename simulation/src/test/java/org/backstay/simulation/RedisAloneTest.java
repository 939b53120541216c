package org.backstay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
