package org.backstay.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
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

    private <T> T call(Callable<T> what) {
        return node.call(() -> {
            try {
                return what.call();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private FileChecksum of(byte[] content) throws IOException {
        Path file = folder.resolve("content");
        Files.write(file, content);
        FileChecksum sum = call(() -> new FileChecksum(worker, node.node().disk(), file));
        await().until(() -> call(sum::isComplete));
        return sum;
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
            assertThat((long) call(() -> sum.upTo(covered))).isEqualTo(Crc64.update(0, bytes, 0, covered));
            call(() -> {
                sum.close();
                return 0;
            });
        }
    }

    @Test
    void whatFollowsTheSnapshotIsLeftOut() throws IOException {
        byte[] bytes = noise(1000);
        FileChecksum sum = of(bytes);
        assertThat((long) call(() -> sum.upTo(700))).isEqualTo(Crc64.update(0, bytes, 0, 700));
        assertThatThrownBy(() -> call(() -> sum.upTo(2000)))
                .hasRootCauseMessage("the file became shorter while it was read");
        call(() -> {
            sum.close();
            return 0;
        });
    }
}
