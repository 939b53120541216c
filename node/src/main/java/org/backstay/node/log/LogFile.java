package org.backstay.node.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A log file that operators may move away at any time. The original opens its file for every line; this one keeps it open
 * for the lines of the next {@value #KEEP_MILLIS} ms, so that a burst costs one open, and a rotated file gets no line
 * written later than that.
 */
public final class LogFile implements LineOutput, AutoCloseable {
    private static final long KEEP_MILLIS = 100;
    private static final long KEEP_NANOS = KEEP_MILLIS * 1_000_000;

    private final Path path;
    private @Nullable FileOutputStream stream;
    private long opened;

    /** Opens the file, to find out now whether it can be written. */
    public LogFile(Path path) throws IOException {
        this.path = path.toAbsolutePath();
        open(System.nanoTime());
    }

    @Override
    public void write(byte[] line) {
        try {
            long now = System.nanoTime();
            if (stream == null || now - opened > KEEP_NANOS) {
                close();
                open(now);
            }
            if (stream != null) {
                stream.write(line);
            }
        } catch (IOException unwritable) {
            close(); // the next line tries again
        }
    }

    private void open(long now) throws IOException {
        stream = new FileOutputStream(path.toFile(), true);
        opened = now;
    }

    /** Lets go of the file; the next line opens it again. */
    @Override
    public void close() {
        FileOutputStream held = stream;
        stream = null;
        if (held != null) {
            try {
                held.close();
            } catch (IOException lost) {
                // Nothing can be done, and nowhere to say it.
            }
        }
    }
}
