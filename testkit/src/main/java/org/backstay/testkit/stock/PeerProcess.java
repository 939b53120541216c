package org.backstay.testkit.stock;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** A process that a test started: its output goes to a file, and it never outlives the test's JVM. */
public final class PeerProcess implements AutoCloseable {
    /** A JVM takes a second, and ten times that among many others. */
    private static final Duration READY = Duration.ofSeconds(60);

    private static final long STOP_SECONDS = 10;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final String name;
    private final Path output;

    private PeerProcess(Process process, String name, Path output) {
        this.process = process;
        this.name = name;
        this.output = output;
        RUNNING.add(process);
    }

    /** Starts a command in a folder; what it prints is appended to {@code NAME.out} there. */
    public static PeerProcess start(String name, Path folder, List<String> command) {
        Path output = folder.resolve(name + ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            return new PeerProcess(process, name, output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until the peer answers; fails with what it printed when it ends or takes too long. */
    public void awaitReady(BooleanSupplier answers) {
        long end = System.nanoTime() + READY.toNanos();
        while (!answers.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new AssertionError(
                        name + " ended with " + process.exitValue() + " before it was ready:\n" + output());
            }
            if (System.nanoTime() - end > 0) {
                close();
                throw new AssertionError(name + " was not ready after " + READY + ":\n" + output());
            }
            pause();
        }
    }

    /** What it printed so far. */
    public String output() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** {@code kill -9}: no last words. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** {@code kill -STOP}: it keeps its connections and answers nothing. */
    public void freeze() {
        signal("STOP");
    }

    /** {@code kill -CONT}: it goes on after {@link #freeze}. */
    public void thaw() {
        signal("CONT");
    }

    /** Sends a signal by its short name. */
    public void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + signal + " " + pid() + " ended with " + code);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits for its end, at most 10 s, then kills it. @return its exit code */
    public int awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, SECONDS)) {
                process.destroyForcibly();
                process.waitFor();
            }
            RUNNING.remove(process);
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            throw new IllegalStateException(interrupted);
        }
    }

    /** {@code kill -TERM} and wait; a frozen or stubborn process is killed. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            awaitEnd();
        }
        RUNNING.remove(process);
    }

    private static void pause() {
        try {
            MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
