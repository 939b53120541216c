package org.backstay.redis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.backstay.redis.persistence.Life.Kind;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same life again and again, and each time the power, or only the disk, fails at another change of the disk: a write, a sync, a file that
 * comes, goes or gets a new name. What comes back must be a state that there was, and not older than what was promised.
 */
@Tag("slow")
final class CrashEverywhereTest {
    private static final int ROUNDS = 40;
    private static final int MORE_ROUNDS = 5;
    private static final int MOST_CRASHES = 150;

    /** An outage at the same change leaves one thing or another of what was not synced. */
    private static final int OUTCOMES = 3;

    private static long changesOfAWholeLife(Kind kind) {
        long[] changes = new long[1];
        Seeds.run(1L, simulation -> {
            Life life = new Life(simulation, kind);
            for (int i = 0; i < ROUNDS; i++) {
                life.round();
            }
            simulation.runFor(Duration.ofSeconds(2));
            assertThat(life.promised).isGreaterThanOrEqualTo(ROUNDS - kind.every);
            changes[0] = life.server.disk().changesMade();
        });
        return changes[0];
    }

    private static void crashAfter(Kind kind, long changes, Simulation simulation) {
        Life life = new Life(simulation, kind);
        failAfter(life, changes, () -> simulation.after(Duration.ZERO, life.server::powerOff));
        for (int i = 0; i < ROUNDS && life.server.alive(); i++) {
            life.round();
        }
        simulation.runFor(Duration.ofSeconds(2));
        if (life.server.alive()) {
            life.server.powerOff();
        }
        String when = kind + ", power lost after change " + changes;
        life.comeBack();
        life.assertOneStateThatWas(when);
        goOn(life, when);
    }

    private static void failAfter(Life life, long changes, Runnable outage) {
        long begun = life.server.disk().changesMade();
        life.server.disk().failAfter(Math.max(0, changes - begun), outage);
    }

    /** Writes more, lets it get safe, and has the power fail. */
    private static void goOn(Life life, String when) {
        if (life.kind == Kind.SNAPSHOTS) {
            return;
        }
        for (int i = 0; i < MORE_ROUNDS; i++) {
            life.round();
        }
        life.simulation.runFor(Duration.ofSeconds(4));
        life.expectAll();
        life.assertOneStateThatWas(when + ", as it runs");
        life.server.powerOff();
        life.comeBack();
        life.assertOneStateThatWas(when + ", and then again");
    }

    @ParameterizedTest
    @EnumSource
    void whereverThePowerFailsAStateThatWasComesBack(Kind kind) {
        long all = changesOfAWholeLife(kind);
        assertThat(all).isGreaterThan(50);
        long step = Math.max(1, all / MOST_CRASHES);
        for (long changes = 1; changes <= all; changes += step) {
            long at = changes;
            for (int outcome = 0; outcome < OUTCOMES; outcome++) {
                Seeds.run(at + outcome * all, simulation -> crashAfter(kind, at, simulation));
            }
        }
    }

    private static void disturbAfter(Kind kind, long changes, Duration trouble, boolean crash, Simulation simulation) {
        Life life = new Life(simulation, kind);
        Runnable mend = () -> life.server.disk().failAfter(Long.MAX_VALUE, () -> {});
        failAfter(life, changes, trouble.isZero() ? mend : () -> simulation.after(trouble, mend));
        for (int i = 0; i < ROUNDS; i++) {
            life.round();
        }
        String when = kind + ", disk failed after change " + changes + " for " + trouble;
        if (crash) {
            life.server.powerOff();
            life.comeBack();
            life.assertOneStateThatWas(when + ", and then the power");
        }
        goOn(life, when);
    }

    @ParameterizedTest
    @CsvSource({"ALWAYS,0", "ALWAYS,1000", "EVERYSEC,0", "EVERYSEC,3000"})
    void whereverTheDiskFailsForAWhileNothingThatWasPromisedIsLost(Kind kind, long millis) {
        long all = changesOfAWholeLife(kind);
        long step = Math.max(1, all / MOST_CRASHES);
        for (long changes = 1; changes <= all; changes += step) {
            long at = changes;
            boolean crash = changes % 2 == 0;
            Seeds.run(at, simulation -> disturbAfter(kind, at, Duration.ofMillis(millis), crash, simulation));
        }
    }
}
