package org.backstay.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.backstay.node.Clock;
import org.backstay.node.Log;
import org.backstay.node.Log.Level;
import org.backstay.node.RecordedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFormatTest {
    private final List<String> lines = new ArrayList<>();
    private final LineOutput output = line -> lines.add(new String(line, StandardCharsets.UTF_8));
    private long millis = LocalDateTime.of(2026, 1, 1, 10, 0, 0, 123_000_000)
            .atZone(ZoneId.systemDefault())
            .toInstant()
            .toEpochMilli();
    private final Clock clock = new Clock() {
        @Override
        public long nanoTime() {
            return millis * 1_000_000;
        }

        @Override
        public long micros() {
            return millis * 1_000;
        }
    };

    @Test
    void redisLinesCarryPidRoleTimeAndLevel() {
        RedisLog log = new RedisLog(4711, RedisLog.Role.MASTER, clock, output);
        log.least(Level.DEBUG);
        log.warning("Can't save");
        log.notice("Ready to accept connections");
        log.role(RedisLog.Role.REPLICA);
        log.verbose("1 clients connected");
        log.role(RedisLog.Role.SENTINEL);
        log.debug("x");
        assertThat(lines)
                .containsExactly(
                        "4711:M 01 Jan 2026 10:00:00.123 # Can't save\n",
                        "4711:M 01 Jan 2026 10:00:00.123 * Ready to accept connections\n",
                        "4711:S 01 Jan 2026 10:00:00.123 - 1 clients connected\n",
                        "4711:X 01 Jan 2026 10:00:00.123 . x\n");
    }

    @Test
    void keepalivedLinesCarryTheCalendarsTime() {
        KeepalivedLog log = new KeepalivedLog(clock, output, null, false);
        log.notice("(VI_1) Entering MASTER STATE");
        log.verbose("left out");
        assertThat(lines).containsExactly("Thu Jan  1 10:00:00 2026: (VI_1) Entering MASTER STATE\n");
    }

    @Test
    void redisLinesBelowTheLogLevelAreDropped() {
        RedisLog log = new RedisLog(1, RedisLog.Role.MASTER, clock, output);
        log.verbose("dropped");
        assertThat(log.enabled(Level.VERBOSE)).isFalse();
        assertThat(lines).isEmpty();
    }

    @Test
    void nutcrackerLinesCarryTimeAndPlace() {
        NutcrackerLog log = new NutcrackerLog(clock, output, NutcrackerLog.DEFAULT_VERBOSITY);
        log.notice("nutcracker-0.5.0 started");
        log.verbose("dropped at verbosity 5");
        log.verbosity(6);
        log.verbose("kept at verbosity 6");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches("\\[2026-01-01 10:00:00\\.123] LogFormatTest\\.java:\\d+ nutcracker-0\\.5\\.0 started\n");
    }

    @Test
    void plainLinesNameWarnings() {
        Log log = new PlainLog(clock, output, Level.NOTICE);
        log.notice("sentinel-1 is up");
        log.warning("redis-7001 died");
        assertThat(lines)
                .containsExactly(
                        "2026-01-01 10:00:00.123 sentinel-1 is up\n",
                        "2026-01-01 10:00:00.123 warning: redis-7001 died\n");
    }

    @Test
    void everyDateIsWrittenAsTheCalendarHasIt() {
        DateTimeFormatter expected = DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH)
                .withZone(ZoneId.systemDefault());
        RedisLog log = new RedisLog(1, RedisLog.Role.MASTER, clock, output);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            millis = random.nextLong(4_102_444_800_000L * 2);
            lines.clear();
            log.notice("x");
            assertThat(lines)
                    .containsExactly("1:M " + expected.format(java.time.Instant.ofEpochMilli(millis)) + " * x\n");
        }
    }

    @Test
    void rotatedFileGetsNoFurtherLines(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("redis.log");
        LogFile file = new LogFile(path);
        file.write("before\n".getBytes(StandardCharsets.US_ASCII));
        Path moved = Files.move(path, folder.resolve("redis.log.1"));
        Thread.sleep(150);
        file.write("after\n".getBytes(StandardCharsets.US_ASCII));
        file.close();
        assertThat(moved).hasContent("before");
        assertThat(path).hasContent("after");
    }

    @Test
    void nettysWarningsTakeOneLineWithTheirCauses() {
        RecordedLog log = new RecordedLog();
        NettyLog netty = new NettyLog("x", log);
        netty.warn("channel {} of {} failed", 1, "a", new IllegalStateException("two\nlines"));
        netty.info("dropped");
        assertThat(log.lines())
                .containsExactly("WARNING netty: channel 1 of a failed: java.lang.IllegalStateException: two lines");
    }
}
