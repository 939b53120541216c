package org.backstay.redis.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.StockRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random sequences are answered, propagated, announced and counted as by a stock server.
 *
 * <p>{@code -Dbackstay.differential=N} tries N sequences, from {@code -Dbackstay.differential.seed=S} on, of
 * {@code -Dbackstay.differential.length} commands each; {@code -Dbackstay.differential.alone=REGEX} says only commands whose names match.
 * However many they are, none is begun after {@code -Dbackstay.differential.seconds}.
 */
@Tag("slow")
final class CommandDifferencesTest {
    private static final int COUNT = Integer.getInteger("backstay.differential", 60);
    private static final long SEED = Long.getLong("backstay.differential.seed", 1);
    private static final int LENGTH = Integer.getInteger("backstay.differential.length", 100);
    private static final long SECONDS = Long.getLong("backstay.differential.seconds", 30);
    private static final String ALONE = System.getProperty("backstay.differential.alone", "");

    @TempDir
    Path folder;

    private StockRedis stock;
    private OurRedis ours;
    private Peer theirs;
    private Peer mine;
    private Payloads payloads;
    private DataSequences commands;

    @BeforeEach
    void start() throws IOException {
        String[] options = Peer.OPTIONS.stream()
                .flatMap(line -> List.of(("--" + line).split(" ", -1)).stream())
                .toArray(String[]::new);
        stock = StockRedis.start(Peer.OPTIONS.toArray(String[]::new));
        ours = OurRedis.start(folder, options);
        payloads = new Payloads(stock.port());
        commands = new DataSequences(Grammar.of(stock.port()), payloads, ALONE);
        theirs = new Peer(stock.port());
        mine = new Peer(ours.port());
    }

    @AfterEach
    void stop() throws IOException {
        theirs.close();
        mine.close();
        stock.close();
        ours.close();
    }

    @Test
    void commandsLookTheSameFromAllSides() throws IOException {
        assertThat(differences(commands)).isEmpty();
    }

    @Test
    void usersHaveTheSameRights() throws IOException {
        assertThat(differences(new AccessSequences(commands.forms(), payloads))).isEmpty();
    }

    @Test
    void clientsThatWaitAreServedInTheSameOrder() throws IOException {
        assertThat(differences(new WaitingSequences())).isEmpty();
    }

    private Map<String, String> differences(Sequences sequences) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        long begin = System.nanoTime();
        int done = 0;
        int commands = 0;
        while (done < COUNT && System.nanoTime() - begin < SECONDS * 1_000_000_000L) {
            List<Step> sequence = sequences.of(SEED + done, LENGTH);
            if (compare(sequence) != null) {
                List<Step> shortest = Shortening.of(sequence, tried -> compare(tried) != null);
                Difference difference = compare(shortest);
                String about = difference == null
                        ? "seldom"
                        : difference.kind() + " " + shortest.getLast().name();
                String text = "seed " + (SEED + done) + ":\n" + lines(shortest) + "\n" + difference;
                if (found.putIfAbsent(about, text) == null) {
                    System.out.println(text);
                }
            }
            commands += sequence.size();
            done++;
        }
        System.out.printf(
                "%d commands in %d sequences, %d ms%n", commands, done, (System.nanoTime() - begin) / 1_000_000);
        return found;
    }

    private @Nullable Difference compare(List<Step> sequence) {
        try {
            return Difference.between(theirs.run(sequence), mine.run(sequence));
        } catch (IOException silent) {
            return silence(silent);
        }
    }

    /** One of the servers did not answer; others ask from now on. */
    private Difference silence(IOException silent) {
        try {
            theirs.close();
            mine.close();
            theirs = new Peer(stock.port());
            mine = new Peer(ours.port());
        } catch (IOException dead) {
            throw new UncheckedIOException(dead);
        }
        return new Difference("silence", String.valueOf(silent.getMessage()), "", "");
    }

    private static String lines(List<Step> sequence) {
        List<String> lines = new ArrayList<>();
        sequence.forEach(step -> lines.add("    " + step));
        return String.join("\n", lines);
    }
}
