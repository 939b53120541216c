package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that a replica takes slowly shows how far it is. */
@Tag("slow")
final class TransferProgressTest {
    private static final int KEYS = 60;
    private static final int VALUE_BYTES = 1 << 20;
    private static final Pattern PROGRESS = Pattern.compile(
            "ip=127\\.0\\.0\\.1,port=\\d+,state=send_bulk,offset=\\d+,lag=\\d+,sync_sent_bytes=(\\d+),sync_total_bytes=(\\d+)");

    @TempDir
    Path folder;

    @Test
    void aMasterSaysOfEachReplicaHowMuchOfTheSnapshotIsSent() throws Exception {
        try (OurRedis master = OurRedis.start(folder, "--repl-diskless-sync", "no", "--rdbcompression", "no");
                RespConnection replica = new RespConnection(master.port())) {
            for (int i = 0; i < KEYS; i++) {
                master.call("SETRANGE", "key" + i, Integer.toString(VALUE_BYTES - 1), "x");
            }
            replica.send("PSYNC", "?", "-1");
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> progress(master).matches());
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> master.has("Sending the snapshot to replica"));
            Matcher progress = progress(master);
            assertThat(progress.matches()).as(progress.toString()).isTrue();
            assertThat(Long.parseLong(progress.group(2))).isGreaterThan((long) KEYS * VALUE_BYTES);
            assertThat(Long.parseLong(progress.group(1))).isBetween(1L, Long.parseLong(progress.group(2)) - 1);
        }
    }

    private static Matcher progress(OurRedis master) {
        return PROGRESS.matcher(master.info("slave0"));
    }
}
