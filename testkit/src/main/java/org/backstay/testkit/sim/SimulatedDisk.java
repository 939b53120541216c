package org.backstay.testkit.sim;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;

/**
 * A node's disk. A process that dies loses nothing; a machine that dies loses what was not synced:
 *
 * <ul>
 *   <li>of the bytes written since a file's last sync only a beginning survives, and its end, or all of it, may be zeros;
 *   <li>of the names created, renamed and deleted since a directory's last sync only the first few changes survive.
 * </ul>
 *
 * It can be full, and its syncs can be slow. As on Linux, one file names the time since the machine was started.
 */
public final class SimulatedDisk implements Disk {
    private static final long ENDLESS = Long.MAX_VALUE;
    private static final Path BOOT_ID = key(Path.of("/proc/sys/kernel/random/boot_id"));

    /** A change of names that no directory sync has made durable yet. */
    private record Change(Path directory, Runnable undo) {}

    private final RandomGenerator random;
    private final TreeMap<Path, SimulatedFile> files = new TreeMap<>();
    private final TreeSet<Path> directories = new TreeSet<>();
    private final List<Change> changes = new ArrayList<>();
    private long capacity = ENDLESS;
    private long syncNanos;
    private long spent;
    private int boots;
    private long changesMade;
    private long changesLeft = ENDLESS;
    private Runnable onOutage = () -> {};

    SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    /** From now on files together hold at most this many bytes; what does not fit fails as on a full disk. */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** From now on a sync takes this long. */
    public void slowSync(Duration each) {
        syncNanos = each.toNanos();
    }

    /** How many times bytes, names and what is durable of them were changed. */
    public long changesMade() {
        return changesMade;
    }

    /**
     * Lets so many changes happen, and none after them until the machine has lost its power and started again.
     *
     * @param outage called at the first that does not happen; it must see to it that the power fails
     */
    public void failAfter(long changes, Runnable outage) {
        changesLeft = changes;
        onOutage = outage;
    }

    /** A change is about to happen. */
    void change() throws IOException {
        if (changesLeft == 0) {
            onOutage.run();
            onOutage = () -> {};
            throw new IOException("the disk has no power");
        }
        changesMade++;
        changesLeft = changesLeft == ENDLESS ? ENDLESS : changesLeft - 1;
    }

    /** Nanoseconds that syncs took since the last call. */
    long spent() {
        long result = spent;
        spent = 0;
        return result;
    }

    /** The machine died: forgets what was not synced. */
    void forgetUnsynced() {
        boots++;
        changesLeft = ENDLESS;
        int kept = changes.isEmpty() ? 0 : random.nextInt(changes.size() + 1);
        for (int i = changes.size() - 1; i >= kept; i--) {
            changes.get(i).undo.run();
        }
        changes.clear();
        for (SimulatedFile file : files.values()) {
            file.forgetUnsynced(random);
        }
    }

    long room(long wanted) {
        if (capacity == ENDLESS) {
            return wanted;
        }
        long used = 0;
        for (SimulatedFile file : files.values()) {
            used += file.length();
        }
        return Math.clamp(capacity - used, 0, wanted);
    }

    void syncCosts() {
        spent += syncNanos;
    }

    @Override
    public DiskFile openForRead(Path path) throws IOException {
        return new SimulatedOpenFile(this, existing(path), false);
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        change();
        SimulatedFile file = entry(path);
        file.truncate(0);
        return new SimulatedOpenFile(this, file, true);
    }

    @Override
    public DiskFile openForAppend(Path path) throws IOException {
        return new SimulatedOpenFile(this, entry(path), true);
    }

    private SimulatedFile existing(Path path) throws NoSuchFileException {
        SimulatedFile file = files.get(key(path));
        if (file == null) {
            throw new NoSuchFileException(path.toString());
        }
        return file;
    }

    private SimulatedFile entry(Path path) throws IOException {
        Path key = key(path);
        SimulatedFile file = files.get(key);
        if (file != null) {
            return file;
        }
        Path directory = parent(key);
        if (!isDirectory(directory) || directories.contains(key)) {
            throw new FileNotFoundException(path + ": no such directory, or a directory itself");
        }
        SimulatedFile made = new SimulatedFile();
        files.put(key, made);
        changes.add(new Change(directory, () -> files.remove(key, made)));
        return made;
    }

    @Override
    public boolean exists(Path path) {
        Path key = key(path);
        return files.containsKey(key) || isDirectory(key) || key.equals(BOOT_ID);
    }

    private boolean isDirectory(Path key) {
        return key.getNameCount() == 0 || directories.contains(key);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        Path key = key(directory);
        if (!isDirectory(key)) {
            throw new NoSuchFileException(directory.toString());
        }
        TreeSet<String> names = new TreeSet<>();
        for (Path path : files.keySet()) {
            if (key.equals(path.getParent())) {
                names.add(name(path));
            }
        }
        for (Path path : directories) {
            if (key.equals(path.getParent())) {
                names.add(name(path));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        for (Path each = key(directory); each != null && each.getNameCount() > 0; each = each.getParent()) {
            if (files.containsKey(each)) {
                throw new IOException(each + " is a file");
            }
            directories.add(each);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change();
        SimulatedFile moved = existing(from);
        Path source = key(from);
        Path target = key(to);
        if (!isDirectory(parent(target))) {
            throw new NoSuchFileException(to.toString());
        }
        files.remove(source);
        SimulatedFile replaced = files.put(target, moved);
        changes.add(new Change(parent(target), () -> {
            files.put(source, moved);
            if (replaced == null) {
                files.remove(target, moved);
            } else {
                files.put(target, replaced);
            }
        }));
    }

    @Override
    public void delete(Path path) throws IOException {
        change();
        Path key = key(path);
        SimulatedFile gone = files.remove(key);
        if (gone != null) {
            changes.add(new Change(parent(key), () -> files.put(key, gone)));
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        change();
        Path key = key(directory);
        if (!isDirectory(key)) {
            throw new NoSuchFileException(directory.toString());
        }
        syncCosts();
        changes.removeIf(change -> change.directory.equals(key));
    }

    @Override
    public byte[] readAll(Path path) throws IOException {
        return key(path).equals(BOOT_ID)
                ? ("boot-" + boots + "\n").getBytes(StandardCharsets.US_ASCII)
                : existing(path).content();
    }

    @Override
    public void replace(Path path, byte[] content) throws IOException {
        Path key = key(path);
        Path temporary = parent(key).resolve(name(key) + ".tmp");
        try (DiskFile file = create(temporary)) {
            file.write(ByteBuffer.wrap(content));
            file.sync();
        } catch (IOException failure) {
            delete(temporary);
            throw failure;
        }
        rename(temporary, key);
        syncDirectory(parent(key));
    }

    private static Path key(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Path parent(Path key) {
        Path parent = key.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(key + " is the root");
        }
        return parent;
    }

    private static String name(Path key) {
        return String.valueOf(key.getFileName());
    }
}
