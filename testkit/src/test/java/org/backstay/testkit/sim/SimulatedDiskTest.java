package org.backstay.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.backstay.node.DiskFile;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
    private static final Path DATA = Path.of("/data");
    private static final Path LOG = DATA.resolve("log");

    @Test
    void syncedBytesSurviveAndOfTheRestOnlyABeginningThatMayBeTorn() throws IOException {
        Set<Integer> lengths = new HashSet<>();
        boolean torn = false;
        for (int seed = 0; seed < 200; seed++) {
            SimulatedDisk disk = disk(seed);
            DiskFile file = disk.create(LOG);
            disk.syncDirectory(DATA);
            file.write(bytes("synced,"));
            file.sync();
            file.write(bytes("lost"));
            disk.forgetUnsynced();
            byte[] left = disk.readAll(LOG);
            String text = new String(left, StandardCharsets.US_ASCII);
            assertThat(text).startsWith("synced,");
            assertThat("synced,lost").startsWith(text.replace("\0", "")); // torn bytes read as zeros, at the end
            torn |= text.contains("\0");
            lengths.add(left.length);
        }
        assertThat(lengths).containsExactlyInAnyOrder(7, 8, 9, 10, 11);
        assertThat(torn).isTrue();
    }

    @Test
    void namesThatWereNotSyncedMayVanish() throws IOException {
        Set<Boolean> outcomes = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = disk(seed);
            DiskFile file = disk.create(LOG);
            file.write(bytes("x"));
            file.sync();
            disk.forgetUnsynced();
            outcomes.add(disk.exists(LOG));
        }
        assertThat(outcomes).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void syncedNamesSurvive() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = disk(seed);
            disk.create(LOG).close();
            disk.syncDirectory(DATA);
            disk.forgetUnsynced();
            assertThat(disk.exists(LOG)).isTrue();
        }
    }

    @Test
    void aReplacedFileIsTheOldOrTheNewNeverAMixture() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = disk(seed);
            disk.replace(LOG, "old".getBytes(StandardCharsets.US_ASCII));
            disk.replace(LOG, "newer".getBytes(StandardCharsets.US_ASCII));
            disk.forgetUnsynced();
            assertThat(new String(disk.readAll(LOG), StandardCharsets.US_ASCII)).isEqualTo("newer");
        }
    }

    @Test
    void aRenameThatWasNotSyncedLeavesOneOfTheTwoStates() throws IOException {
        Path other = DATA.resolve("other");
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = disk(seed);
            disk.replace(LOG, new byte[] {'a'});
            disk.replace(other, new byte[] {'b'});
            disk.rename(other, LOG);
            disk.forgetUnsynced();
            outcomes.add(disk.list(DATA) + new String(disk.readAll(LOG), StandardCharsets.US_ASCII));
        }
        assertThat(outcomes).containsExactlyInAnyOrder("[log]b", "[log, other]a");
    }

    @Test
    void aFullDiskTakesWhatFitsAndFails() throws IOException {
        SimulatedDisk disk = disk(1);
        disk.capacity(5);
        DiskFile file = disk.create(LOG);
        assertThatThrownBy(() -> file.write(bytes("too long"))).hasMessage("No space left on device");
        assertThat(disk.readAll(LOG)).hasSize(5);
    }

    @Test
    void behavesLikeADiskOtherwise() throws IOException {
        SimulatedDisk disk = disk(1);
        DiskFile file = disk.openForAppend(LOG);
        file.write(bytes("good,torn"));
        file.truncate(5);
        file.write(bytes("next"));
        ByteBuffer into = ByteBuffer.allocate(4);
        assertThat(file.read(into, 5)).isEqualTo(4);
        assertThat(into.array()).isEqualTo("next".getBytes(StandardCharsets.US_ASCII));
        assertThat(file.read(into.clear(), 9)).isEqualTo(-1);
        assertThat(file.size()).isEqualTo(9);
        assertThatThrownBy(() -> disk.openForRead(DATA.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        disk.delete(LOG);
        assertThat(disk.list(DATA)).isEmpty();
    }

    @Test
    void aTruncationThatWasNotSyncedMayBeUndone() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = disk(seed);
            disk.replace(LOG, "abcdef".getBytes(StandardCharsets.US_ASCII));
            disk.openForAppend(LOG).truncate(3);
            disk.forgetUnsynced();
            outcomes.add(new String(disk.readAll(LOG), StandardCharsets.US_ASCII));
        }
        assertThat(outcomes).containsExactlyInAnyOrder("abc", "abcdef");
    }

    private static SimulatedDisk disk(int seed) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
        disk.createDirectories(DATA);
        return disk;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
