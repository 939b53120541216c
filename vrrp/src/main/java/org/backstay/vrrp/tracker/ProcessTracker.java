package org.backstay.vrrp.tracker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.vrrp.config.ProcessConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Alarm;
import org.backstay.vrrp.instance.Contribution;
import org.jspecify.annotations.Nullable;

/** A {@code vrrp_track_process}: how many processes of a name run, looked at every {@value #EVERY_MILLIS} ms. */
final class ProcessTracker implements Tracker {
    private static final long EVERY_MILLIS = 250;
    private static final int MOST_NAME = 15;
    private static final Path PROC = Path.of("/proc");

    private final ProcessConfig config;
    private final Node node;
    private final Worker worker;
    private final Runnable changed;
    private final Alarm next;
    private final Alarm delayed;
    private boolean known;
    private boolean up;
    private boolean seen;
    private boolean stopped;
    private int present;

    ProcessTracker(ProcessConfig config, Node node, Worker worker, Runnable changed) {
        this.config = config;
        this.node = node;
        this.worker = worker;
        this.changed = changed;
        next = new Alarm(node.loop(), node.clock(), this::look);
        delayed = new Alarm(node.loop(), node.clock(), this::decide);
    }

    @Override
    public void start() {
        look();
    }

    @Override
    public void stop() {
        stopped = true;
        next.off();
        delayed.off();
    }

    private void look() {
        worker.run(this::count, (count, failure) -> {
            if (stopped) {
                return;
            }
            next.in(EVERY_MILLIS * 1_000_000);
            if (count != null) {
                present = count;
                counted(count >= config.quorum() && count <= config.quorumMax());
            }
        });
    }

    private void counted(boolean enough) {
        seen = enough;
        if (!known) {
            decide();
        } else if (enough == up) {
            delayed.off();
        } else if (!delayed.armed()) {
            delayed.in(enough ? config.forkDelay() : config.terminateDelay());
        }
    }

    private void decide() {
        if (known && up == seen) {
            return;
        }
        if (known) {
            node.log().notice("Quorum " + (seen ? "gained" : "lost") + " for tracked process " + config.name());
        }
        known = true;
        up = seen;
        changed.run();
    }

    private int count() throws IOException {
        int count = 0;
        for (String name : node.disk().list(PROC)) {
            if (Character.digit(name.charAt(0), 10) > 0 && matches(PROC.resolve(name))) {
                count++;
            }
        }
        return count;
    }

    private boolean matches(Path process) {
        boolean line =
                config.fullCommand() || config.command().size() > 1 || config.match() != ProcessConfig.Match.EXACT;
        String text = text(process.resolve(line ? "cmdline" : "comm"));
        if (text == null || text.isEmpty()) {
            return false;
        }
        return line
                ? matchesLine(List.of(text.split("\0")))
                : text.strip().equals(shortened(config.command().getFirst()));
    }

    private static String shortened(String name) {
        return name.length() > MOST_NAME ? name.substring(0, MOST_NAME) : name;
    }

    private boolean matchesLine(List<String> words) {
        List<String> wanted = config.command();
        String program = words.getFirst();
        boolean named = program.equals(wanted.getFirst())
                || (!config.fullCommand()
                        && program.substring(program.lastIndexOf('/') + 1).equals(wanted.getFirst()));
        if (!named || words.size() < wanted.size()) {
            return false;
        }
        if (config.match() == ProcessConfig.Match.EXACT && words.size() != wanted.size()) {
            return false;
        }
        for (int i = 1; i < wanted.size(); i++) {
            boolean begins = config.match() == ProcessConfig.Match.INITIAL && i == wanted.size() - 1;
            if (begins ? !words.get(i).startsWith(wanted.get(i)) : !words.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String text(Path file) {
        try {
            return new String(node.disk().readAll(file), StandardCharsets.UTF_8);
        } catch (IOException ended) {
            return null;
        }
    }

    @Override
    public Contribution contribution(Tracked as) {
        return Tracker.upOrDown(known, up, as, config.weight(), config.reverse());
    }

    @Override
    public Standing standing() {
        return new Standing.OfProcess(config, present, up, delayed.armed() && seen, delayed.armed() && !seen);
    }
}
