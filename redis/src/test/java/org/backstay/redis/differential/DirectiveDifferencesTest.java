package org.backstay.redis.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CONFIG SET of every directive with good, edge and bad values: the answer, what CONFIG GET says then, and the lines that CONFIG REWRITE
 * changes in the file are those of a stock server.
 *
 * <p>{@code -Dbackstay.differential.directives=N} tries N values of each directive, of all that there are.
 */
@Tag("slow")
final class DirectiveDifferencesTest {
    private static final int VALUES_EACH = Integer.getInteger("backstay.differential.directives", 8);
    private static final long SEED = Long.getLong("backstay.differential.seed", 1);

    /** Those that would take away the connection, or change the test's process or folder. */
    private static final Set<String> LEFT_ALONE = Set.of(
            "port", "tls-port", "bind", "oom-score-adj", "oom-score-adj-values", "maxclients", "appendonly", "dir");

    /** Those that are kept different: see the page about compatibility. */
    private static final Set<String> DIFFERENT = Set.of(
            "activedefrag",
            "aof-timestamp-enabled",
            "bind-source-addr",
            "client-output-buffer-limit",
            "cluster-announce-hostname",
            "ignore-warnings",
            "latency-tracking-info-percentiles",
            "proc-title-template",
            "protected-mode",
            "repl-backlog-ttl");

    /** Amounts of memory: more than an exabyte is taken for one. */
    private static final Pattern AMOUNT = Pattern.compile(
            "active-defrag-ignore-bytes|auto-aof-.*|.*-(value|bytes|limit|len)|repl-backlog-size|maxmemory.*");

    private static final Set<String> MORE_THAN_AN_EXABYTE =
            Set.of("9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616");

    /** The original takes a rule without its second number, because of the blank. */
    private static final String HALF_A_RULE = "save 1 ";

    private static final List<String> VALUES = List.of(
            "yes",
            "no",
            "YES",
            "",
            "0",
            "1",
            "-1",
            "2",
            "10",
            "100",
            "007",
            " 1",
            "1 ",
            "1.5",
            "0x10",
            "1k",
            "1kb",
            "1mb",
            "1G",
            "1gb",
            "1b",
            "1tb",
            "100%",
            "-50%",
            "50%",
            "-100%",
            "-101%",
            "0%",
            "2147483647",
            "2147483648",
            "4294967295",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "abc",
            "a b",
            "a b c",
            "\"",
            "with\nline",
            "KEA",
            "AKE",
            "Kg$lshzxetmdn",
            "KEAm",
            "everysec",
            "always",
            "ALWAYS",
            "allkeys-lru",
            "volatile-ttl",
            "noeviction",
            "debug",
            "verbose",
            "notice",
            "warning",
            "nothing",
            "normal 0 0 0",
            "normal 1mb 512kb 60",
            "slave 1 2 3 pubsub 4 5 6",
            "normal 0 0",
            "master 1 2 3",
            "3600 1",
            "3600 1 300 100",
            "0 1",
            "60 x",
            "-1 1",
            "50 99",
            "50 99.9 100",
            "101",
            "-5",
            "default",
            "save",
            "nosave now",
            "default save",
            "force nosave",
            "allchannels",
            "resetchannels",
            "swapdb",
            "disabled",
            "on-empty-db",
            "clients",
            "ip",
            "hostname",
            "unknown-endpoint",
            "ignore",
            "panic",
            "panic-on-replicas",
            "local",
            "TLSv1.2 TLSv1.3",
            "TLSv9",
            "dump.rdb",
            "a/b",
            "{title} {x}",
            "{title} {listen-addr}",
            "127.0.0.1",
            "::1",
            "10.0.0.1 ::1",
            "example.org",
            "under_score");

    @TempDir
    Path folder;

    private StockRedis stock;
    private OurRedis ours;
    private Server theirs;
    private Server mine;

    /** A server with the file that it rewrites. */
    private record Server(Client client, Path file) implements AutoCloseable {
        Server(int port, Path file) throws IOException {
            this(new Client(port), file);
            client.say("CLIENT", "NO-EVICT", "ON");
        }

        List<String> rewritten() throws IOException {
            client.say("CONFIG", "REWRITE");
            return Files.readAllLines(file);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        stock = StockRedis.start("enable-protected-configs yes");
        Path file = folder.resolve("ours.conf");
        Files.write(file, List.of("enable-protected-configs yes"));
        ours = OurRedis.startWith(file, folder);
        theirs = new Server(stock.port(), stock.folder().resolve("stock-redis.conf"));
        mine = new Server(ours.port(), file);
    }

    @AfterEach
    void stop() throws IOException {
        theirs.close();
        mine.close();
        stock.close();
        ours.close();
    }

    @Test
    void everyDirectiveTakesTheSameValues() throws IOException {
        Map<String, String> differences = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> before = theirs.rewritten();
        List<String> ourBefore = mine.rewritten();
        int tried = 0;
        for (String name : names()) {
            String original = value(theirs, name);
            for (String value : some(random)) {
                boolean huge = AMOUNT.matcher(name).matches() && MORE_THAN_AN_EXABYTE.contains(value);
                if (huge || HALF_A_RULE.equals(name + " " + value)) {
                    continue;
                }
                String stockSays = told(theirs, name, value, before);
                String weSay = told(mine, name, value, ourBefore);
                if (!stockSays.equals(weSay)) {
                    differences.put(
                            name + " " + Step.quoted(value), "\n  stock: " + stockSays + "\n  ours:  " + weSay + "\n");
                }
                tried++;
                theirs.client.say("CONFIG", "SET", name, original);
                mine.client.say("CONFIG", "SET", name, original);
            }
        }
        System.out.println(tried + " values tried, " + differences.size() + " differences");
        assertThat(differences).isEmpty();
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        List<Reply> all = theirs.client.say("CONFIG", "GET", "*").elements();
        for (int i = 0; i < all.size(); i += 2) {
            names.add(all.get(i).text());
        }
        names.removeAll(LEFT_ALONE);
        names.removeAll(DIFFERENT);
        return names;
    }

    private static String value(Server server, String name) throws IOException {
        return server.client.say("CONFIG", "GET", name).elements().getLast().text();
    }

    private static List<String> some(SplittableRandom random) {
        if (VALUES_EACH >= VALUES.size()) {
            return VALUES;
        }
        List<String> some = new ArrayList<>();
        for (int i = 0; i < VALUES_EACH; i++) {
            some.add(VALUES.get(random.nextInt(VALUES.size())));
        }
        return some;
    }

    /** What can be seen of a server that is told to change a directive. */
    private static String told(Server server, String name, String value, List<String> before) throws IOException {
        Reply answer = server.client.say("CONFIG", "SET", name, value);
        if (answer.isError()) {
            return answer + ", " + server.client.say("CONFIG", "GET", name);
        }
        List<String> after = server.rewritten();
        List<String> added = new ArrayList<>(after);
        added.removeAll(before);
        added.removeIf(line -> !line.startsWith(name));
        return answer + ", " + server.client.say("CONFIG", "GET", name) + ", " + added;
    }
}
