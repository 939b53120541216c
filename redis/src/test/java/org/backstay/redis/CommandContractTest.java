package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every line of the command tables (resources, one file a family) is said to a stock server and to ours, in RESP2 and in
 * RESP3: the replies are the same to the byte, but for the order of what has none, and so is the dataset's digest.
 */
@Tag("slow")
public final class CommandContractTest {
    /** The families of commands that have a table of lines. */
    public static final List<String> FAMILIES = List.of(
            "strings",
            "generic",
            "expiry",
            "hashes",
            "lists",
            "sets",
            "sorted-sets",
            "bitmaps",
            "hyperloglogs",
            "geo",
            "streams",
            "stream-groups",
            "blocking",
            "clients",
            "transactions",
            "sort",
            "serialization",
            "acl");

    @TempDir
    Path folder;

    @Test
    void repliesAndDatasetsAreThoseOfTheStockServer() throws IOException {
        String[] options = {"--enable-debug-command", "yes"};
        try (StockRedis stock = StockRedis.start("enable-debug-command yes");
                OurRedis ours = OurRedis.start(folder, options)) {
            SoftAssertions differences = new SoftAssertions();
            for (String family : FAMILIES) {
                for (int protocol = 2; protocol <= 3; protocol++) {
                    compare(differences, family, protocol, stock.port(), ours.port());
                }
            }
            differences.assertAll();
        }
    }

    private static void compare(SoftAssertions differences, String family, int protocol, int stockPort, int ourPort)
            throws IOException {
        List<String> lines = lines(family);
        assertThat(lines).as(family).isNotEmpty();
        try (Wire stock = new Wire(stockPort);
                Wire ours = new Wire(ourPort)) {
            for (Wire wire : List.of(stock, ours)) {
                wire.say("HELLO", Integer.toString(protocol));
                wire.say("FLUSHALL");
            }
            for (String line : lines) {
                String[] words = words(line);
                String place = family + ", RESP" + protocol + ": " + line;
                differences.assertThat(ours.say(words)).as(place).isEqualTo(stock.say(words));
                differences
                        .assertThat(ours.say("DEBUG", "DIGEST"))
                        .as("the dataset after " + place)
                        .isEqualTo(stock.say("DEBUG", "DIGEST"));
            }
        }
    }

    /** The words of a line. */
    static String[] words(String line) {
        return Arrays.stream(line.split(" "))
                .map(word -> word.equals("\"\"") ? "" : word)
                .toArray(String[]::new);
    }

    /** The lines of a family's table. */
    public static List<String> lines(String family) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                CommandContractTest.class.getResourceAsStream("contract/" + family + ".txt"), family)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
