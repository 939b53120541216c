package org.backstay.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The only way a program touches files. The simulation's disk forgets what was not synced and tears the last write.
 *
 * <p>Every method may block and may be called from the owning loop (start, configuration) or from a {@link Worker}.
 */
public interface Disk {
    /** Opens a file for reading; fails with {@link java.nio.file.NoSuchFileException} when there is none. */
    DiskFile openForRead(Path path) throws IOException;

    /** Creates a file, or empties the one that stands there, and opens it for writing. */
    DiskFile create(Path path) throws IOException;

    /** Opens a file for writing at its end and creates it when there is none. */
    DiskFile openForAppend(Path path) throws IOException;

    /** Whether a file or directory stands at the path. */
    boolean exists(Path path);

    /** The file names (not paths) in a directory, sorted. */
    List<String> list(Path directory) throws IOException;

    /** Creates the directory and its missing parents. */
    void createDirectories(Path directory) throws IOException;

    /** Gives a file another name on the same file system, replacing what stands there, in one step. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file; does nothing when there is none. */
    void delete(Path path) throws IOException;

    /** Makes names created, renamed or deleted in this directory survive a crash. */
    void syncDirectory(Path directory) throws IOException;

    /** Reads a whole small file (configuration, manifest). */
    byte[] readAll(Path path) throws IOException;

    /** Replaces a file by a temporary file, sync and rename, so that a reader sees the old or the new, whole. */
    void replace(Path path, byte[] content) throws IOException;
}
