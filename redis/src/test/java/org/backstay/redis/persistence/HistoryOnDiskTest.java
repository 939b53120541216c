package org.backstay.redis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.backstay.redis.persistence.Life.Kind;
import org.backstay.testkit.sim.Seeds;
import org.backstay.testkit.sim.Simulation;
import org.junit.jupiter.api.Test;

/** A history begins on the disk with its first byte, or nothing of it does. */
final class HistoryOnDiskTest {
    private static void promoteOnAFullDisk(Simulation simulation) {
        Life life = new Life(simulation, Kind.ALWAYS);
        for (int i = 0; i < 3; i++) {
            life.round();
        }
        life.ask("REPLICAOF", "10.9.9.9", "6379");
        simulation.runFor(Duration.ofSeconds(1));
        String before = life.info("master_replid");
        long branch = Long.parseLong(life.info("master_repl_offset"));
        life.server.disk().capacity(0);
        life.ask("REPLICAOF", "NO", "ONE");
        simulation.runFor(Duration.ofSeconds(1));
        String id = life.info("master_replid");
        assertThat(id).isNotEqualTo(before);
        assertThat(String.valueOf(life.ask("SET", "a", "1"))).startsWith("-MISCONF");

        life.server.disk().capacity(Long.MAX_VALUE);
        simulation.runFor(Duration.ofSeconds(2));
        assertThat(life.info("aof_last_write_status")).isEqualTo("ok");
        for (int i = 0; i < 3; i++) {
            life.round();
        }
        life.server.crash();
        life.comeBack();
        life.assertOneStateThatWas("after a kill");
        assertThat(life.info("master_replid")).isEqualTo(id);
        assertThat(life.info("master_replid2")).isEqualTo(before);
        assertThat(life.info("second_repl_offset")).isEqualTo(Long.toString(branch + 1));
    }

    @Test
    void nothingOfANewHistoryIsWrittenUnderTheOldOneWhileTheDiskIsFull() {
        Seeds.run(5, HistoryOnDiskTest::promoteOnAFullDisk);
    }
}
