package org.backstay.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;

/** The machine's file system. Holds no state, so any thread may use it. */
public final class FileDisk implements Disk {
    private static final OpenOption[] READ = {StandardOpenOption.READ};
    private static final OpenOption[] CREATE = {
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING
    };
    private static final OpenOption[] APPEND = {
        StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE
    };

    @Override
    public DiskFile openForRead(Path path) throws IOException {
        return new ChannelFile(FileChannel.open(path, READ));
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        return new ChannelFile(FileChannel.open(path, CREATE));
    }

    @Override
    public DiskFile openForAppend(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, APPEND);
        channel.position(channel.size());
        return new ChannelFile(channel);
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        }
        names.sort(null);
        return names;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    @Override
    public byte[] readAll(Path path) throws IOException {
        return Files.readAllBytes(path);
    }

    @Override
    public void replace(Path path, byte[] content) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null) {
            throw new IOException(path + " is a directory");
        }
        Path temporary = directory.resolve(absolute.getFileName() + ".tmp");
        try (DiskFile file = create(temporary)) {
            file.write(ByteBuffer.wrap(content));
            file.sync();
        } catch (IOException failure) {
            delete(temporary);
            throw failure;
        }
        rename(temporary, absolute);
        syncDirectory(directory);
    }
}
