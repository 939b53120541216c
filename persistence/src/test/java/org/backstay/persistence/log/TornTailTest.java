package org.backstay.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.backstay.node.DiskFile;
import org.backstay.persistence.NodeFixture;
import org.backstay.persistence.log.Manifest.LogFile;
import org.backstay.persistence.rdb.RdbReader;
import org.backstay.resp.Request;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power failure leaves at a log's end, and what is damage. */
final class TornTailTest {
    private static final String FIRST = "log.1.incr.aof";
    private static final String LAST = "log.2.incr.aof";
    private static final Manifest MANIFEST = new Manifest(
            List.of(new LogFile(FIRST, 1, LogFile.Kind.INCREMENT), new LogFile(LAST, 2, LogFile.Kind.INCREMENT)));

    private final NodeFixture fixture = new NodeFixture();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        fixture.close();
    }

    private static String command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append("$" + word.length() + "\r\n" + word + "\r\n");
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zerosFrom(byte[] whole, int from) {
        byte[] torn = whole.clone();
        Arrays.fill(torn, from, torn.length, (byte) 0);
        return torn;
    }

    private static String zeros(int count) {
        return "\0".repeat(count);
    }

    /** The commands of two files; the second one is cut if need be. */
    private List<String> load(byte[] first, byte[] last, boolean loadTruncated) throws IOException {
        Files.write(folder.resolve(FIRST), first);
        Files.write(folder.resolve(LAST), last);
        List<String> commands = new ArrayList<>();
        LogLoader.Target target = new LogLoader.Target() {
            @Override
            public void beginFile() {}

            @Override
            public void apply(Request command) throws IOException {
                if (command.is(0, "nonsense")) {
                    throw new IOException("Unknown command");
                }
                commands.add(command.text(command.size() - 1));
            }

            @Override
            public void abandonTransaction() {
                commands.subList(commands.lastIndexOf("MULTI"), commands.size()).clear();
            }

            @Override
            public int selectedDb() {
                return 0;
            }

            @Override
            public RdbReader snapshot(String name, DiskFile file) {
                throw new IllegalStateException("no base was written");
            }
        };
        try (LogLoader loader =
                new LogLoader(fixture.node().disk(), fixture.node().log(), folder, MANIFEST, loadTruncated, target)) {
            assertThat(loader.step(() -> 0, 1)).isTrue();
        }
        return commands;
    }

    private List<String> load(String last) throws IOException {
        return load(bytes(command("SET", "a", "1")), bytes(last), true);
    }

    @Test
    void whereverZerosBeginTheWholeCommandsBeforeThemAreLoadedAndTheRestIsCut() throws Exception {
        String two = command("SET", "b", "two");
        String three = command("SET", "c", "3".repeat(700));
        byte[] all = bytes(two + "#TS:1700000000\r\n" + three);
        int behindTwo = two.length();
        for (int from = 0; from < all.length; from++) {
            List<String> loaded = load(bytes(command("SET", "a", "1")), zerosFrom(all, from), true);
            assertThat(loaded)
                    .as("zeros from " + from)
                    .isEqualTo(from < behindTwo ? List.of("1") : List.of("1", "two"));
            String left = Files.readString(folder.resolve(LAST));
            assertThat(two + "#TS:1700000000\r\n").as("zeros from " + from).startsWith(left);
        }
        assertThat(fixture.lines()).anyMatch(line -> line.contains("Truncating the AOF " + LAST + " at offset 0"));
        assertThat(fixture.lines())
                .anyMatch(line -> line.contains(all.length + " bytes were cut off")
                        && line.contains("the last " + all.length + " of them zeros"));
    }

    @Test
    void aTransactionThatEndsInZerosIsLeftOutAsAWhole() throws Exception {
        String begun = command("MULTI") + command("SET", "b", "2");
        assertThat(load(begun + zeros(5000))).containsExactly("1");
        assertThat(folder.resolve(LAST)).isEmptyFile();
    }

    @Test
    void withoutLeaveToCutATailIsAnErrorWithItsPlaceAndStays() throws Exception {
        String two = command("SET", "b", "2");
        byte[] torn = bytes(two + zeros(4096));
        assertThatThrownBy(() -> load(bytes(command("SET", "a", "1")), torn, false))
                .isInstanceOf(LogFormatException.class)
                .hasMessageStartingWith(LAST + ": at byte " + two.length() + ": unexpected end of file");
        assertThat(folder.resolve(LAST)).hasBinaryContent(torn);
    }

    @Test
    void zerosThatAreNotTheLogsEndAreDamage() {
        String two = command("SET", "b", "2");
        assertThatThrownBy(() -> load(bytes(two + zeros(4096)), bytes(two), true))
                .hasMessageStartingWith(FIRST + ": at byte " + two.length() + ": ");
        for (int from = 0; from < two.length(); from++) {
            String hole = two + two.substring(0, from) + zeros(two.length() - from) + two;
            assertThatThrownBy(() -> load(hole))
                    .as("zeros from " + from)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(LAST + ": at byte " + two.length() + ": ");
            assertThat(folder.resolve(LAST)).hasBinaryContent(bytes(hole));
        }
    }

    @Test
    void otherBytesThanZerosAreDamage() {
        String two = command("SET", "b", "2");
        for (String damage : List.of(
                "garbage",
                "$1\r\n",
                "*x\r\n",
                "*3\r\n$3\r\nSETx",
                "*3\r\n$x",
                "*2\r\n\0",
                "#TS:\0001",
                command("nonsense", "x"),
                "*2\r\n$3\r\nGET\r\n$1\r\nab",
                "*2\r\n$3\r\nGET\r\n$1\r\nabcd")) {
            for (String end : List.of("\r\n", "\r\n" + two, "\r\n" + zeros(600))) {
                assertThatThrownBy(() -> load(two + damage + end))
                        .as(damage + end)
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(LAST + ": at byte " + two.length() + ": ");
            }
        }
    }

    @Test
    @Tag("slow")
    void redisCheckAofCutsAtTheSamePlaceAndAcceptsWhatWasCut() throws Exception {
        String two = command("SET", "b", "2");
        Files.write(folder.resolve("log.manifest"), MANIFEST.format());
        Files.write(folder.resolve(FIRST), bytes(two));
        Files.write(folder.resolve(LAST), bytes(two + "*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$900\r\nhal" + zeros(4000)));
        assertThat(check())
                .contains("size=4056, ok_up_to=" + two.length() + ",")
                .contains("is not valid");
        load(two + "*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$900\r\nhal" + zeros(4000));
        assertThat(folder.resolve(LAST)).hasSize(two.length());
        assertThat(check()).contains("All AOF files and manifest are valid");
    }

    private String check() {
        String manifest = folder.resolve("log.manifest").toString();
        try (PeerProcess check = PeerProcess.start(
                "check-aof", folder, List.of(Programs.require("redis-check-aof").toString(), manifest))) {
            check.awaitEnd();
            return check.output();
        }
    }
}
