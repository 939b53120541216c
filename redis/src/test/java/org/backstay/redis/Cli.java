package org.backstay.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.backstay.testkit.stock.Programs;

/** The original's redis-cli, run once with everything it prints as the result, errors included. */
public final class Cli {
    private static final long PATIENCE_SECONDS = 20;

    private Cli() {}

    /** Runs it; a run that takes too long fails the test. */
    public static String run(String... arguments) {
        return runWith("", arguments);
    }

    /** Runs it with something to read from standard input. */
    public static String runWith(String input, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Programs.require("redis-cli").toString());
        command.addAll(List.of(arguments));
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            Process started = process;
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> readAll(started));
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            return new String(output.get(PATIENCE_SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8);
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError("redis-cli " + String.join(" ", arguments), failure);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private static byte[] readAll(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
