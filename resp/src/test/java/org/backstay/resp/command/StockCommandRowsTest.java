package org.backstay.resp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.backstay.resp.RespValue;
import org.backstay.resp.StockConnection;
import org.backstay.resp.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rows say what stock Redis 7.0.15 says of the same commands. */
@Tag("slow")
class StockCommandRowsTest {
    /** Commands of later versions that we have, too. */
    private static final Set<String> LATER = Set.of("waitaof");

    private static final Set<CommandGroup> WHOLE = Set.of(
            CommandGroup.GENERIC,
            CommandGroup.STRING,
            CommandGroup.LIST,
            CommandGroup.HASH,
            CommandGroup.SET,
            CommandGroup.SORTED_SET,
            CommandGroup.BITMAP,
            CommandGroup.HYPERLOGLOG,
            CommandGroup.GEO,
            CommandGroup.STREAM,
            CommandGroup.PUBSUB,
            CommandGroup.TRANSACTIONS,
            CommandGroup.SCRIPTING,
            CommandGroup.CONNECTION,
            CommandGroup.SERVER,
            CommandGroup.CLUSTER);

    @Test
    void everyRowSaysWhatCommandInfoSays() throws IOException {
        try (StockRedis redis = StockRedis.server();
                StockConnection connection = new StockConnection(redis)) {
            Map<String, String> stock = described(connection.call("COMMAND"));
            for (CommandSpec row : CommandCatalogue.SERVER) {
                if (LATER.contains(row.fullName())) {
                    continue;
                }
                assertThat(describe(row)).isEqualTo(stock.get(row.fullName()));
            }
            checkDocs(connection.call("COMMAND", "DOCS"));
        }
    }

    @Test
    void theSentinelsRowsDoToo() throws IOException {
        try (StockRedis sentinel = StockRedis.sentinel();
                StockConnection connection = new StockConnection(sentinel)) {
            RespValue all = connection.call("COMMAND");
            Map<String, String> stock = described(all);
            for (CommandSpec row : SentinelRows.ALL) {
                assertThat(describe(row)).isEqualTo(stock.get(row.fullName()));
            }
            assertThat(names(SentinelRows.ALL))
                    .isEqualTo(stock.keySet().stream()
                            .filter(name -> name.startsWith("sentinel"))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private static Set<String> names(List<CommandSpec> rows) {
        return rows.stream().map(CommandSpec::fullName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Group and version of each command; and no command of the groups we have is left out. */
    private static void checkDocs(RespValue docs) {
        Map<String, CommandSpec> rows =
                CommandCatalogue.SERVER.stream().collect(Collectors.toMap(CommandSpec::fullName, Function.identity()));
        Map<String, Map<String, RespValue>> stock = new HashMap<>();
        collect(docs, stock);
        stock.forEach((name, facts) -> {
            CommandSpec row = rows.get(name);
            boolean ours = WHOLE.stream()
                    .anyMatch(
                            group -> group.wireName().equals(facts.get("group").text()));
            assertThat(row != null).as(name).isEqualTo(ours);
            if (row != null) {
                assertThat(row.since()).as(name).isEqualTo(facts.get("since").text());
                assertThat(row.group().wireName())
                        .as(name)
                        .isEqualTo(facts.get("group").text());
            }
        });
    }

    private static void collect(RespValue docs, Map<String, Map<String, RespValue>> into) {
        List<RespValue> list = docs.list();
        for (int i = 0; i < list.size(); i += 2) {
            Map<String, RespValue> facts = pairs(list.get(i + 1));
            into.put(list.get(i).text(), facts);
            if (facts.containsKey("subcommands")) {
                collect(facts.get("subcommands"), into);
            }
        }
    }

    private static Map<String, RespValue> pairs(RespValue flat) {
        Map<String, RespValue> pairs = new HashMap<>();
        for (int i = 0; i < flat.list().size(); i += 2) {
            pairs.put(flat.list().get(i).text(), flat.list().get(i + 1));
        }
        return pairs;
    }

    private static Map<String, String> described(RespValue commands) {
        Map<String, String> described = new HashMap<>();
        for (RespValue command : commands.list()) {
            List<RespValue> facts = command.list();
            described.put(facts.get(0).text(), describe(facts));
            described.putAll(described(facts.get(9)));
        }
        return described;
    }

    private static String describe(List<RespValue> facts) {
        List<String> keys = new ArrayList<>();
        for (RespValue spec : facts.get(8).list()) {
            Map<String, RespValue> parts = pairs(spec);
            keys.add(texts(parts.get("flags")) + search(parts.get("begin_search")) + search(parts.get("find_keys")));
        }
        return String.join(
                " ",
                facts.get(0).text(),
                facts.get(1).text(),
                texts(facts.get(2)).toString(),
                facts.get(3).text(),
                facts.get(4).text(),
                facts.get(5).text(),
                texts(facts.get(6)).toString(),
                new TreeSet<>(texts(facts.get(7))).toString(),
                keys.toString());
    }

    private static String search(RespValue search) {
        Map<String, RespValue> parts = pairs(search);
        return " " + parts.get("type").text() + texts(parts.get("spec"));
    }

    private static List<String> texts(RespValue list) {
        return list.list().stream().map(RespValue::text).toList();
    }

    private static String describe(CommandSpec row) {
        List<String> keys =
                row.keys().stream().map(StockCommandRowsTest::describe).toList();
        return String.join(
                " ",
                row.fullName(),
                Integer.toString(row.arity()),
                row.flags().stream().map(CommandFlag::wireName).toList().toString(),
                Integer.toString(row.firstKey()),
                Integer.toString(row.lastKey()),
                Integer.toString(row.keyStep()),
                row.categories().stream().map(AclCategory::wireName).toList().toString(),
                new TreeSet<>(row.tips()).toString(),
                keys.toString());
    }

    private static String describe(KeySpec key) {
        String begin = switch (key.begin()) {
            case KeySpec.Begin.Index index -> " index[index, " + index.position() + "]";
            case KeySpec.Begin.Keyword word ->
                " keyword[keyword, " + word.word() + ", startfrom, " + word.startFrom() + "]";
            case KeySpec.Begin.Unknown unknown -> " unknown[]";
        };
        String find = switch (key.find()) {
            case KeySpec.Find.Range range ->
                " range[lastkey, " + range.lastKey() + ", keystep, " + range.step() + ", limit, " + range.limit() + "]";
            case KeySpec.Find.Counted counted ->
                " keynum[keynumidx, " + counted.countAt() + ", firstkey, " + counted.firstKey() + ", keystep, "
                        + counted.step() + "]";
            case KeySpec.Find.Unknown unknown -> " unknown[]";
        };
        return key.flags().stream().map(KeySpec.Flag::wireName).toList() + begin + find;
    }
}
