package org.backstay.persistence.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.backstay.node.disk.FileDisk;
import org.backstay.persistence.log.LogArchive.Restored;
import org.backstay.persistence.log.Manifest.LogFile;
import org.backstay.persistence.log.Manifest.LogFile.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder written by hand: segments at offsets 0, 105 and 169, the third with a snapshot at its beginning. */
final class LogArchiveTest {
    private static final String ID = "b".repeat(40);
    private static final String NAME = "appendonly.aof";
    private static final long THIRD = 169;
    private static final String MULTI = "*1\r\n$5\r\nMULTI\r\n";
    private static final String EXEC = "*1\r\n$4\r\nEXEC\r\n";

    private final FileDisk disk = new FileDisk();
    private Manifest manifest = Manifest.EMPTY;

    @TempDir
    Path folder;

    private Path from;
    private Path into;

    /** A command of 35 bytes. */
    private static String set(int number) {
        return "*3\r\n$3\r\nSET\r\n$4\r\nkey" + number % 10 + "\r\n$6\r\n" + String.format("%06d", number) + "\r\n";
    }

    private static String time(int seconds) {
        return "#TS:" + seconds + "\r\n";
    }

    private void segment(int sequence, Kind kind, long offset, long seconds, String body) throws IOException {
        String name = NAME + "." + sequence + ".incr.aof";
        String prologue =
                new String(SegmentPrologue.format(new LogMark(ID, offset), 0, seconds, "boot", false), ISO_8859_1);
        Files.writeString(from.resolve(name), prologue + body, ISO_8859_1);
        add(new LogFile(name, sequence, kind));
    }

    private void base(int sequence, Kind kind, long offset, int seconds) throws IOException {
        String name = NAME + "." + sequence + ".base.rdb";
        String content = "REDIS0010" + aux("ctime", seconds + "") + aux("repl-id", ID) + aux("repl-offset", offset + "")
                + "\u00ff\0\0\0\0\0\0\0\0";
        Files.writeString(from.resolve(name), content, ISO_8859_1);
        add(new LogFile(name, sequence, kind));
    }

    private static String aux(String name, String value) {
        return "\u00fa" + (char) name.length() + name + (char) value.length() + value;
    }

    private void add(LogFile file) throws IOException {
        manifest = manifest.withIncrement(file);
        Files.write(from.resolve(NAME + ".manifest"), manifest.format());
    }

    @BeforeEach
    void write() throws IOException {
        from = Files.createDirectory(folder.resolve("from"));
        into = folder.resolve("into");
        assertThat(set(1)).hasSize(35);
        base(1, Kind.BASE, THIRD, 120);
        segment(1, Kind.HISTORY, 0, 100, time(101) + set(1) + time(105) + set(2) + set(3));
        segment(2, Kind.HISTORY, 105, 110, set(4) + MULTI + EXEC);
        segment(
                3,
                Kind.INCREMENT,
                THIRD,
                120,
                set(5) + time(121) + MULTI + set(6) + set(7) + EXEC + time(125) + set(8));
    }

    private LogArchive archive() throws IOException {
        return new LogArchive(disk, from, NAME);
    }

    private Restored restore(RestoreTarget target) throws IOException {
        return archive().restore(target, into);
    }

    /** What the restored folder holds behind the prologues, segment by segment. */
    private List<String> restored() throws IOException {
        Manifest written = Manifest.parse(NAME, Files.readAllBytes(into.resolve(NAME + ".manifest")));
        return written.increments().stream()
                .map(file -> {
                    try {
                        String text = Files.readString(into.resolve(file.name()), ISO_8859_1);
                        assertThat(text).doesNotContain("#BOOT:").contains("#REPL:" + ID + ":");
                        return text.substring(text.indexOf('\n', text.indexOf("#REPL:")) + 1);
                    } catch (IOException failure) {
                        throw new IllegalStateException(failure);
                    }
                })
                .toList();
    }

