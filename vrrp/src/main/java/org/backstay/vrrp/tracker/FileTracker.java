package org.backstay.vrrp.tracker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.vrrp.config.FileConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Alarm;
import org.backstay.vrrp.instance.Contribution;

/** A {@code track_file}: the number in a file, looked at every {@value #EVERY_MILLIS} ms. No file and no number are 0. */
final class FileTracker implements Tracker {
    private static final long EVERY_MILLIS = 200;
    private static final int LONGEST_NUMBER = 12;

    private final FileConfig config;
    private final Node node;
    private final Worker worker;
    private final Runnable changed;
    private final Alarm next;
    private boolean known;
    private boolean stopped;
    private long value;

    FileTracker(FileConfig config, Node node, Worker worker, Runnable changed) {
        this.config = config;
        this.node = node;
        this.worker = worker;
        this.changed = changed;
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
        worker.run(() -> read(first), (read, failure) -> {
            if (stopped) {
                return;
            }
            next.in(EVERY_MILLIS * 1_000_000);
            long now = read == null ? 0 : read;
            if (failure != null) {
                node.log().warning("track_file " + config.name() + ": " + failure.getMessage());
            }
            if (!known || now != value) {
                known = true;
                value = now;
                changed.run();
            }
        });
    }

    private long read(boolean first) throws IOException {
        Path path = Path.of(config.path());
        Integer initial = config.initial();
        if (first && initial != null && (config.overwrite() || !node.disk().exists(path))) {
            node.disk().replace(path, (initial + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        if (!node.disk().exists(path)) {
            return 0;
        }
        return number(new String(node.disk().readAll(path), StandardCharsets.ISO_8859_1));
    }

    /** The number that a text begins with; 0 when it begins with none. */
    static long number(String text) {
        String rest = text.strip();
        int end = 0;
        while (end < rest.length()
                && end < LONGEST_NUMBER
                && (Character.digit(rest.charAt(end), 10) >= 0 || (end == 0 && "+-".indexOf(rest.charAt(0)) >= 0))) {
            end++;
        }
        try {
            return Long.parseLong(rest.substring(0, end));
        } catch (NumberFormatException none) {
            return 0;
        }
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
