package org.backstay.node.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.backstay.node.DiskFailure;

/** The file that tells an operator's scripts this process's number. */
public final class PidFile implements AutoCloseable {
    private final Path path;

    private PidFile(Path path) {
        this.path = path;
    }

    /**
     * Writes the number and a newline, over whatever stands there: a file left by a crash must not prevent a start.
     *
     * @throws IOException with a message of one line that names the file
     */
    public static PidFile write(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        try {
            Files.write(absolute, (pid() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new IOException("Failed to write PID file " + path + ": " + DiskFailure.reason(failure), failure);
        }
        return new PidFile(absolute);
    }

    /** This process's number. */
    public static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Where it stands, absolute. */
    public Path path() {
        return path;
    }

    /** Removes the file; when that fails, it stays for the next start to replace. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException leftBehind) {
            // An orderly stop goes on; the next start writes over the file.
        }
    }
}
