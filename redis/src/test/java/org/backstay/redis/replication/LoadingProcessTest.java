package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is told to end while it loads. */
@Tag("slow")
final class LoadingProcessTest {
    /** What takes a second or so to load. */
    private static final String KEYS = "1000000";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes"})
    void endsInOrderAndKeepsItsFiles(String appendOnly) {
        try (OurProcess server = OurProcess.start(folder, "--appendonly", appendOnly)) {
            server.call("DEBUG", "POPULATE", KEYS);
            boolean logged = appendOnly.equals("yes");
            server.call(logged ? "BGREWRITEAOF" : "SAVE");
            Awaitility.await()
                    .until(() -> server.info("aof_rewrite_in_progress").equals("0"));
            server.process().signal("TERM");
            assertThat(server.process().awaitEnd()).isZero();

            server.restartLoading();
            server.process().signal("TERM");
            assertThat(server.process().awaitEnd())
                    .as(server.process().output())
                    .isZero();
            assertThat(server.process().output()).contains("ready to exit").doesNotContain("fatal error");

            server.restart();
            assertThat(server.call("DBSIZE")).isEqualTo(Long.parseLong(KEYS));
        }
    }
}
