package org.backstay.resp.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.backstay.resp.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandRowsTest {
    @Test
    void everyRowIsWholeAndThereOnce() {
        List<CommandSpec> rows = new ArrayList<>(CommandCatalogue.SERVER);
        rows.addAll(SentinelRows.ALL);
        Set<String> names = new HashSet<>();
        for (CommandSpec row : rows) {
            assertThat(names.add(row.fullName())).as(row.fullName()).isTrue();
            assertThat(row.name()).isEqualTo(row.name().toLowerCase(Locale.ROOT));
            assertThat(row.since()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
            assertThat(row.complexity()).isNotEmpty();
            assertThat(row.summary()).endsWith(".");
            if (row.parent() != null) {
                assertThat(names).contains(row.parent());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET k, 1",
        "MGET a b c, 1 2 3",
        "MSET a 1 b 2, 1 3",
        "PING, ''",
        "BLPOP a b 0, 1 2",
        "ZUNIONSTORE out 2 a b WEIGHTS 1 2, 1 3 4",
        "LMPOP 2 a b LEFT, 2 3",
        "SORT l BY w_* LIMIT 0 10 STORE out, 1 8",
        "SORT l BY store GET x, 1",
        "SORT_RO l BY w_*, 1",
        "MIGRATE h 1 key 0 10, 3",
        "MIGRATE h 1 '' 0 10 AUTH keys KEYS a b, 9 10",
        "OBJECT ENCODING k, 2",
        "RENAME a b, 1 2",
        "ZADD z 1 a, 1"
    })
    void keysAreFound(String words, String positions) {
        Request request = request(words.replace("''", "|").split(" ", -1));
        CommandTable<String> table = all();
        CommandTable.Entry<String> entry = table.find(request);
        assertThat(entry).isNotNull();
        KeyPositions found = new KeyPositions();
        assertThat(entry.spec().keysOf(request, found)).isTrue();
        assertThat(found.toArray())
                .isEqualTo(
                        positions.isEmpty()
                                ? new int[0]
                                : List.of(positions.split(" ", -1)).stream()
                                        .mapToInt(Integer::parseInt)
                                        .toArray());
        request.release();
    }

    private static Request request(String... words) {
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals("|") ? "" : words[i];
        }
        return Request.of(words);
    }

    @ParameterizedTest
    @CsvSource({"ZUNIONSTORE out x a b", "LMPOP 5 a LEFT", "ZUNION -1 a"})
    void wrongCountsHaveNoKeys(String words) {
        Request request = request(words.split(" ", -1));
        assertThat(all().find(request).spec().keysOf(request, new KeyPositions()))
                .isFalse();
        request.release();
    }

    @Test
    void everyNameIsFoundInEitherCase() {
        CommandTable<String> table = all();
        for (CommandSpec row : CommandCatalogue.SERVER) {
            String name = row.fullName();
            for (String written : List.of(name, name.toUpperCase(Locale.ROOT))) {
                assertThat(table.find(written).spec()).isSameAs(row);
                Request request = Request.of(written.split("\\|", -1));
                assertThat(table.find(request).spec()).isSameAs(row);
                request.release();
            }
        }
        for (String none : List.of(
                "",
                "x",
                "gett",
                "ge",
                "\u0007\u0045\u0054",
                "CLIENT|NOPE",
                "config|",
                "geT\0",
                "client\rlist",
                "zrevrangebyscoreX")) {
            assertThat(table.find(none)).as(none).isNull();
            Request request = Request.of(none.split("\\|", -1));
            assertThat(table.find(request)).as(none).isNull();
            request.release();
        }
    }

    @Test
    void aContainerAloneIsItself() {
        CommandTable<String> table = all();
        Request request = Request.of("CONFIG");
        assertThat(table.find(request).spec()).isSameAs(IntrospectionRows.CONFIG);
        assertThat(table.find(request).isContainer()).isTrue();
        assertThat(table.find(request).handler()).isNull();
        request.release();
    }

    @Test
    void bindingIsOncePerRowAndCanBeChecked() {
        CommandTable<String> table = new CommandTable<>();
        assertThat(table.missing(StringRows.ALL)).hasSize(StringRows.ALL.size());
        table.on(StringRows.GET, "x");
        assertThat(table.missing(StringRows.ALL))
                .hasSize(StringRows.ALL.size() - 1)
                .doesNotContain(StringRows.GET);
        assertThatThrownBy(() -> table.on(StringRows.GET, "y")).hasMessageContaining("twice");
        assertThatThrownBy(() -> table.on(ConnectionRows.CLIENT_ID, "y")).hasMessageContaining("before client");
    }

    static CommandTable<String> all() {
        CommandTable<String> table = new CommandTable<>();
        Set<String> containers = new HashSet<>();
        CommandCatalogue.SERVER.forEach(row -> {
            if (row.parent() != null) {
                containers.add(row.parent());
            }
        });
        CommandCatalogue.SERVER.forEach(row -> {
            if (containers.contains(row.name()) && row.parent() == null) {
                table.container(row);
            } else {
                table.on(row, row.name());
            }
        });
        return table;
    }
}
