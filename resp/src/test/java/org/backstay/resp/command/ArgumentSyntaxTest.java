package org.backstay.resp.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentSyntaxTest {
    private static ArgumentSpec one(String syntax) {
        List<ArgumentSpec> arguments = ArgumentSyntax.read(syntax);
        assertThat(arguments).hasSize(1);
        return arguments.getFirst();
    }

    private static ArgumentSpec plain(String name, ArgumentSpec.Type type, int keySpec) {
        return new ArgumentSpec(name, type, keySpec, null, null, null, ArgumentSpec.Repeats.ONCE, false, List.of());
    }

    @Test
    void valuesHaveNamesAndTypes() {
        assertThat(ArgumentSyntax.read("value count:integer source:key destination:key1 key:key-"))
                .containsExactly(
                        plain("value", ArgumentSpec.Type.STRING, -1),
                        plain("count", ArgumentSpec.Type.INTEGER, -1),
                        plain("source", ArgumentSpec.Type.KEY, 0),
                        plain("destination", ArgumentSpec.Type.KEY, 1),
                        plain("key", ArgumentSpec.Type.KEY, -1));
    }

    @Test
    void colonWithoutATypeBelongsToTheName() {
        assertThat(one("ip:port")).isEqualTo(plain("ip:port", ArgumentSpec.Type.STRING, -1));
    }

    @Test
    void tokensAreWordsOfCapitalsOrInQuotes() {
        assertThat(one("NX").token()).isEqualTo("NX");
        assertThat(one("NX").name()).isEqualTo("nx");
        assertThat(one("change:CH").name()).isEqualTo("change");
        assertThat(one("auto_id:'*'").token()).isEqualTo("*");
        assertThat(one("empty:''").token()).isEmpty();
        assertThat(one("EX=seconds:integer").token()).isEqualTo("EX");
        assertThat(one("EX=seconds:integer").type()).isEqualTo(ArgumentSpec.Type.INTEGER);
    }

    @Test
    void groupsAreBlocksOrChoices() {
        ArgumentSpec limit = one("[LIMIT=range(offset:integer count:integer)@6.2.0]");
        assertThat(limit.type()).isEqualTo(ArgumentSpec.Type.BLOCK);
        assertThat(limit.optional()).isTrue();
        assertThat(limit.since()).isEqualTo("6.2.0");
        assertThat(limit.parts()).extracting(ArgumentSpec::name).containsExactly("offset", "count");
        ArgumentSpec by = one("by(circle(BYRADIUS=radius:double unit(M | KM)) | member)");
        assertThat(by.type()).isEqualTo(ArgumentSpec.Type.ONEOF);
        assertThat(by.parts())
                .extracting(ArgumentSpec::type)
                .containsExactly(ArgumentSpec.Type.BLOCK, ArgumentSpec.Type.STRING);
    }

    @Test
    void repetitionIsOfTheValueOrOfTheToken() {
        assertThat(one("[member...]").repeats()).isEqualTo(ArgumentSpec.Repeats.MULTIPLE);
        assertThat(one("[GET*=pattern:pattern...]").repeats()).isEqualTo(ArgumentSpec.Repeats.MULTIPLE_WITH_TOKEN);
    }

    @Test
    void usageIsAsPeopleWriteIt() {
        assertThat(ArgumentSpec.usage(
                        ArgumentSyntax.read("key:key [EX=seconds:integer] [GET*=pattern...] order(ASC | DESC)")))
                .isEqualTo("<key> [EX <seconds>] [GET <pattern> [GET <pattern> ...]] ASC|DESC");
        assertThat(one("WEIGHTS=weight...").usage()).isEqualTo("WEIGHTS <weight> [<weight> ...]");
    }

    @Test
    void everyRowCanBeRead() {
        assertThat(CommandCatalogue.SERVER)
                .allSatisfy(row -> assertThat(row.arguments())
                        .allSatisfy(argument -> assertThat(argument.usage()).isNotEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "a]", "a(b", "a)", "a(|)", "=a", "'a", "a b(c", "a | b", "a@"})
    void brokenLinesSayWhere(String line) {
        assertThatThrownBy(() -> ArgumentSyntax.read(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line);
    }

    @Test
    void randomLinesAreReadOrRefused() {
        Random random = new Random(7);
        String signs = "ab:A'()[]=*@!|. ";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                line.append(signs.charAt(random.nextInt(signs.length())));
            }
            try {
                assertThat(ArgumentSyntax.read(line.toString())).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("can't be read at");
            }
        }
    }
}