    private List<String> files(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatCanBeRestoredIsListedWithItsBase() throws Exception {
        long end = THIRD + 35 + MULTI.length() + 2 * 35 + EXEC.length() + 35;
        List<RestorableRange> ranges = archive().ranges();
        assertThat(ranges).hasSize(2);
        assertThat(ranges.getFirst()).isEqualTo(new RestorableRange(null, new LogMark(ID, 0), 100, THIRD, 120));
        assertThat(ranges.getLast().base()).isNotNull();
        assertThat(ranges.getLast().toOffset()).isEqualTo(end);
        assertThat(ranges.getLast().toSeconds()).isEqualTo(125);
    }

    @Test
    void anOffsetWithinACommandIsTheOneBeforeIt() throws Exception {
        Restored restored = restore(new RestoreTarget.Offset(104));
        assertThat(restored.end()).isEqualTo(new LogMark(ID, 70));
        assertThat(restored.seconds()).isEqualTo(105);
        assertThat(restored()).containsExactly(time(101) + set(1) + time(105) + set(2));
    }

    @Test
    void anOffsetWithinATransactionIsTheOneBeforeIt() throws Exception {
        Restored restored = restore(new RestoreTarget.Offset(THIRD + 35 + MULTI.length() + 35));
        assertThat(restored.end().offset()).isEqualTo(THIRD + 35);
        assertThat(restored.base()).isNotNull();
        assertThat(restored()).containsExactly(set(5));
        assertThat(files(into)).containsExactly(NAME + ".1.base.rdb", NAME + ".1.incr.aof", NAME + ".manifest");
        assertThat(into.resolve(NAME + ".1.base.rdb")).hasSameBinaryContentAs(from.resolve(NAME + ".1.base.rdb"));
    }

    @Test
    void segmentsThatFollowEachOtherAreAllThere() throws Exception {
        Restored restored = restore(new RestoreTarget.Offset(140));
        assertThat(restored.end().offset()).isEqualTo(140);
        assertThat(restored.segments()).isEqualTo(2);
        assertThat(restored()).containsExactly(time(101) + set(1) + time(105) + set(2) + set(3), set(4));
    }

    @Test
    void aTimeIncludesItsSecond() throws Exception {
        assertThat(restore(new RestoreTarget.Time(104)).end().offset()).isEqualTo(35);
        into = folder.resolve("later");
        assertThat(restore(new RestoreTarget.Time(105)).end().offset()).isEqualTo(105);
        into = folder.resolve("latest");
        assertThat(restore(new RestoreTarget.Time(121)).seconds()).isEqualTo(121);
        into = folder.resolve("end");
        assertThat(restore(new RestoreTarget.Time(9_999)).seconds()).isEqualTo(125);
    }

    @Test
    void whatIsNotKeptIsRefusedInOneLine() throws Exception {
        assertThatThrownBy(() -> restore(new RestoreTarget.Offset(1_000)))
                .hasMessageContaining("offset 1000 is behind the log's end")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> restore(new RestoreTarget.Time(99)))
                .hasMessageContaining("1970-01-01T00:01:39Z is before everything that is kept: the oldest is offset 0")
                .hasMessageNotContaining("\n");
        assertThat(into).doesNotExist();
    }

    @Test
    void aSegmentThatLostItsEndIsNamedAndNothingIsWritten() throws Exception {
        Path second = from.resolve(NAME + ".2.incr.aof");
        Files.writeString(second, Files.readString(second).substring(0, (int) Files.size(second) - 10));
        assertThatThrownBy(() -> restore(new RestoreTarget.Offset(THIRD - 1)))
                .hasMessageContaining(NAME + ".2.incr.aof: at byte ")
                .hasMessageContaining("begins at " + THIRD);
        assertThat(into).doesNotExist();
        assertThat(restore(new RestoreTarget.Offset(THIRD + 1)).end().offset()).isEqualTo(THIRD);
    }

    @Test
    void withoutTheFirstSegmentOnlyTheSnapshotIsAPlaceToBegin() throws Exception {
        Files.delete(from.resolve(NAME + ".1.incr.aof"));
        assertThat(archive().ranges()).hasSize(1);
        assertThatThrownBy(() -> restore(new RestoreTarget.Offset(140)))
                .hasMessageContaining("the oldest is offset " + THIRD);
    }

    @Test
    void aFolderOfAnotherProgramIsSaidToBeOne() throws Exception {
        Files.writeString(from.resolve(NAME + ".1.incr.aof"), set(1));
        Files.writeString(from.resolve(NAME + ".manifest"), "file " + NAME + ".1.incr.aof seq 1 type i\n");
        assertThatThrownBy(this::archive).hasMessageContaining("written by another program");
    }

    @Test
    void nothingIsWrittenWhereItReads() throws Exception {
        List<String> before = files(from);
        List<byte[]> contents = before.stream().map(this::content).toList();
        restore(new RestoreTarget.Offset(200));
        archive().ranges();
        assertThat(files(from)).isEqualTo(before);
        assertThat(before.stream().map(this::content).toList())
                .usingRecursiveComparison()
                .isEqualTo(contents);
    }

    private byte[] content(String name) {
        try {
            return Files.readAllBytes(from.resolve(name));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
