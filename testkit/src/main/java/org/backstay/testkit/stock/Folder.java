package org.backstay.testkit.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A temporary folder that goes with its content when the test closes it, or else when its JVM ends. */
public final class Folder implements AutoCloseable {
    private static final Set<Folder> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(Folder::close)));
    }

    private final Path path;

    /** Makes one; the name begins with {@code purpose}. */
    public Folder(String purpose) {
        try {
            path = Files.createTempDirectory("backstay-" + purpose + "-");
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
        OPEN.add(this);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        OPEN.remove(this);
        try (Stream<Path> found = Files.walk(path)) {
            List<Path> innermostFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path each : innermostFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException busy) {
            throw new UncheckedIOException(busy);
        }
    }
}
