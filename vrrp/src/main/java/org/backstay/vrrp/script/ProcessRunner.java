package org.backstay.vrrp.script;

import io.netty.channel.EventLoop;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.backstay.node.Log;
import org.backstay.node.Worker;
import org.backstay.vrrp.config.ScriptCommand;
import org.jspecify.annotations.Nullable;

/**
 * Real processes, with our environment and no input or output. Another user's run through {@code setpriv}, because a JVM can't change
 * the user of a child.
 */
public final class ProcessRunner implements ScriptRunner {
    private static final int NOT_STARTED = 127;
    private static final int MOST_WAITING = 1_000;
    private static final File NOWHERE = new File("/dev/null");

    private final EventLoop loop;
    private final Worker worker;
    private final Log log;
    private final String self = System.getProperty("user.name", "root");
    private @Nullable String user;
    private @Nullable String group;

    /** Starts them by the worker. */
    public ProcessRunner(EventLoop loop, Worker worker, Log log) {
        this.loop = loop;
        this.worker = worker;
        this.log = log;
    }

    /** Under whom programs run that say nothing themselves; null for our own user. */
    public void runAs(@Nullable String defaultUser, @Nullable String defaultGroup) {
        user = defaultUser;
        group = defaultGroup;
    }

    @Override
    public boolean isExecutable(ScriptCommand command) {
        String program = command.command().getFirst();
        return !program.contains("/") || Files.isExecutable(Path.of(program));
    }

    @Override
    public void start(ScriptCommand command, Observer observer) {
        if (worker.pending() > MOST_WAITING) {
            log.warning(
                    "too many scripts wait to be started: " + command.command().getFirst() + " is not run");
            loop.execute(() -> observer.ended(NOT_STARTED));
            return;
        }
        List<String> words = words(command);
        worker.run(() -> launch(words), (process, failure) -> {
            if (process == null || failure != null) {
                log.warning(failure == null ? "no process" : String.valueOf(failure.getMessage()));
                observer.ended(NOT_STARTED);
                return;
            }
            observer.started(new Tree(process));
            process.onExit().thenAccept(ended -> loop.execute(() -> observer.ended(ended.exitValue())));
        });
    }

    private List<String> words(ScriptCommand command) {
        String as = command.user() == null ? user : command.user();
        String with = command.user() == null ? group : command.group();
        if (as == null || (as.equals(self) && with == null)) {
            return command.command();
        }
        List<String> words = new ArrayList<>(List.of("setpriv", "--reuid=" + as));
        words.addAll(
                with == null
                        ? List.of("--regid=" + as, "--init-groups")
                        : List.of("--regid=" + with, "--clear-groups"));
        words.add("--");
        words.addAll(command.command());
        return words;
    }

    private static Process launch(List<String> words) throws IOException {
        return new ProcessBuilder(words)
                .redirectInput(NOWHERE)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(NOWHERE))
                .redirectError(ProcessBuilder.Redirect.appendTo(NOWHERE))
                .start();
    }

    /** A process and all that it started. */
    private record Tree(Process process) implements Running {
        @Override
        public void terminate() {
            all(ProcessHandle::destroy);
        }

        @Override
        public void kill() {
            all(ProcessHandle::destroyForcibly);
        }

        private void all(java.util.function.Consumer<ProcessHandle> signal) {
            try (Stream<ProcessHandle> below = process.descendants()) {
                List<ProcessHandle> children = below.toList();
                signal.accept(process.toHandle());
                children.forEach(signal);
            }
        }
    }
}
