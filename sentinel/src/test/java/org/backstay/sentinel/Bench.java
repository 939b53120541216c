package org.backstay.sentinel;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.backstay.node.Clock;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.node.Log;
import org.backstay.node.Worker;
import org.backstay.sentinel.config.SentinelConfig;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Roster;
import org.backstay.sentinel.model.SentinelState;

/** A sentinel's state with a clock that the test turns, files in memory and events in a list; nothing is connected. */
public final class Bench {
    /** Our own ID. */
    public static final String ME = "a".repeat(40);

    /** What the clock shows. */
    public long now = 1_000_000;

    public final List<String> told = new ArrayList<>();
    public final List<List<String>> scripts = new ArrayList<>();
    public final Deque<Runnable> jobs = new ArrayDeque<>();
    public final Map<Path, byte[]> files = new HashMap<>();
    public final Path path = Path.of("/sentinel.conf");
    public final SentinelState state = new SentinelState();
    public final Time time = new Time(new TurnedClock());
    public final Names names = new Names(new LaterWorker(), host -> "10.0.0.99");
    public final Roster roster = new Roster(state, names::known, time);
    public final Events events;
    public final StateFile file;

    public Bench() {
        state.myId = ME;
        events = new Events(state, new ToldLog(), (channel, message) -> {}, (script, arguments) -> {
            List<String> command = new ArrayList<>(List.of(script));
            command.addAll(List.of(arguments));
            scripts.add(command);
        });
        SentinelConfig config = new SentinelConfig(path, null, List.of(), Map.of(), List.of());
        file = new StateFile(state, config, new MapDisk(), new LaterWorker(), new ToldLog());
    }

    /** Enters a master at 10.0.0.1:6379. */
    public MonitoredMaster master(int quorum) {
        try {
            return roster.addMaster("mymaster", "10.0.0.1", 6379, quorum);
        } catch (Roster.Refused e) {
            throw new AssertionError(e);
        }
    }

    /** Enters a replica at 10.0.0.N:6379. */
    public KnownReplica replica(MonitoredMaster master, int n) {
        try {
            return roster.addReplica(master, "10.0.0." + n, 6379);
        } catch (Roster.Refused e) {
            throw new AssertionError(e);
        }
    }

    /** Enters a sentinel whose ID is one letter repeated. */
    public KnownSentinel sentinel(MonitoredMaster master, String letter) {
        try {
            return roster.addSentinel(master, letter.repeat(40), "10.0.1." + (int) letter.charAt(0), 26379);
        } catch (Roster.Refused e) {
            throw new AssertionError(e);
        }
    }

    /** Lets the workers finish what they have. */
    public void work() {
        while (!jobs.isEmpty()) {
            jobs.poll().run();
        }
    }

    private final class TurnedClock implements Clock {
        @Override
        public long nanoTime() {
            return now * 1_000_000;
        }

        @Override
        public long micros() {
            return now * 1_000;
        }
    }

    private final class ToldLog implements Log {
        @Override
        public void log(Level level, String line) {
            told.add(line);
        }

        @Override
        public boolean enabled(Level level) {
            return true;
        }
    }

    /** Does nothing before {@link #work}. */
    private final class LaterWorker implements Worker {
        @Override
        public <T> void run(Callable<T> job, BiConsumer<T, Throwable> done) {
            jobs.add(() -> {
                T result = null;
                Throwable failure = null;
                try {
                    result = job.call();
                } catch (Exception e) {
                    failure = e;
                }
                done.accept(result, failure);
            });
        }

        @Override
        public int pending() {
            return jobs.size();
        }

        @Override
        public void close() {}
    }

    private final class MapDisk implements Disk {
        @Override
        public DiskFile openForRead(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DiskFile create(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DiskFile openForAppend(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean exists(Path path) {
            return files.containsKey(path);
        }

        @Override
        public List<String> list(Path directory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void createDirectories(Path directory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void rename(Path from, Path to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(Path path) {
            files.remove(path);
        }

        @Override
        public void syncDirectory(Path directory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] readAll(Path path) throws IOException {
            if (!files.containsKey(path)) {
                throw new NoSuchFileException(path.toString());
            }
            return files.get(path);
        }

        @Override
        public void replace(Path path, byte[] content) {
            files.put(path, content);
        }
    }
}
