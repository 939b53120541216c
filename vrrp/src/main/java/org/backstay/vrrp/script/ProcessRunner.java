package org.backstay.vrrp.script;

import io.netty.channel.EventLoop;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.backstay.node.Log;
import org.backstay.node.Worker;
import org.backstay.vrrp.config.ScriptCommand;

/** Real processes, with our environment and no input or output. Owned by the router's loop. */
public final class ProcessRunner implements ScriptRunner {
    private static final int NOT_STARTED = 127;
    private static final int MOST_WAITING = 1_000;
    private static final File NOWHERE = new File("/dev/null");

    private final EventLoop loop;
    private final Worker worker;
    private final Log log;
    private ScriptGuard guard;

    /** Starts them by the worker. */
    public ProcessRunner(EventLoop loop, Worker worker, Log log, ScriptGuard guard) {
        this.loop = loop;
        this.worker = worker;
        this.log = log;
        this.guard = guard;
    }

    /** From now on programs run by these rules. */
    public void guard(ScriptGuard rules) {
        guard = rules;
    }

    @Override
    public Finding inspect(ScriptCommand command) {
        return guard.inspect(command);
    }

    @Override
    public Accounts.Identity identity(ScriptCommand command) {
        return guard.identity(command);
    }

    @Override
    public void start(ScriptCommand command, Observer observer) {
        if (worker.pending() > MOST_WAITING) {
            log.warning(
                    "too many scripts wait to be started: " + command.command().getFirst() + " is not run");
            loop.execute(() -> observer.ended(NOT_STARTED));
            return;
        }
        ScriptGuard rules = guard;
        worker.run(() -> launch(rules, command), (process, failure) -> {
            if (process == null || failure != null) {
                log.warning(failure == null ? "no process" : String.valueOf(failure.getMessage()));
                observer.ended(NOT_STARTED);
                return;
            }
            observer.started(new Tree(process));
            process.onExit().thenAccept(ended -> loop.execute(() -> observer.ended(ended.exitValue())));
        });
    }

    /** Looks at it once more: it may have changed since the configuration was read. */
    private static Process launch(ScriptGuard guard, ScriptCommand command) throws IOException {
        Finding finding = guard.inspect(command);
        if (!finding.runs()) {
            throw new IOException(finding.why());
        }
        return new ProcessBuilder(guard.words(command))
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
