package org.backstay.vrrp.tracker;

import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.vrrp.config.FileConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Alarm;
import org.backstay.vrrp.instance.Contribution;

/** A {@code track_file}: the number in a file, looked at every {@value NumberFile#EVERY_MILLIS} ms. No file and no number are 0. */
final class FileTracker implements Tracker {
    private final FileConfig config;
    private final Node node;
    private final Worker worker;
    private final Runnable changed;
    private final NumberFile file;
    private final Alarm next;
    private boolean known;
    private boolean stopped;
    private boolean invalid;
    private long value;

    FileTracker(FileConfig config, Node node, Worker worker, Runnable changed) {
        this.config = config;
        this.node = node;
        this.worker = worker;
        this.changed = changed;
        file = new NumberFile(config, node.disk());
        next = new Alarm(node.loop(), node.clock(), this::look);
    }

    @Override
    public void start() {
        look();
    }

    @Override
    public void stop() {
        stopped = true;
        next.off();
    }

    private void look() {
        boolean first = !known;
        worker.run(() -> file.read(first), (read, failure) -> {
            if (stopped) {
                return;
            }
            next.in(NumberFile.EVERY_MILLIS * 1_000_000);
            boolean wrong = read == null && failure == null;
            if (wrong && !invalid) {
                node.log().warning("Invalid number read from " + config.path() + " - ignoring");
            }
            invalid = wrong;
            if (failure != null) {
                node.log().warning("track_file " + config.name() + ": " + failure.getMessage());
            }
            long now = read != null ? read : wrong ? value : 0;
            if (!known || now != value) {
                known = true;
                value = now;
                changed.run();
            }
        });
    }

    @Override
    public Contribution contribution(Tracked as) {
        if (!known) {
            return Contribution.PENDING;
        }
        Integer weight = as.weight();
        return Contribution.of(value, weight == null ? config.weight() : weight, as.reverse() ^ config.reverse());
    }

    @Override
    public Standing standing() {
        return new Standing.OfFile(config, value);
    }
}
