package org.backstay.node.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The openssl program: makes what is read here, and says how it would read it itself. */
final class OpenSsl {
    private static final long PATIENCE_SECONDS = 20;

    private OpenSsl() {}

    /** Runs it and returns what it printed; without it the test is skipped, and with {@code CI=true} it fails. */
    static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            Assertions.assertNotEquals("true", System.getenv("CI"), "openssl is not installed (./verify installs it)");
            Assumptions.abort("openssl is not installed (./verify installs it)");
            throw missing;
        }
        process.getOutputStream().close();
        byte[] printed = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
        return new String(printed, StandardCharsets.US_ASCII);
    }
}
