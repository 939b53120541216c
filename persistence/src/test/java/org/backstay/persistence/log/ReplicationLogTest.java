package org.backstay.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplicationLogTest {
    private final ReplicationLog log = new ReplicationLog(UnpooledByteBufAllocator.DEFAULT, 100);

    @AfterEach
    void giveBackMemory() {
        log.close();
    }

    private void write(int db, String... words) {
        log.beginCommand(db, words.length);
        for (String word : words) {
            log.argument(word);
        }
    }

    private static String takeAll(LogCursor cursor) {
        StringBuilder all = new StringBuilder();
        for (ByteBuf slice = cursor.take(10); slice != null; slice = cursor.take(7)) {
            all.append(slice.toString(StandardCharsets.ISO_8859_1));
            slice.release();
        }
        return all.toString();
    }

    @Test
    void selectPrecedesCommandsOfAnotherDatabaseOnly() {
        LogCursor cursor = log.openCursor(100);
        write(0, "A");
        write(0, "B");
        write(ReplicationLog.NO_DB, "PING");
        write(3, "C");
        assertThat(takeAll(cursor).replace("\r\n", " "))
                .isEqualTo("*2 $6 SELECT $1 0 *1 $1 A *1 $1 B *1 $4 PING *2 $6 SELECT $1 3 *1 $1 C ");
        assertThat(cursor.offset()).isEqualTo(log.end());
    }

    @Test
    void bytesStayUntilTheSlowestHasTakenThem() {
        LogCursor fast = log.openCursor(100);
        LogCursor slow = log.openCursor(100);
        String value = "x".repeat(1000);
        for (int i = 0; i < 1000; i++) {
            write(0, "SET", "k", value);
        }
        assertThat(takeAll(fast)).hasSize((int) (log.end() - 100));
        assertThat(log.start()).isEqualTo(100);
        assertThat(takeAll(slow)).hasSize((int) (log.end() - 100));
        slow.close();
        fast.close();
        assertThat(log.end() - log.start()).isLessThanOrEqualTo(ReplicationLog.BLOCK_BYTES);
        assertThat(log.wanted()).isFalse();
    }

    @Test
    void theBacklogKeepsItsSizeAndNoMoreThanABlockOver() {
        log.keepBacklog(200_000);
        String value = "x".repeat(1000);
        for (int i = 0; i < 2000; i++) {
            write(0, "SET", "k", value);
        }
        assertThat(log.end() - log.start()).isBetween(200_000L, 200_000L + 2 * ReplicationLog.BLOCK_BYTES);
        assertThat(log.covers(log.start())).isTrue();
        assertThat(log.covers(log.start() - 1)).isFalse();
        assertThatThrownBy(() -> log.openCursor(100)).hasMessageContaining("outside");
        LogCursor late = log.openCursor(log.end() - 150_000);
        assertThat(takeAll(late)).hasSize(150_000);
    }

    @Test
    void aCursorMayGoBackToWhatItCouldNotUse() {
        LogCursor cursor = log.openCursor(100);
        write(0, "SET", "k", "v");
        String first = takeAll(cursor);
        cursor.seek(100);
        assertThat(takeAll(cursor)).isEqualTo(first);
    }

    @Test
    void anotherHistoryBeginsAtItsOwnOffset() {
        write(0, "SET", "k", "v");
        log.restart(5000);
        assertThat(log.start()).isEqualTo(5000);
        LogCursor cursor = log.openCursor(5000);
        write(2, "X");
        assertThat(takeAll(cursor)).startsWith("*2\r\n$6\r\nSELECT");
    }
}
