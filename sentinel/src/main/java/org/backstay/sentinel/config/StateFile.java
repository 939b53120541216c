package org.backstay.sentinel.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.backstay.node.Disk;
import org.backstay.node.Log;
import org.backstay.node.Worker;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state in the sentinel's file. Owned by the loop, which composes the lines; a worker reads the file, puts them in and replaces
 * it, whole or not at all.
 *
 * <p>What others may rely on, above all a vote, is said only after it is on disk: the callbacks come then. While one save runs, the next
 * ones are gathered into one, so that a burst of changes costs two writes.
 */
public final class StateFile {
    private final SentinelState state;
    private final Path file;
    private final Map<String, String> overrides;
    private final Disk disk;
    private final Worker worker;
    private final Log log;
    private List<Consumer<@Nullable IOException>> next = new ArrayList<>();
    private boolean running;
    private boolean wanted;

    /** Keeps the state in the file that the configuration came from. */
    public StateFile(SentinelState state, SentinelConfig config, Disk disk, Worker worker, Log log) {
        this.state = state;
        this.file = config.file();
        this.overrides = config.overrides();
        this.disk = disk;
        this.worker = worker;
        this.log = log;
    }

    /** Saves the state as it is now, some time soon. */
    public void save() {
        wanted = true;
        run();
    }

    /**
     * Saves the state as it is now.
     *
     * @param done called when it is on disk, or with the reason why it is not
     */
    public void save(Consumer<@Nullable IOException> done) {
        next.add(done);
        save();
    }

    /** Saves the state before it returns; for the start, when nothing else runs yet. */
    public void saveNow() throws IOException {
        write(disk, file, StateLines.of(state, overrides));
        log.notice("Sentinel new configuration saved on disk");
    }

    private void run() {
        if (running || !wanted) {
            return;
        }
        running = true;
        wanted = false;
        List<Consumer<@Nullable IOException>> told = next;
        next = new ArrayList<>();
        List<ConfigRewrite.Line> lines = StateLines.of(state, overrides);
        worker.run(
                () -> {
                    write(disk, file, lines);
                    return null;
                },
                (nothing, failure) -> {
                    running = false;
                    finish(told, failure);
                    run();
                });
    }

    private void finish(List<Consumer<@Nullable IOException>> told, @Nullable Throwable failure) {
        IOException reason = failure == null ? null : asIo(failure);
        if (reason == null) {
            log.notice("Sentinel new configuration saved on disk");
        } else {
            log.warning(
                    "WARNING: Sentinel was not able to save the new configuration on disk!!!: " + reason.getMessage());
        }
        told.forEach(done -> done.accept(reason));
    }

    private static IOException asIo(Throwable failure) {
        return failure instanceof IOException io ? io : new IOException(failure);
    }

    private static void write(Disk disk, Path file, List<ConfigRewrite.Line> lines) throws IOException {
        String old = disk.exists(file) ? new String(disk.readAll(file), StandardCharsets.ISO_8859_1) : "";
        disk.replace(file, ConfigRewrite.merge(old, lines).getBytes(StandardCharsets.ISO_8859_1));
    }
}
