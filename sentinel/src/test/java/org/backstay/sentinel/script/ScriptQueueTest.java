package org.backstay.sentinel.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.backstay.sentinel.Bench;
import org.junit.jupiter.api.Test;

class ScriptQueueTest {
    private final Bench bench = new Bench();
    private final List<ScriptStarter.Observer> started = new ArrayList<>();
    private final List<List<String>> commands = new ArrayList<>();
    private int killed;
    private final ScriptQueue queue = new ScriptQueue(bench.state.periods, new Recorder(), bench.time);

    ScriptQueueTest() {
        queue.events(bench.events);
    }

    private final class Recorder implements ScriptStarter {
        @Override
        public void start(List<String> command, Observer observer) {
            commands.add(command);
            started.add(observer);
            observer.started(100 + started.size(), () -> killed++);
        }

        @Override
        public boolean isExecutable(String path) {
            return true;
        }
    }

    @Test
    void scriptGetsItsArgumentsAndIsForgottenWhenItEndsWell() {
        queue.run("/s", "+sdown", "master m 1 2");
        assertThat(commands).containsExactly(List.of("/s", "+sdown", "master m 1 2"));
        assertThat(queue.running()).isEqualTo(1);
        started.getFirst().ended(0, 0);
        assertThat(queue.size()).isZero();
        assertThat(bench.told).noneMatch(line -> line.startsWith("-script-error"));
    }

    @Test
    void exitCodeOneMeansAgainLaterAndLaterTenTimesInAll() {
        queue.run("/s");
        long delay = 30_000;
        for (int tries = 1; tries < 10; tries++) {
            started.getLast().ended(1, 0);
            assertThat(queue.pending().getFirst().millis()).isEqualTo(delay);
            bench.now += delay - 1;
            queue.tend();
            assertThat(started).hasSize(tries);
            bench.now += 1;
            queue.tend();
            assertThat(started).hasSize(tries + 1);
            delay *= 2;
        }
        started.getLast().ended(1, 0);
        assertThat(queue.size()).isZero();
        assertThat(bench.told).contains("-script-error /s 0 1");
    }

    @Test
    void otherExitCodesAreReportedAtOnce() {
        queue.run("/s");
        started.getLast().ended(2, 0);
        assertThat(queue.size()).isZero();
        assertThat(bench.told).contains("-script-error /s 0 2");
    }

    @Test
    void scriptThatRunsTooLongIsKilledOnce() {
        queue.run("/s");
        bench.now += 60_001;
        queue.tend();
        queue.tend();
        assertThat(killed).isEqualTo(1);
        assertThat(bench.told).contains("-script-timeout /s 101");
        started.getLast().ended(0, 9);
        assertThat(queue.pending().getFirst().running()).isFalse();
    }

    @Test
    void atMostSixteenRunAndTheOldestWaitingIsDroppedAfter256() {
        for (int i = 0; i < 300; i++) {
            queue.run("/s" + i);
        }
        assertThat(queue.running()).isEqualTo(16);
        assertThat(queue.size()).isEqualTo(256);
        assertThat(queue.pending().get(16).command()).containsExactly("/s60");
        started.getFirst().ended(0, 0);
        assertThat(queue.running()).isEqualTo(16);
    }
}
