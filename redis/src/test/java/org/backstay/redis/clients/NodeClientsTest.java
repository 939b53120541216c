package org.backstay.redis.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.Programs;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries of Node.js: each script beside this class uses one of them as applications do, and fails where an answer is not as it should be. */
@Tag("slow")
final class NodeClientsTest {
    private static final List<String> FILES = List.of("package.json", "ioredis.mjs", "node-redis.mjs", "bullmq.mjs");
    private static final long INSTALL_SECONDS = 90;
    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    private static Path home;

    @TempDir
    private Path folder;

    /** Installs the libraries in a folder of the test's own. Without npm or its registry the tests are skipped, and with {@code CI=true} they fail. */
    @BeforeAll
    static void install() throws Exception {
        Path npm = Programs.require("npm");
        for (String file : FILES) {
            try (InputStream from = NodeClientsTest.class.getResourceAsStream(file)) {
                Files.write(home.resolve(file), from.readAllBytes());
            }
        }
        String failure = run(
                INSTALL_SECONDS,
                npm.toString(),
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--no-package-lock");
        if (failure != null) {
            Assertions.assertNotEquals("true", System.getenv("CI"), failure);
            Assumptions.abort("the libraries can't be installed: " + failure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ioredis.mjs", "node-redis.mjs 2", "node-redis.mjs 3", "bullmq.mjs"})
    void everydayOperationsWork(String script) throws Exception {
        try (OurRedis ours = OurRedis.start(folder)) {
            List<String> words = new ArrayList<>(List.of(script.split(" ", -1)));
            words.add(0, Programs.require("node").toString());
            words.add(2, Integer.toString(ours.port()));
            assertThat(run(PATIENCE_SECONDS, words.toArray(String[]::new))).isNull();
        }
    }

    /** Runs a command in the libraries' folder and returns what it printed if it failed, or null. */
    private static String run(long seconds, String... command) throws IOException, InterruptedException {
        Path output = home.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0
                    ? null
                    : String.join(" ", command) + "\n" + Files.readString(output);
        } finally {
            process.destroyForcibly();
        }
    }
}
