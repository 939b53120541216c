package org.backstay.node.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.backstay.node.DiskFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
    @TempDir
    private Path folder;

    private final FileDisk disk = new FileDisk();

    @Test
    void appendingGoesOnAtTheEnd() throws IOException {
        Path path = folder.resolve("log");
        Files.writeString(path, "one,");
        try (DiskFile file = disk.openForAppend(path)) {
            file.write(bytes("two,"));
            file.write(bytes("three"));
            file.sync();
            assertThat(file.size()).isEqualTo(13);
        }
        assertThat(path).hasContent("one,two,three");
    }

    @Test
    void writingGoesOnWhereAFileWasCut() throws IOException {
        Path path = folder.resolve("log");
        try (DiskFile file = disk.create(path)) {
            file.write(bytes("good,torn"));
            file.truncate(5);
            file.write(bytes("next"));
        }
        assertThat(path).hasContent("good,next");
    }

    @Test
    void largeHeapBuffersAreWrittenWhole() throws IOException {
        Path path = folder.resolve("large");
        byte[] large = new byte[300_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        try (DiskFile file = disk.create(path)) {
            file.write(ByteBuffer.wrap(large));
        }
        assertThat(disk.readAll(path)).isEqualTo(large);
    }

    @Test
    void readsAtAPositionAndTellsTheEnd() throws IOException {
        Path path = folder.resolve("data");
        Files.writeString(path, "abcdef");
        try (DiskFile file = disk.openForRead(path)) {
            ByteBuffer into = ByteBuffer.allocate(3);
            assertThat(file.read(into, 2)).isEqualTo(3);
            assertThat(into.array()).isEqualTo("cde".getBytes(StandardCharsets.US_ASCII));
            assertThat(file.read(into.clear(), 6)).isEqualTo(-1);
        }
    }

    @Test
    void replacingLeavesNoTemporaryFile() throws IOException {
        Path path = folder.resolve("sentinel.conf");
        disk.replace(path, "old".getBytes(StandardCharsets.US_ASCII));
        disk.replace(path, "new".getBytes(StandardCharsets.US_ASCII));
        assertThat(path).hasContent("new");
        assertThat(disk.list(folder)).containsExactly("sentinel.conf");
    }

    @Test
    void missingFilesAreReportedAsSuch() {
        assertThatThrownBy(() -> disk.openForRead(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.readAll(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThat(disk.exists(folder.resolve("none"))).isFalse();
    }

    @Test
    void renamesDeletesAndListsInOrder() throws IOException {
        disk.createDirectories(folder.resolve("a/b"));
        disk.create(folder.resolve("a/z")).close();
        disk.create(folder.resolve("a/y")).close();
        disk.rename(folder.resolve("a/z"), folder.resolve("a/x"));
        disk.delete(folder.resolve("a/none"));
        disk.syncDirectory(folder.resolve("a"));
        assertThat(disk.list(folder.resolve("a"))).containsExactly("b", "x", "y");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
