package org.backstay.persistence.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.backstay.node.Node;
import org.backstay.persistence.log.Manifest.LogFile;
import org.jspecify.annotations.Nullable;

/** The files that the log consists of, and which of them may go. Owned by the node's loop; what touches the disk is a job of the log's worker. */
final class LogFiles {
    /** How work gets to the log's worker. */
    interface Jobs {
        /** Runs a job at once; nothing else may be under way. */
        void run(Callable<@Nullable Void> job, Consumer<@Nullable Throwable> done);

        /** Calls something when nothing else is under way; it may run a job. */
        void enqueue(Runnable turn);
    }

    private final Node node;
    private final String filename;
    private final LogFolder folder;
    private final Jobs jobs;

    private LogLimits limits = LogLimits.NONE;
    private Manifest manifest = Manifest.EMPTY;
    private SegmentCatalog catalog = new SegmentCatalog();
    private boolean counts = true;
    private boolean pruning;

    LogFiles(Node node, Path directory, String filename, Jobs jobs) {
        this.node = node;
        this.filename = filename;
        this.jobs = jobs;
        folder = new LogFolder(node.disk(), directory, filename);
    }

    Manifest manifest() {
        return manifest;
    }

    SegmentCatalog catalog() {
        return catalog;
    }

    LogFolder folder() {
        return folder;
    }

    LogLimits limits() {
        return limits;
    }

    void limits(LogLimits changed) {
        limits = changed;
        prune();
    }

    /** Whether a restart would find what is being written. */
    boolean counts() {
        return counts;
    }

    /** Goes on with what a restart has found. */
    void resume(Manifest loaded, SegmentCatalog found) {
        manifest = loaded;
        catalog = found;
        counts = true;
    }

    /** What follows has nothing to do with the files that are there. */
    void begin(Manifest before, boolean countsAtOnce) {
        manifest = before;
        catalog = new SegmentCatalog();
        counts = countsAtOnce;
    }

    LogFile nextIncrement() {
        return manifest.nextIncrement(filename);
    }

    /** A segment was begun after another that has this length now. */
    void rolled(Manifest changed, Segment begun, long lengthBefore) {
        manifest = changed;
        catalog.begun(begun, lengthBefore);
    }

    /** Makes a finished snapshot the base; what it replaces is history from now on. */
    void install(Path finished, StoredBase stored, LongSupplier firstNeeded, Consumer<@Nullable Throwable> done) {
        long first = firstNeeded.getAsLong();
        if (first == AppendOnlyFile.NOT_BEGUN) {
            done.accept(new IOException("no new increment could be begun after it"));
            return;
        }
        LogFile base = manifest.nextBase(filename, true);
        Manifest changed = manifest.withBase(base, first);
        jobs.run(() -> folder.install(finished, base.name(), changed), failure -> {
            if (failure == null) {
                manifest = changed;
                counts = true;
                catalog.installed(stored);
            }
            done.accept(failure);
            prune();
        });
    }

    /** Deletes what need not be kept any more. */
    void prune() {
        if (!counts || pruning || expired().isEmpty()) {
            return;
        }
        pruning = true;
        jobs.enqueue(() -> {
            Set<String> names = expired();
            Manifest without = manifest.without(names);
            jobs.run(() -> folder.delete(names, without), failure -> {
                pruning = false;
                if (failure == null) {
                    manifest = without;
                    catalog.remove(names);
                } else {
                    node.log().warning("History of the AOF could not be deleted: " + failure.getMessage());
                }
            });
        });
    }

    private Set<String> expired() {
        Set<String> history = manifest.history().stream().map(LogFile::name).collect(Collectors.toSet());
        long now = TimeUnit.MILLISECONDS.toSeconds(node.clock().millis());
        return history.isEmpty() ? Set.of() : catalog.expired(history, limits, now);
    }
}
