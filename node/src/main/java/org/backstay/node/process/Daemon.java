package org.backstay.node.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Daemon mode as the originals have it: the started process ends with 0 and a child in a session of its own goes on.
 *
 * <p>A JVM cannot fork, so the child is the same command line run once more with a mark. The parent must not have
 * opened anything yet that the child opens too: call {@link #detach} as soon as the configuration is known.
 */
public final class Daemon {
    /** Marks the child; a system property, because the environment would be inherited by the child's own children. */
    private static final String MARK = "backstay.detached";

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Daemon() {}

    /** Whether this process is the detached child. */
    public static boolean detached() {
        return Boolean.getBoolean(MARK);
    }

    /**
     * In the process that the operator started: starts the detached child.
     *
     * @return true when the caller must end now, with 0; false in the child, which goes on
     * @throws IOException when there is no child, with a message of one line
     */
    public static boolean detach() throws IOException {
        if (detached()) {
            leaveSession();
            return false;
        }
        List<String> command = markedCommandLine();
        Path nowhere = Path.of("/dev/null");
        try {
            new ProcessBuilder(command)
                    .redirectInput(nowhere.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(nowhere.toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(nowhere.toFile()))
                    .start();
        } catch (IOException failure) {
            throw new IOException("Can't start in the background: " + failure.getMessage(), failure);
        }
        return true;
    }

    private static List<String> markedCommandLine() throws IOException {
        String[] words = Files.readString(COMMAND_LINE, StandardCharsets.UTF_8).split("\0", -1);
        List<String> command = new ArrayList<>(words.length + 1);
        command.add(ProcessHandle.current().info().command().orElse(words[0]));
        command.add("-D" + MARK + "=true");
        for (int i = 1; i < words.length - 1; i++) { // the last word is what follows the last terminator: nothing
            command.add(words[i]);
        }
        return command;
    }

    /** A session of its own: the terminal that the operator closes no longer takes this process with it. */
    private static void leaveSession() throws IOException {
        Linker linker = Linker.nativeLinker();
        Linker.Option errno = Linker.Option.captureCallState("errno");
        MethodHandle setsid = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setsid"), FunctionDescriptor.of(ValueLayout.JAVA_INT), errno);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int session = (int) setsid.invokeExact(state);
            if (session < 0) {
                throw new IOException(
                        "Can't leave the session: setsid failed with errno " + state.get(ValueLayout.JAVA_INT, 0));
            }
        } catch (IOException failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
