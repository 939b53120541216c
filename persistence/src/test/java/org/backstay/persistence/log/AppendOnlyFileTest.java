package org.backstay.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.backstay.node.DiskFile;
import org.backstay.node.Node;
import org.backstay.persistence.NodeFixture;
import org.backstay.persistence.rdb.RdbReader;
import org.backstay.resp.Request;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AppendOnlyFileTest {
    private static final String ID = "a".repeat(40);
    private static final String NAME = "appendonly.aof";

    private final NodeFixture fixture = new NodeFixture();
    private final ReplicationLog log = new ReplicationLog(UnpooledByteBufAllocator.DEFAULT, 1000);
    private final AtomicLong durable = new AtomicLong();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        fixture.call(() -> {
            log.close();
            return null;
        });
        fixture.close();
    }

    private AppendOnlyFile file(FsyncPolicy policy) {
        return file(policy, fixture.node());
    }

    private AppendOnlyFile file(FsyncPolicy policy, Node node) {
        return fixture.call(() -> new AppendOnlyFile(node, folder, NAME, policy, log, new LogListener() {
            @Override
            public void durable(long offset) {
                durable.set(offset);
            }

            @Override
            public void late() {}

            @Override
            public void writeStatus(String error) {}

            @Override
            public LogMark position() {
                return here();
            }

            @Override
            public String boot() {
                return "boot";
            }
        }));
    }

    private LogMark here() {
        return new LogMark(ID, log.end());
    }

    private void write(int db, String... words) {
        fixture.call(() -> {
            log.beginCommand(db, words.length);
            for (String word : words) {
                log.argument(word);
            }
            return null;
        });
    }

    private void stop(AppendOnlyFile file) {
        fixture.await(done -> file.stop(() -> done.accept(null)));
        fixture.call(() -> {
            file.close();
            return null;
        });
    }

    /** What a restart reads: the commands, as text, and where the log ends. */
    private final class Reading implements LogLoader.Target {
        final List<String> commands = new ArrayList<>();
        LogMark end;
        int abandoned;

        Reading(boolean loadTruncated) {
            fixture.call(() -> {
                try (LogLoader loader = new LogLoader(
                        fixture.node().disk(), fixture.node().log(), folder, manifest(), loadTruncated, this)) {
                    assertThat(loader.step(() -> 0, 1)).isTrue();
                    end = loader.end();
                }
                return null;
            });
        }

        @Override
        public void beginFile() {
            commands.add("--");
        }

        @Override
        public void apply(Request command) {
            List<String> words = new ArrayList<>();
            for (int i = 0; i < command.size(); i++) {
                words.add(command.text(i));
            }
            commands.add(String.join(" ", words));
        }

        @Override
        public void abandonTransaction() {
            abandoned++;
        }

        @Override
        public int selectedDb() {
            return 0;
        }

        @Override
        public RdbReader snapshot(String name, DiskFile opened) {
            throw new IllegalStateException("no base was written");
        }
    }

    private Manifest manifest() {
        return throwing(() -> Manifest.parse(NAME, Files.readAllBytes(folder.resolve(NAME + ".manifest"))))
                .get();
    }

    private SegmentCatalog survey(Manifest manifest) {
        return throwing(() -> SegmentCatalog.survey(fixture.node().disk(), folder, manifest))
                .get();
    }

    private interface Throwing<T> {
        T get() throws IOException;
    }

    private static <T> Supplier<T> throwing(Throwing<T> what) {
        return () -> {
            try {
                return what.get();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        };
    }

    /** Reads the files from an offset on, a piece at a time, up to what was written. */
    private byte[] readFiles(AppendOnlyFile file, long from) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        fixture.await(done -> readOn(file, file.openCursor(from), read, done));
        return read.toByteArray();
    }

    private void readOn(AppendOnlyFile file, DiskCursor cursor, ByteArrayOutputStream into, Consumer<Throwable> done) {
        if (cursor.offset() == file.written()) {
            cursor.close();
            done.accept(null);
            return;
        }
        cursor.read((piece, failure) -> {
            if (piece == null) {
                cursor.close();
                done.accept(failure);
                return;
            }
            into.writeBytes(ByteBufUtil.getBytes(piece));
            piece.release();
            readOn(file, cursor, into, done);
        });
    }

    private byte[] inMemory(long from) {
        return fixture.call(() -> {
            ByteArrayOutputStream taken = new ByteArrayOutputStream();
            try (LogCursor cursor = log.openCursor(from)) {
                for (ByteBuf slice = cursor.take(1 << 20); slice != null; slice = cursor.take(1 << 20)) {
                    taken.writeBytes(ByteBufUtil.getBytes(slice));
                    slice.release();
                }
            }
            return taken.toByteArray();
        });
    }

    private void awaitWritten(AppendOnlyFile file) {
        org.awaitility.Awaitility.await()
                .until(() -> fixture.call(() -> {
                    file.flush();
                    return file.written() == log.end();
                }));
    }

    private static final LogLimits SMALL = new LogLimits(20_000, 1 << 20, 0, 1, true);

    /** A log of several segments that begin where they must, all of it still in memory too. */
    private AppendOnlyFile rolled() {
        AppendOnlyFile file = file(FsyncPolicy.EVERYSEC);
        fixture.call(() -> {
            log.keepBacklog(1 << 30);
            file.limits(SMALL);
            return null;
        });
        fixture.await(done -> file.begin(Manifest.EMPTY, here(), true, done));
        for (int i = 0; i < 100; i++) {
            write(i % 3, "SET", "key" + i, (i + " # * $ \r\n").repeat(i * 3));
            if (i % 10 == 0) {
                awaitWritten(file);
            }
        }
        awaitWritten(file);
        return file;
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenOnceMoreThoughTheLogHasGoneFarBeyondIt() throws Exception {
        Node node = fixture.node();
        StuckDisk disk = new StuckDisk(node.disk());
        AppendOnlyFile file = file(
                FsyncPolicy.EVERYSEC,
                new Node(
                        node.name(),
                        node.loop(),
                        node.network(),
                        disk.disk(),
                        node.clock(),
                        node.random(),
                        node.workers(),
                        node.log()));
        fixture.await(done -> file.begin(Manifest.EMPTY, here(), true, done));
        String large = "x".repeat(3 * ReplicationLog.BLOCK_BYTES);
        disk.stick();
        write(0, "SET", "first", large);
        fixture.call(() -> {
            file.flush();
            return null;
        });
        disk.awaitWrite();
        write(0, "SET", "second", large);
        disk.fail();
        org.awaitility.Awaitility.await()
                .until(() -> fixture.call(() -> !file.error().isEmpty()));
        fixture.call(() -> {
            file.tick();
            return null;
        });
        awaitWritten(file);
        stop(file);
        assertThat(new Reading(false).commands).contains("SET first " + large, "SET second " + large);
    }

    @Test
    void segmentsOfASetSizeHoldTheStreamByteForByteAtEveryOffset() {
        AppendOnlyFile file = rolled();
        assertThat(fixture.call(() -> file.catalog().segments())).hasSizeGreaterThan(3);
        byte[] all = inMemory(1000);
        assertThat(readFiles(file, 1000)).isEqualTo(all);
        for (int from = 0; from < all.length; from += 997) {
            assertThat(readFiles(file, 1000 + from)).isEqualTo(Arrays.copyOfRange(all, from, all.length));
        }
        List<Segment> known = fixture.call(() -> file.catalog().segments());
        stop(file);
        assertThat(survey(manifest()).segments().stream().map(Segment::start))
                .isEqualTo(known.stream().map(Segment::start).toList());
    }

    @Test
    void aSegmentThatLostItsEndIsAnErrorThatNamesItAndIsNotServedAgain() throws Exception {
        AppendOnlyFile file = rolled();
        Path second = increment(2);
        Files.write(second, Arrays.copyOf(Files.readAllBytes(second), (int) Files.size(second) - 7));
        assertThatThrownBy(() -> readFiles(file, 1000)).hasStackTraceContaining(NAME + ".2.incr.aof: at byte ");
        Segment third = fixture.call(() -> file.catalog().segments().getFirst());
        assertThat(third.name()).isEqualTo(NAME + ".3.incr.aof");
        assertThat(fixture.call(() -> file.covers(1000))).isFalse();
        assertThat(readFiles(file, third.start().offset()))
                .isEqualTo(inMemory(third.start().offset()));
        stop(file);
    }

    @Test
    void whatIsKeptBeforeTheBaseFitsTheLimits() throws Exception {
        AppendOnlyFile file = rolled();
        for (int base = 1; base <= 3; base++) {
            Path finished = folder.resolve("finished");
            Files.writeString(finished, "x".repeat(1000));
            fixture.await(done -> file.roll(here(), done));
            StoredBase stored = fixture.call(
                    () -> new StoredBase(file.manifest().nextBase(NAME, true).name(), here(), 1, 1000));
            long needed = fixture.call(file::newestIncrement);
            fixture.await(done -> file.installBase(finished, stored, () -> needed, done));
            write(0, "SET", "after", Integer.toString(base));
            awaitWritten(file);
        }
        org.awaitility.Awaitility.await().until(() -> names(".base.").size() == 2);
        assertThat(names(".incr.")).as("segments stay").hasSizeGreaterThan(5);
        assertThat(readFiles(file, 1000)).isEqualTo(inMemory(1000));

        fixture.call(() -> {
            file.limits(new LogLimits(20_000, 30_000, 0, 1, true));
            return null;
        });
        org.awaitility.Awaitility.await().until(() -> fixture.call(() -> !file.covers(1000)));
        assertThat(historyBytes()).isLessThanOrEqualTo(30_000);
        long start =
                fixture.call(() -> file.catalog().segments().getFirst().start().offset());
        assertThat(readFiles(file, start)).isEqualTo(inMemory(start));
        stop(file);
    }

    private List<String> names(String kind) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains(kind))
                    .toList();
        }
    }

    private long historyBytes() {
        return throwing(() -> {
                    long bytes = 0;
                    for (Manifest.LogFile old : manifest().history()) {
                        bytes += Files.size(folder.resolve(old.name()));
                    }
                    return bytes;
                })
                .get();
    }

    private Path increment(int number) {
        return folder.resolve(NAME + "." + number + ".incr.aof");
    }

    @Test
    void whatWasAppendedIsReadBackAcrossRollsAndRestarts() {
        AppendOnlyFile file = file(FsyncPolicy.EVERYSEC);
        fixture.await(done -> file.begin(Manifest.EMPTY, here(), true, done));
        write(0, "SET", "a", "1");
        write(3, "SET", "b", "2");
        fixture.await(done -> file.roll(here(), done));
        write(3, "SET", "c", "3");
        stop(file);

        AppendOnlyFile again = file(FsyncPolicy.EVERYSEC);
        Manifest manifest = manifest();
        fixture.await(done -> {
            log.forgetDb();
            again.open(manifest, survey(manifest), 0, here(), done);
        });
        write(0, "SET", "d", "4");
        stop(again);

        Reading reading = new Reading(true);
        assertThat(reading.commands)
                .containsExactly(
                        "--",
                        "SELECT 0",
                        "SET a 1",
                        "SELECT 3",
                        "SET b 2",
                        "--",
                        "SELECT 3",
                        "SET c 3",
                        "--",
                        "SELECT 0",
                        "SET d 4");
        assertThat(reading.end).isEqualTo(here());
    }

    @Test
    void repliesWaitForTheDiskAndShareItsSync() {
        AppendOnlyFile file = file(FsyncPolicy.ALWAYS);
        fixture.await(done -> file.begin(Manifest.EMPTY, here(), true, done));
        for (int i = 0; i < 100; i++) {
            write(0, "SET", "k" + i, "v");
        }
        assertThat(fixture.call(file::repliesWait)).isTrue();
        long end = fixture.call(() -> {
            file.flush();
            return log.end();
        });
        org.awaitility.Awaitility.await().until(() -> durable.get() == end);
        stop(file);
        assertThat(new Reading(false).commands).hasSize(102);
    }

    @Test
    void aTornTailIsCutAtTheLastWholeCommand() throws Exception {
        AppendOnlyFile file = file(FsyncPolicy.NO);
        fixture.await(done -> file.begin(Manifest.EMPTY, here(), true, done));
        write(0, "SET", "a", "1");
        LogMark whole = here();
        stop(file);
        long length = Files.size(increment(1));
        Files.writeString(increment(1), "*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$9\r\nhal", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> new Reading(false))
                .hasStackTraceContaining(NAME + ".1.incr.aof: at byte " + length + ": unexpected end of file");
        Reading reading = new Reading(true);
        assertThat(reading.commands).containsExactly("--", "SELECT 0", "SET a 1");
        assertThat(reading.end).isEqualTo(whole);
        assertThat(Files.size(increment(1))).isEqualTo(length);
    }

    @Test
    void aTransactionWithoutItsEndIsNoTail() throws Exception {
        AppendOnlyFile file = file(FsyncPolicy.NO);
        fixture.await(done -> file.begin(Manifest.EMPTY, here(), true, done));
        write(0, "SET", "a", "1");
        LogMark whole = here();
        stop(file);
        long length = Files.size(increment(1));
        Files.writeString(
                increment(1), "*1\r\n$5\r\nMULTI\r\n*2\r\n$4\r\nINCR\r\n$1\r\na\r\n", StandardOpenOption.APPEND);
        Reading reading = new Reading(true);
        assertThat(reading.abandoned).isEqualTo(1);
        assertThat(reading.end).isEqualTo(whole);
        assertThat(Files.size(increment(1))).isEqualTo(length);
    }

    @Test
    void aFlawInTheMiddleIsAnErrorWithItsPlace() throws Exception {
        AppendOnlyFile file = file(FsyncPolicy.NO);
        fixture.await(done -> file.begin(Manifest.EMPTY, here(), true, done));
        write(0, "SET", "a", "1");
        stop(file);
        long length = Files.size(increment(1));
        Files.writeString(increment(1), "$nonsense\r\n*1\r\n$4\r\nPING\r\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> new Reading(true)).hasStackTraceContaining(NAME + ".1.incr.aof: at byte ");
        assertThat(Files.size(increment(1))).isGreaterThan(length);
    }

    @Test
    @Tag("slow")
    void redisCheckAofAcceptsIt() {
        AppendOnlyFile file = file(FsyncPolicy.EVERYSEC);
        fixture.await(done -> file.begin(Manifest.EMPTY, here(), true, done));
        write(0, "SET", "a", "x".repeat(100_000));
        fixture.await(done -> file.roll(here(), done));
        write(5, "SET", "b", "2");
        stop(file);
        String manifest = folder.resolve(NAME + ".manifest").toString();
        try (PeerProcess check = PeerProcess.start(
                "check-aof", folder, List.of(Programs.require("redis-check-aof").toString(), manifest))) {
            assertThat(check.awaitEnd()).as(check.output()).isZero();
            assertThat(check.output()).contains("All AOF files and manifest are valid");
        }
    }

    @Test
    void theMarkSurvivesItsLine() {
        LogMark mark = new LogMark(ID, 123_456_789L);
        assertThat(LogMark.parse(new String(mark.line(), StandardCharsets.US_ASCII).strip()))
                .isEqualTo(mark);
        assertThat(LogMark.parse("#TS:1700000000")).isNull();
        assertThat(LogMark.parse("#REPL:" + ID + ":x")).isNull();
    }
}
