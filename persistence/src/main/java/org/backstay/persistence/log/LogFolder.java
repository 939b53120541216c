package org.backstay.persistence.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.backstay.node.Disk;
import org.jspecify.annotations.Nullable;

/** The log's folder: its manifest, and the files that come and go by it. Confined to the append-only file's worker. */
final class LogFolder {
    private final Disk disk;
    private final Path directory;
    private final Path manifest;

    LogFolder(Disk disk, Path directory, String filename) {
        this.disk = disk;
        this.directory = directory;
        manifest = directory.resolve(filename + Manifest.SUFFIX);
    }

    Path manifest() {
        return manifest;
    }

    /** Gives a finished snapshot its name and has the manifest begin with it. */
    @Nullable
    Void install(Path finished, String base, Manifest changed) throws IOException {
        disk.rename(finished, directory.resolve(base));
        disk.syncDirectory(directory);
        write(changed);
        return null;
    }

    /** Deletes files that are history, and then has the manifest forget them: a file it does not name would stay for ever. */
    @Nullable
    Void delete(Collection<String> names, Manifest without) throws IOException {
        for (String name : names) {
            disk.delete(directory.resolve(name));
        }
        write(without);
        return null;
    }

    private void write(Manifest content) throws IOException {
        disk.replace(manifest, content.format());
        disk.syncDirectory(directory);
    }
}
