package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted and is too large to be freed at once is gone soon, and nobody waits for it. */
@Tag("slow")
final class ReclaimingTest {
    private static final long MEMBERS = 1_000_000;
    private static final String FILL = "for i = 1, ARGV[1] do redis.call('SADD', KEYS[1], 'member ' .. i) end";

    /** On an idle machine a tenth of it is enough; a hundredth of the loop's time would need ten seconds. */
    private static final Duration SOON = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private static void awaitNothingPending(OurRedis ours) {
        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ours.info("lazyfree_pending_objects").equals("0"));
    }

    private static long usedMemory(OurRedis ours) {
        return Long.parseLong(ours.info("used_memory"));
    }

    @Test
    void aMillionMembersAreGoneSoon() {
        try (OurRedis ours = OurRedis.start(folder);
                RespConnection client = new RespConnection(ours.port())) {
            long empty = usedMemory(ours);
            client.call("EVAL", FILL, "1", "set", Long.toString(MEMBERS));
            assertThat(usedMemory(ours)).isGreaterThan(empty + 8 * MEMBERS);
            assertThat(client.call("UNLINK", "set")).isEqualTo(1L);
            awaitNothingPending(ours);
            assertThat(usedMemory(ours)).isLessThan(empty + MEMBERS);
            assertThat(ours.info("lazyfreed_objects")).isEqualTo("1");

            client.call("DEBUG", "POPULATE", Long.toString(MEMBERS));
            assertThat(client.call("FLUSHALL", "ASYNC")).isEqualTo("OK");
            awaitNothingPending(ours);
            assertThat(usedMemory(ours)).isLessThan(empty + MEMBERS);
        }
    }

    @Test
    void whatASnapshotStillReadsIsFreedWhenItHasPassed() {
        try (OurRedis ours = OurRedis.start(folder);
                RespConnection client = new RespConnection(ours.port())) {
            long empty = usedMemory(ours);
            client.call("DEBUG", "POPULATE", Long.toString(MEMBERS));
            client.call("CONFIG", "SET", "rdb-key-save-delay", "100000");
            client.call("BGSAVE");
            assertThat(client.call("FLUSHALL", "ASYNC")).isEqualTo("OK");
            assertThat(ours.info("lazyfree_pending_objects")).isEqualTo("1");
            client.call("CONFIG", "SET", "rdb-key-save-delay", "0");
            Awaitility.await().until(() -> ours.info("rdb_bgsave_in_progress").equals("0"));
            awaitNothingPending(ours);
            assertThat(usedMemory(ours)).isLessThan(empty + MEMBERS);
        }
    }
}
