package org.backstay.testkit.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;

/**
 * A node's disk as one life of its program sees it: when that life is over, nothing that is still done in its name, such as
 * closing files while its memory is freed, reaches the disk any more.
 */
final class MountedDisk implements Disk {
    private final SimulatedDisk disk;
    private boolean over;

    MountedDisk(SimulatedDisk disk) {
        this.disk = disk;
    }

    void unmount() {
        over = true;
    }

    private Disk mounted() throws IOException {
        if (over) {
            throw new IOException("the process is dead");
        }
        return disk;
    }

    @Override
    public DiskFile openForRead(Path path) throws IOException {
        return new MountedFile(mounted().openForRead(path));
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        return new MountedFile(mounted().create(path));
    }

    @Override
    public DiskFile openForAppend(Path path) throws IOException {
        return new MountedFile(mounted().openForAppend(path));
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return mounted().list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        mounted().createDirectories(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        mounted().rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        mounted().delete(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        mounted().syncDirectory(directory);
    }

    @Override
    public byte[] readAll(Path path) throws IOException {
        return mounted().readAll(path);
    }

    @Override
    public void replace(Path path, byte[] content) throws IOException {
        mounted().replace(path, content);
    }

    private final class MountedFile implements DiskFile {
        private final DiskFile file;

        MountedFile(DiskFile file) {
            this.file = file;
        }

        private DiskFile open() throws IOException {
            mounted();
            return file;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            open().write(bytes);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return open().read(into, position);
        }

        @Override
        public long size() throws IOException {
            return open().size();
        }

        @Override
        public void truncate(long length) throws IOException {
            open().truncate(length);
        }

        @Override
        public void sync() throws IOException {
            open().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
