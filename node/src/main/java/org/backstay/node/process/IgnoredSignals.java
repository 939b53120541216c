package org.backstay.node.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The signals that this process was started to ignore: HUP by {@code nohup}, INT by a script's {@code &}. The JVM then refuses to handle
 * them, and an operator's {@code kill -HUP} would reload nothing; the originals handle them however they were started.
 */
final class IgnoredSignals {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String MASK = "SigIgn:";
    private static final long DEFAULT_DISPOSITION = 0;

    private IgnoredSignals() {}

    /** A signal that is ignored does again what it does by default; others stay as they are. */
    static void restore(int signal) {
        try {
            if ((mask() >>> (signal - 1) & 1) == 1) {
                setDefault(signal);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("can't tell which signals are ignored", unreadable);
        }
    }

    /** A bit a signal, the lowest for signal 1 (proc_pid_status(5)). */
    private static long mask() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(MASK)) {
                return Long.parseUnsignedLong(line.substring(MASK.length()).strip(), 16);
            }
        }
        return 0;
    }

    private static void setDefault(int number) {
        Linker linker = Linker.nativeLinker();
        MethodHandle signal = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("signal"), FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG));
        try {
            long ignored = (long) signal.invokeExact(number, DEFAULT_DISPOSITION);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
