package org.backstay.sentinel.script;

import io.netty.channel.EventLoop;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.backstay.node.Worker;

/** Starts real processes, with our environment and standard output. A worker starts them, because that takes milliseconds. */
public final class ProcessScripts implements ScriptStarter {
    /** Java reports the end by a signal as 128 and the signal's number. */
    private static final int SIGNAL_BASE = 128;

    private static final int NOT_STARTED = 2;

    private final EventLoop loop;
    private final Worker worker;
    private final Path folder;

    /**
     * Starts them by the worker.
     *
     * @param folder in which they run
     */
    public ProcessScripts(EventLoop loop, Worker worker, Path folder) {
        this.loop = loop;
        this.worker = worker;
        this.folder = folder;
    }

    @Override
    public boolean isExecutable(String path) {
        return Files.isExecutable(folder.resolve(path));
    }

    @Override
    public void start(List<String> command, Observer observer) {
        worker.run(() -> launch(command), (process, failure) -> {
            if (process == null || failure != null) {
                observer.ended(NOT_STARTED, 0);
                return;
            }
            observer.started(process.pid(), process::destroyForcibly);
            process.onExit().thenAccept(ended -> loop.execute(() -> tell(observer, ended.exitValue())));
        });
    }

    private Process launch(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void tell(Observer observer, int value) {
        if (value > SIGNAL_BASE) {
            observer.ended(0, value - SIGNAL_BASE);
        } else {
            observer.ended(value, 0);
        }
    }
}
