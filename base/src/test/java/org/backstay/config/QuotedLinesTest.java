package org.backstay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedLinesTest {
    @Test
    void statementsKnowTheirLine() {
        List<Statement> statements = QuotedLines.read("""
                # a comment
                port 6379

                  save   900 1\t
                logfile "a \\"b\\"\\x41\\n"
                dir 'c d'
                """, "redis.conf");
        assertThat(statements)
                .containsExactly(
                        new Statement(List.of("port", "6379"), "redis.conf", 2),
                        new Statement(List.of("save", "900", "1"), "redis.conf", 4),
                        new Statement(List.of("logfile", "a \"b\"A\n"), "redis.conf", 5),
                        new Statement(List.of("dir", "c d"), "redis.conf", 6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \"b", "a 'b", "a \"b\"c", "a 'b'c", "\"", "a \"b\\\""})
    void openQuotesAreAnError(String line) {
        assertThatThrownBy(() -> QuotedLines.read("x 1\n" + line, "f.conf"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("f.conf:2: read '")
                .hasMessageContaining("expected balanced quotes");
    }

    static Stream<String> words() {
        return Stream.of(
                "", "plain", "two words", "qu\"ote", "back\\slash", "tab\tline\nend", "\0\u0001\u00ff", "'", "#x");
    }

    @ParameterizedTest
    @MethodSource("words")
    void aQuotedWordReadsBackAsItself(String word) {
        assertThat(QuotedWords.split("x " + QuotedWords.quote(word) + " y")).containsExactly("x", word, "y");
        assertThat(QuotedWords.split(QuotedWords.inQuotes(word))).containsExactly(word);
    }

    @Test
    void filesAreIncludedAtTheirPlace() {
        List<Statement> statements = QuotedLines.readFile(
                "main", files(Map.of("main", "a 1\ninclude \"other file\"\nb 2", "other file", "# nothing\nc 3")));
        assertThat(statements)
                .containsExactly(
                        new Statement(List.of("a", "1"), "main", 1),
                        new Statement(List.of("c", "3"), "other file", 2),
                        new Statement(List.of("b", "2"), "main", 3));
    }

    @Test
    void aFileThatIsMissingOrIncludesItselfIsAnErrorWhereItIsNamed() {
        assertThatThrownBy(() -> QuotedLines.readFile("main", files(Map.of("main", "\ninclude gone.conf"))))
                .hasMessage("main:2: read 'gone.conf' (no such file), expected a readable file");
        assertThatThrownBy(() -> QuotedLines.readFile("gone", files(Map.of())))
                .hasMessage("gone: read 'gone' (no such file), expected a readable file");
        assertThatThrownBy(() -> QuotedLines.readFile("main", files(Map.of("main", "include main"))))
                .hasMessageContaining("an include inside 16 others");
    }

    private static QuotedLines.Files files(Map<String, String> files) {
        return path -> {
            String text = files.get(path);
            if (text == null) {
                throw new NoSuchFileException(path);
            }
            return text.getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis-install.conf",
                "redis-master.conf",
                "redis-slave.conf",
                "sentinel.conf",
                "sentinel-two-masters.conf"
            })
    void theFilesOfTheOperationsNotesAreRead(String name) throws IOException {
        assertThat(QuotedLines.readFile(name, QuotedLinesTest::resource))
                .isNotEmpty()
                .allMatch(s -> s.size() > 0);
    }

    static byte[] resource(String name) throws IOException {
        try (var in = QuotedLinesTest.class.getResourceAsStream("/configs/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    @Test
    void theCommandLineIsReadAsTheOriginalDoes() {
        assertThat(arguments("redis.conf", "--port", "6380", "--save", "900 1", "--bind", "a", "b", "-"))
                .isEqualTo(new ServerArguments(
                        "redis.conf",
                        true,
                        List.of(said("port", "6380"), said("save", "900 1"), said("bind", "a", "b"))));
        assertThat(arguments("--port 6380", "--save", "--appendonly", "yes").statements())
                .containsExactly(said("port", "6380"), said("save", ""), said("appendonly", "yes"));
        assertThat(arguments("--requirepass", "--dashes", "--sentinel", "--port", "1")
                        .statements())
                .containsExactly(said("requirepass", "--dashes"), said("sentinel"), said("port", "1"));
        assertThat(arguments("--save").statements()).containsExactly(said("save", ""));
        assertThat(arguments("-").standardInput()).isTrue();
        assertThat(arguments()).isEqualTo(new ServerArguments(null, false, List.of()));
        assertThatThrownBy(() -> arguments("f.conf", "x"))
                .hasMessage("command line: read 'x', expected --DIRECTIVE VALUE");
        assertThatThrownBy(() -> arguments("--port \"1")).hasMessageStartingWith("command line: read '--port \"1'");
    }

    private static ServerArguments arguments(String... arguments) {
        return ServerArguments.parse(List.of(arguments));
    }

    private static Statement said(String... words) {
        return new Statement(List.of(words), "command line", 0);
    }

    @Test
    void randomTextIsReadOrRefusedButNothingElse() {
        String alphabet = "ab \t\"'\\x0f\n\r#-{}[]:,&*!|>%@`\u00ff\0";
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                QuotedLines.read(text.toString(), "fuzz")
                        .forEach(s -> assertThat(s.words()).isNotEmpty());
            } catch (ConfigException e) {
                assertThat(e.line()).isPositive();
            }
            try {
                Yaml.read(text.toString(), "fuzz");
            } catch (ConfigException e) {
                assertThat(e.getMessage()).startsWith("fuzz").doesNotContain("\n");
            }
        }
    }
}
