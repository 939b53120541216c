package org.backstay.redis.persistence;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of a few megabytes in memory, mounted for one test: it can be full and read-only. Needs root. */
final class SmallDisk implements AutoCloseable {
    private static final String BALLAST = "ballast";
    private static final int PIECE_BYTES = 4096;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one on an empty folder; the test is skipped where that is not allowed. */
    static SmallDisk mount(Path folder, String size) throws IOException {
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
        assumeTrue(mounted, "mounting a tmpfs needs root");
        return new SmallDisk(folder);
    }

    private static boolean run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    Path folder() {
        return folder;
    }

    /** Takes all the room there is. */
    void fill() throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        try (var out = Files.newOutputStream(folder.resolve(BALLAST))) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    /** Gives the room back. */
    void makeRoom() throws IOException {
        Files.delete(folder.resolve(BALLAST));
    }

    void readOnly(boolean yes) throws IOException {
        if (!run("mount", "-o", "remount," + (yes ? "ro" : "rw"), folder.toString())) {
            throw new IOException(folder + " can't be mounted anew");
        }
    }

    @Override
    public void close() throws IOException {
        if (!run("umount", folder.toString())) {
            run("umount", "-l", folder.toString());
        }
    }
}
