package org.backstay.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.node.DiskFile;
import org.backstay.persistence.NodeFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that nobody sane wrote: an error that says where, never an exception of another kind, never memory without bound. */
final class RdbHostileTest {
    private static final int ROUNDS = 4_000;

    private final NodeFixture fixture = new NodeFixture();
    private final Blob key = new Blob();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        key.close();
        fixture.close();
    }

    /** A file by hand: the format's bytes as text, {@code \\xHH} for any. */
    private static byte[] file(String body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("REDIS0009".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < body.length(); i++) {
            if (body.startsWith("\\x", i)) {
                bytes.write(Integer.parseInt(body.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                bytes.write(body.charAt(i));
            }
        }
        bytes.write(RdbOpcode.EOF);
        bytes.writeBytes(new byte[Long.BYTES]);
        return bytes.toByteArray();
    }

    private void load(byte[] content) {
        fixture.call(() -> {
            fixture.keyspace().flushAll(false);
            Path path = folder.resolve("hostile.rdb");
            try {
                Files.write(path, content);
                try (DiskFile open = fixture.node().disk().openForRead(path);
                        KeyspaceLoader loader = new KeyspaceLoader(
                                fixture.keyspace()::database, 16, fixture.context(), KeyspaceLoader.KEEP_EXPIRED);
                        RdbReader reader = new RdbReader("hostile.rdb", open, loader, null)) {
                    assertThat(reader.step(() -> 0, 1)).isTrue();
                }
            } catch (IOException flaw) {
                throw new UncheckedIOException(flaw);
            }
            return null;
        });
    }

    private String string(String name) {
        return fixture.call(() -> {
            Entry entry = find(name);
            return entry == null ? null : new String(entry.string(), StandardCharsets.ISO_8859_1);
        });
    }

    private String encoding(String name) {
        return fixture.call(() -> {
            Entry entry = find(name);
            return entry == null ? null : entry.type() + " " + entry.encoding().text();
        });
    }

    private Entry find(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        key.setLength(bytes.length);
        org.backstay.base.memory.NativeMemory.copy(bytes, 0, key.address(), bytes.length);
        Database database = fixture.keyspace().database(0);
        return database.peek(key.address(), key.length());
    }

    private static final String ZIPLIST =
            "\\x16\\x00\\x00\\x00\\x12\\x00\\x00\\x00\\x04\\x00\\x00\\x01a\\x03\\xf2\\x02\\xfe\\x05\\x03\\x011\\xff";

    private static final String STREAM_ID =
            "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02";

    /** One node with one entry, 1-2: f=v. */
    private static final String STREAM_NODE = "\\x01\\x10" + STREAM_ID + "\\x1d"
            + "\\x1d\\x00\\x00\\x00\\x0a\\x00\\x01\\x01\\x00\\x01\\x01\\x01\\x81f\\x02\\x00\\x01\\x02\\x01\\x00\\x01\\x00\\x01\\x81v\\x02\\x04\\x01\\xff";

    private static final String MILLIS = "\\x00\\x00\\x00\\x00\\x00\\x04\\x00\\x00";

    /** A group's pending entry, and its consumer who has it. */
    private static final String STREAM_PENDING =
            "\\x01" + STREAM_ID + MILLIS + "\\x01" + "\\x01\\x01c" + MILLIS + "\\x01" + STREAM_ID;

    /** Of Redis 5: length, last ID, groups with last ID. */
    private static final String OLD_STREAM = STREAM_NODE + "\\x01\\x01\\x02" + "\\x01\\x01g\\x01\\x02" + STREAM_PENDING;

    /** Of Redis 7: length, last, first and greatest deleted ID, entries added; groups with last ID and entries read. */
    private static final String STREAM = STREAM_NODE + "\\x01\\x01\\x02\\x01\\x02\\x00\\x00\\x05"
            + "\\x01\\x01g\\x01\\x02\\x81\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff" + STREAM_PENDING;

    @Test
    void formsOfOldVersionsBecomeTodays() {
        load(file(
                "\\x00\\x01i\\xc1\\x39\\x30" // a string as a 16-bit integer
                        + "\\x01\\x01l\\x02\\x01a\\x01b" // a list of strings
                        + "\\x0a\\x02zl\\x16" + ZIPLIST // a list in a ziplist
                        + "\\x0d\\x02zh\\x16" + ZIPLIST // a hash in a ziplist: a=1, 5=1
                        + "\\x0c\\x02zz\\x16" + ZIPLIST // a sorted set in a ziplist
                        + "\\x0e\\x02ql\\x01\\x16" + ZIPLIST // a list of one ziplist
                        + "\\x09\\x02zm\\x08\\x01\\x01f\\x01\\x01v.\\xff" // a hash in a zipmap, with an unused byte
                        + "\\x03\\x01z\\x02\\x01m\\x031.5\\x01n\\xfe" // a sorted set with scores in ASCII
                        + "\\x0f\\x02so" + OLD_STREAM + "\\x13\\x02sn" + STREAM
                        + "\\xfc\\x00\\x00\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\x01e\\x01v")); // a string that expires
        assertThat(encoding("so")).isEqualTo("STREAM stream");
        assertThat(encoding("sn")).isEqualTo("STREAM stream");
        assertThat(string("i")).isEqualTo("12345");
        assertThat(encoding("l")).isEqualTo("LIST quicklist");
        assertThat(encoding("zl")).isEqualTo("LIST quicklist");
        assertThat(encoding("zh")).isEqualTo("HASH listpack");
        assertThat(encoding("zz")).isEqualTo("ZSET listpack");
        assertThat(encoding("ql")).isEqualTo("LIST quicklist");
        assertThat(encoding("zm")).isEqualTo("HASH listpack");
        assertThat(encoding("z")).isEqualTo("ZSET listpack");
        assertThat(string("e")).isEqualTo("v");
    }

    @Test
    void whatCannotBeLoadedIsNamed() {
        assertThatThrownBy(() -> load(file("\\x15\\x01s")))
                .hasMessageContaining("hostile.rdb: at byte 12: a stream of a later version (STREAM_LISTPACKS_3)");
        assertThatThrownBy(() -> load(file("\\x07\\x01m"))).hasMessageContaining("a module's value");
        assertThatThrownBy(() -> load(file("\\xf6\\x01f"))).hasMessageContaining("a function library");
        assertThatThrownBy(() -> load(file("\\x40\\x01k\\x01v"))).hasMessageContaining("an unknown type of value (64)");
        assertThatThrownBy(() -> load(file("\\xfe\\x3f"))).hasMessageContaining("database 63");
        assertThatThrownBy(() -> load(file("\\x00\\x01k\\x01v\\x00\\x01k\\x01w\\x00\\x01l\\x01x")))
                .hasMessageContaining("at byte 19: the key \"k\" a second time");
        assertThatThrownBy(() -> load("REDIS9999".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("version 9999");
        assertThatThrownBy(() -> load("RUBBISH!!".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("wrong signature");
    }

    @Test
    void aStreamThatContradictsItselfIsNone() {
        String end = "\\x01\\x01\\x02\\x01\\x02\\x00\\x00\\x05";
        assertThatThrownBy(() ->
                        load(file("\\x13\\x01s" + STREAM_NODE.replace("\\x04\\x01\\xff", "\\x05\\x01\\xff") + end)))
                .hasMessageContaining("a stream's node that is none");
        assertThatThrownBy(() -> load(file("\\x13\\x01s" + STREAM_NODE.replace("\\x01\\x10", "\\x01\\x0f") + end)))
                .hasMessageContaining("has not 16 bytes");
        assertThatThrownBy(() -> load(file("\\x13\\x01s" + STREAM_NODE + end + "\\x02"
                        + "\\x01g\\x00\\x00\\x00\\x00\\x00\\x01g\\x00\\x00\\x00\\x00\\x00")))
                .hasMessageContaining("the same group twice");
        assertThatThrownBy(() -> load(file("\\x13\\x01s" + STREAM_NODE + end + "\\x01\\x01g\\x01\\x02\\x00\\x01"
                        + STREAM_ID + MILLIS + "\\x01\\x00")))
                .hasMessageContaining("that no consumer has");
        assertThatThrownBy(() -> load(file("\\x13\\x01s" + STREAM_NODE + end + "\\x01\\x01g\\x01\\x02\\x00\\x00"
                        + "\\x01\\x01c" + MILLIS + "\\x01" + STREAM_ID)))
                .hasMessageContaining("not pending");
        assertThatThrownBy(() -> load(file("\\x13\\x01s\\x80\\x7f\\xff\\xff\\xff")))
                .hasMessageContaining("can't fit");
    }

    @Test
    void hugeLengthsTakeNoMemory() {
        assertThatThrownBy(() -> load(file("\\x00\\x01k\\x81\\x7f\\xff\\xff\\xff\\xff\\xff\\xff\\xff")))
                .hasMessageContaining("only");
        assertThatThrownBy(() -> load(file("\\x00\\x01k\\x80\\x7f\\xff\\xff\\xff")))
                .hasMessageContaining("only");
        assertThatThrownBy(() -> load(file("\\x00\\x01k\\xc3\\x01\\x80\\x1f\\xff\\xff\\xffa")))
                .hasMessageContaining("claims to hold");
        assertThatThrownBy(() -> load(file("\\x04\\x01h\\x80\\x7f\\xff\\xff\\xff")))
                .hasMessageContaining("can't fit");
    }

    @Test
    void aFileThatWasCutOrChangedIsAnErrorOrStillAFile() {
        byte[] sound = file(
                "\\xfa\\x09redis-ver\\x067.0.15\\xfe\\x00\\xfb\\x05\\x01\\x00\\x01a\\x01b\\xfc\\x00\\x00\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\x01e\\x01v"
                        + "\\x00\\x01c\\xc3\\x05\\x0a\\x00x\\xe0\\x00\\x00" + "\\x0d\\x02zh\\x16" + ZIPLIST
                        + "\\x0c\\x02zz\\x16" + ZIPLIST
                        + "\\x04\\x01h\\x02\\x01f\\x01v\\x01g\\x01w" + "\\x02\\x01s\\x02\\x01a\\x01b"
                        + "\\x05\\x01z\\x01\\x01m\\x00\\x00\\x00\\x00\\x00\\x00\\xf0\\x3f"
                        + "\\x0b\\x02is\\x0c\\x02\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\x01\\x00\\x02\\x00"
                        + "\\x10\\x02lh\\x0d\\x0d\\x00\\x00\\x00\\x02\\x00\\x81f\\x02\\x81v\\x02\\xff"
                        + "\\x12\\x02ql\\x01\\x02\\x0d\\x0d\\x00\\x00\\x00\\x02\\x00\\x81f\\x02\\x81v\\x02\\xff"
                        + "\\x0f\\x02so" + OLD_STREAM + "\\x13\\x02sn" + STREAM);
        Random random = new Random(7);
        int survived = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] changed = i % 4 == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
            for (int j = i % 4 == 0 ? 0 : 1 + random.nextInt(4); j > 0; j--) {
                changed[9 + random.nextInt(changed.length - 9)] = (byte) random.nextInt(256);
            }
            try {
                load(changed);
                survived++;
            } catch (java.util.concurrent.CompletionException flaw) {
                assertThat(flaw)
                        .rootCause()
                        .isInstanceOf(RdbFormatException.class)
                        .hasMessageContaining("hostile.rdb: at byte");
            }
        }
        assertThat(survived).isBetween(1, ROUNDS - 1);
    }
}
