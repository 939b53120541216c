package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What COMMAND DOCS says of arguments is what a stock server says: names, types, tokens, flags, versions and blocks. */
@Tag("slow")
final class CommandDocsStockTest {
    /** Commands that Redis 7.0 does not have. */
    private static final Set<String> LATER = Set.of("waitaof");

    @TempDir
    Path folder;

    @Test
    void argumentsAreThoseOfTheStockServerInBothProtocols() throws IOException {
        try (StockRedis stock = StockRedis.start();
                OurRedis ours = OurRedis.start(folder)) {
            SoftAssertions differences = new SoftAssertions();
            int described = 0;
            for (String protocol : List.of("2", "3")) {
                try (Wire theirs = new Wire(stock.port());
                        Wire known = new Wire(ours.port())) {
                    theirs.say("HELLO", protocol);
                    known.say("HELLO", protocol);
                    for (Object command : names(ours)) {
                        String mine = arguments(known, String.valueOf(command));
                        differences
                                .assertThat(mine)
                                .as(command + " in RESP" + protocol)
                                .isEqualTo(arguments(theirs, String.valueOf(command)));
                        described += mine.isEmpty() ? 0 : 1;
                    }
                }
            }
            differences.assertAll();
            assertThat(described).isGreaterThan(2 * 250);
        }
    }

    private static List<?> names(OurRedis ours) {
        return (List<?>) RespConnection.once(ours.port(), "COMMAND", "LIST");
    }

    /** The last field of what is said about a command, unless that is its subcommands. */
    private static String arguments(Wire wire, String command) throws IOException {
        String docs = wire.say("COMMAND", "DOCS", command);
        int begin = docs.indexOf("$9arguments");
        return begin < 0 || docs.contains("$11subcommands") ? "" : docs.substring(begin);
    }

    @Test
    void whatShouldNotBeUsedIsSaidAsByTheStockServer() {
        try (StockRedis stock = StockRedis.start();
                OurRedis ours = OurRedis.start(folder)) {
            SoftAssertions differences = new SoftAssertions();
            int deprecated = 0;
            for (Object command : names(ours)) {
                Map<String, Object> mine = docs(ours.port(), String.valueOf(command));
                Map<String, Object> theirs = docs(stock.port(), String.valueOf(command));
                if (LATER.contains(String.valueOf(command))) {
                    assertThat(theirs).as(command + " is of a later version").isEmpty();
                    continue;
                }
                for (String fact : List.of("doc_flags", "deprecated_since", "since", "group")) {
                    differences
                            .assertThat(mine.get(fact))
                            .as(command + ": " + fact)
                            .isEqualTo(theirs.get(fact));
                }
                differences
                        .assertThat(namesIn(mine.get("replaced_by")))
                        .as(command + ": replaced_by")
                        .isEqualTo(namesIn(theirs.get("replaced_by")));
                deprecated += mine.containsKey("replaced_by") ? 1 : 0;
            }
            differences.assertAll();
            assertThat(deprecated).isGreaterThan(15);
        }
    }

    @Test
    void whatChangedIsSaidWithTheVersionsAndNamesOfTheStockServer() {
        try (StockRedis stock = StockRedis.start();
                OurRedis ours = OurRedis.start(folder)) {
            SoftAssertions differences = new SoftAssertions();
            int changes = 0;
            for (Object command : names(ours)) {
                List<?> mine = history(ours.port(), String.valueOf(command));
                differences
                        .assertThat(versionsAndNames(mine))
                        .as(command + ": history")
                        .isEqualTo(versionsAndNames(history(stock.port(), String.valueOf(command))));
                changes += mine.size();
            }
            differences.assertAll();
            assertThat(changes).isGreaterThan(100);
        }
    }

    private static List<?> history(int port, String command) {
        return (List<?>) docs(port, command).getOrDefault("history", List.of());
    }

    /** Each version with the names that its sentences have in backquotes. */
    private static List<String> versionsAndNames(List<?> history) {
        return history.stream()
                .map(change ->
                        ((List<?>) change).getFirst() + " " + new TreeSet<>(namesIn(((List<?>) change).getLast())))
                .sorted()
                .toList();
    }

    /** What is said of one command, by field. */
    private static Map<String, Object> docs(int port, String command) {
        List<?> answer = (List<?>) RespConnection.once(port, "COMMAND", "DOCS", command);
        List<?> fields = answer.isEmpty() ? List.of() : (List<?>) answer.get(1);
        Map<String, Object> docs = new HashMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            docs.put(String.valueOf(fields.get(i)), fields.get(i + 1));
        }
        return docs;
    }

    /** The names in backquotes: the sentences around them are our own. */
    private static Set<String> namesIn(Object text) {
        return Pattern.compile("`[^`]+`")
                .matcher(String.valueOf(text))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @Test
    void helpSaysEachSubcommandsForm() throws IOException {
        try (OurRedis ours = OurRedis.start(folder)) {
            assertThat(String.valueOf(RespConnection.once(ours.port(), "XGROUP", "HELP")))
                    .contains(
                            "XGROUP <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                            "CREATE <key> <groupname> <id>|$ [MKSTREAM] [ENTRIESREAD <entries_read>]",
                            "HELP");
            assertThat(String.valueOf(RespConnection.once(ours.port(), "COMMAND", "HELP")))
                    .contains("COUNT", "LIST [FILTERBY MODULE <module-name>|ACLCAT <category>|PATTERN <pattern>]");
        }
    }
}
