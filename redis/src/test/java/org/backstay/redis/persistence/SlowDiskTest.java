package org.backstay.redis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backstay.redis.persistence.Life.Kind;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.SimulatedCaller;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Test;

/** A disk whose syncs take seconds: who waits for it, and for how long. */
final class SlowDiskTest {
    private static final Duration SYNC = Duration.ofSeconds(6);
    private static final int SEEDS = 5;

    /** Writes that follow each other on one connection, each sent when the one before is answered, and how long each took. */
    private static final class Writer {
        final Simulation simulation;
        final SimulatedCaller caller;
        final List<Duration> took = new ArrayList<>();
        boolean waits;

        Writer(Life life) {
            simulation = life.simulation;
            caller = life.caller();
        }

        void write() {
            Duration sent = simulation.now();
            waits = true;
            caller.send(
                    answer -> {
                        assertThat(answer).isEqualTo((long) took.size() + 1);
                        took.add(simulation.now().minus(sent));
                        waits = false;
                    },
                    "INCR",
                    "count");
        }
    }

    /** How long another client waits that only reads. */
    private static Duration reading(Life life) {
        Duration asked = life.simulation.now();
        assertThat(life.ask("GET", "before")).isEqualTo("there");
        return life.simulation.now().minus(asked);
    }

    private static Life begin(Simulation simulation, Kind kind) {
        Life life = new Life(simulation, kind);
        life.ask("SET", "before", "there");
        simulation.runFor(Duration.ofSeconds(2));
        life.server.disk().slowSync(SYNC);
        return life;
    }

    private static void everysec(Simulation simulation) {
        Life life = begin(simulation, Kind.EVERYSEC);
        Writer writer = new Writer(life);
        Duration began = simulation.now();
        Duration stalled = Duration.ZERO;
        while (stalled.isZero()) {
            writer.write();
            simulation.runFor(Duration.ofMillis(100));
            stalled = writer.waits ? simulation.now().minus(began) : Duration.ZERO;
            assertThat(simulation.now()).isLessThan(began.plusSeconds(5));
        }
        assertThat(stalled)
                .as("a second until a sync begins, and two of patience")
                .isBetween(Duration.ofSeconds(2), Duration.ofMillis(3500));
        assertThat(writer.took).allMatch(took -> took.toMillis() < 50);
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(writer.waits).isTrue();
        assertThat(reading(life)).isLessThan(Duration.ofMillis(50));
        assertThat(life.info("aof_delayed_fsync")).isEqualTo("1");
        assertThat(life.info("aof_pending_bio_fsync")).isEqualTo("1");
        simulation.runFor(Duration.ofSeconds(4));
        assertThat(writer.waits).as("answered when the sync is over").isFalse();
        int answered = writer.took.size();
        life.server.crash();
        life.server.disk().slowSync(Duration.ZERO);
        life.comeBack();
        assertThat(Integer.parseInt(String.valueOf(life.ask("GET", "count")))).isEqualTo(answered);
    }

    @Test
    void underEverysecWritesWaitAfterTwoSecondsAndReadsDoNot() {
        Seeds.run(SEEDS, SlowDiskTest::everysec);
    }

    private static void always(Simulation simulation) {
        Life life = begin(simulation, Kind.ALWAYS);
        Writer writer = new Writer(life);
        writer.write();
        simulation.runFor(Duration.ofMillis(20));
        assertThat(reading(life))
                .as("held back as long as the disk may be quick")
                .isLessThan(Duration.ofMillis(120));
        assertThat(reading(life)).isLessThan(Duration.ofMillis(50));
        Writer second = new Writer(life);
        second.caller.send(answer -> second.took.add(simulation.now()), "SET", "second", "1");
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(life.ask("GET", "count")).isEqualTo("1");
        life.server.crash();
        assertThat(writer.took).as("nothing was promised").isEmpty();
        assertThat(second.took).isEmpty();
    }

    private static void alwaysToTheEnd(Simulation simulation) {
        Life life = begin(simulation, Kind.ALWAYS);
        Writer writer = new Writer(life);
        writer.write();
        simulation.runFor(Duration.ofSeconds(5));
        assertThat(writer.waits).isTrue();
        simulation.runFor(Duration.ofSeconds(2));
        assertThat(writer.took).hasSize(1);
        life.server.powerOff();
        life.server.disk().slowSync(Duration.ZERO);
        life.comeBack();
        assertThat(life.ask("GET", "count")).isEqualTo("1");
    }

    @Test
    void underAlwaysOnlyThoseWaitWhoHaveWritten() {
        Seeds.run(SEEDS, SlowDiskTest::always);
    }

    @Test
    void underAlwaysAnAnswerComesWhenTheSyncIsOver() {
        Seeds.run(SEEDS, SlowDiskTest::alwaysToTheEnd);
    }
}
