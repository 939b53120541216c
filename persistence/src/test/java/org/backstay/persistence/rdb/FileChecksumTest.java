package org.backstay.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.backstay.base.hash.Crc64;
import org.backstay.node.Worker;
import org.backstay.persistence.NodeFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileChecksumTest {
    private static final int TRAILER = 8;

    @TempDir
    Path folder;

    private final NodeFixture node = new NodeFixture();
    private final Worker worker = node.call(() -> node.node().workers().apply("checksum"));

    @AfterEach
    void close() {
        node.call(() -> {
            worker.close();
            return 0;
        });
        node.close();
    }

    private FileChecksum of(byte[] content) throws IOException {
        Path file = folder.resolve("content");
        Files.write(file, content);
        return node.call(() -> new FileChecksum(worker, node.node().disk(), file));
    }

    private long upTo(FileChecksum sum, long end) {
        await().until(() -> node.call(() -> sum.isComplete(end)));
        return node.call(sum::sum);
    }

    private void close(FileChecksum sum) {
        node.call(() -> {
            sum.close();
            return 0;
        });
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void isThatOfAllBytesButTheLastEight() throws IOException {
        for (int length : new int[] {0, 5, 8, 9, 300_000, 40_000_000}) {
            byte[] bytes = noise(length);
            int covered = Math.max(0, length - TRAILER);
            FileChecksum sum = of(bytes);
            assertThat(upTo(sum, covered)).isEqualTo(Crc64.update(0, bytes, 0, covered));
            close(sum);
        }
    }

    @Test
    void whatFollowsTheSnapshotIsLeftOut() throws IOException {
        byte[] bytes = noise(40_000_000);
        FileChecksum sum = of(bytes);
        for (int covered : new int[] {20_000_000, 700, 39_000_000}) {
            assertThat(upTo(sum, covered)).isEqualTo(Crc64.update(0, bytes, 0, covered));
        }
        assertThatThrownBy(() -> upTo(sum, 50_000_000))
                .hasRootCauseMessage("the file became shorter while it was read");
        close(sum);
    }
}
