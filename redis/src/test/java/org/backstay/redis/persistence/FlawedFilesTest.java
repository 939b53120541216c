package org.backstay.redis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.backstay.base.hash.Crc64;
import org.backstay.redis.replication.OurProcess;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a start says of files that can't be read: one line with the file and the byte, and exit code 1, where the original ends with it too. */
@Tag("slow")
final class FlawedFilesTest {
    private static final String LOG_FOLDER = "appendonlydir";
    private static final String BASE = "appendonly.aof.1.base.rdb";
    private static final String SOUND = "REDIS0010\u00fe\u0000\u0000\u0003key\u0005value\u00ff";
    private static final int CHECKSUM_BYTES = 8;

    @TempDir
    Path folder;

    /** What is wrong with a snapshot, and what is said of it. */
    enum Flaw {
        CHECKSUM("at byte " + SOUND.length() + ": wrong checksum: the file says 1, its bytes give ") {
            @Override
            byte[] in(byte[] sound) {
                byte[] wrong = Arrays.copyOf(Arrays.copyOf(sound, SOUND.length()), sound.length);
                wrong[SOUND.length()] = 1;
                return wrong;
            }
        },
        TRUNCATED_VALUE("at byte 17: a string of 5 bytes, but only 3 are left") {
            @Override
            byte[] in(byte[] sound) {
                return Arrays.copyOf(sound, 20);
            }
        },
        TRUNCATED_CHECKSUM("at byte " + (SOUND.length() + 3) + ": the file ends in the middle") {
            @Override
            byte[] in(byte[] sound) {
                return Arrays.copyOf(sound, SOUND.length() + 3);
            }
        },
        VERSION("at byte 5: can't handle RDB format version 9910") {
            @Override
            byte[] in(byte[] sound) {
                byte[] newer = sound.clone();
                newer[5] = '9';
                newer[6] = '9';
                return newer;
            }
        },
        MAGIC("at byte 0: ") {
            @Override
            byte[] in(byte[] sound) {
                byte[] other = sound.clone();
                other[0] = 'X';
                return other;
            }
        };

        final String said;

        Flaw(String said) {
            this.said = said;
        }

        abstract byte[] in(byte[] sound);
    }

    private static byte[] sound() {
        byte[] bytes = SOUND.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf whole = Unpooled.buffer().writeBytes(bytes).writeLongLE(Crc64.update(0, bytes, 0, bytes.length));
        return ByteBufUtil.getBytes(whole);
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private void writeLog(byte[] base) throws IOException {
        write(LOG_FOLDER + "/" + BASE, base);
        writeManifest("");
    }

    private void writeManifest(String more) throws IOException {
        String manifest = "file " + BASE + " seq 1 type b\n" + more;
        write(LOG_FOLDER + "/appendonly.aof.manifest", manifest.getBytes(StandardCharsets.US_ASCII));
    }

    /** Ours says these things in the one line that tells of the failure, and ends; the original ends, too. */
    private void assertRefused(String appendOnly, String... said) {
        try (OurProcess ours = OurProcess.startUnready(folder, "--appendonly", appendOnly)) {
            assertThat(ours.process().awaitEnd()).as(ours.process().output()).isEqualTo(1);
            assertThat(ours.process().output().lines().filter(line -> line.contains("Fatal error")))
                    .singleElement()
                    .asString()
                    .contains(said);
        }
        List<String> command =
                new ArrayList<>(List.of(Programs.require("redis-server").toString()));
        command.addAll(List.of("--port", Integer.toString(FreePorts.one()), "--dir", folder.toString()));
        command.addAll(List.of("--appendonly", appendOnly));
        try (PeerProcess stock = PeerProcess.start("stock", folder, command)) {
            assertThat(stock.awaitEnd()).as(stock.output()).isEqualTo(1);
        }
    }

    private void assertLoaded(String... options) {
        try (OurProcess ours = OurProcess.start(folder, options)) {
            assertThat(ours.call("GET", "key")).isEqualTo("value");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofASnapshot(Flaw flaw) throws IOException {
        Path file = write("dump.rdb", flaw.in(sound()));
        assertRefused("no", file.toString(), flaw.said);
    }

    @ParameterizedTest
    @EnumSource
    void ofALogsBase(Flaw flaw) throws IOException {
        writeLog(flaw.in(sound()));
        assertRefused("yes", BASE, flaw.said);
    }

    @ParameterizedTest
    @EnumSource
    void ofAFileThatTheManifestNamesAndThatIsNotThere(Missing missing) throws IOException {
        writeLog(sound());
        writeManifest("file appendonly.aof.1.incr.aof seq 1 type i\n");
        write(LOG_FOLDER + "/appendonly.aof.1.incr.aof", new byte[0]);
        Files.delete(folder.resolve(LOG_FOLDER).resolve(missing.name));
        assertRefused("yes", missing.name, "no such file, though the manifest names it");
    }

    /** Which file of the log. */
    enum Missing {
        THE_BASE(BASE),
        AN_INCREMENT("appendonly.aof.1.incr.aof");

        final String name;

        Missing(String name) {
            this.name = name;
        }
    }

    @Test
    void aChecksumThatNobodyAsksForIsNoFlaw() throws IOException {
        write("dump.rdb", Flaw.CHECKSUM.in(sound()));
        assertLoaded("--rdbchecksum", "no");
        writeLog(Flaw.CHECKSUM.in(sound()));
        assertLoaded("--appendonly", "yes", "--rdbchecksum", "no");
    }

    @Test
    void zerosInsteadOfAChecksumSayThatThereIsNone() throws IOException {
        byte[] without = Arrays.copyOf(sound(), SOUND.length());
        write("dump.rdb", Arrays.copyOf(without, SOUND.length() + CHECKSUM_BYTES));
        assertLoaded();
    }

    @Test
    void theChecksumOfABaseThatCommandsFollowIsThatOfTheBase() throws IOException {
        String commands =
                "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$6\r\nlatter\r\n*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n";
        byte[] sound = sound();
        ByteBuf both = Unpooled.buffer().writeBytes(sound).writeBytes(commands.getBytes(StandardCharsets.US_ASCII));
        byte[] whole = ByteBufUtil.getBytes(both);
        writeLog(whole);
        assertLoaded("--appendonly", "yes");
        whole[SOUND.length()] ^= 1;
        writeLog(whole);
        assertRefused("yes", BASE, "at byte " + SOUND.length() + ": wrong checksum");
    }
}
