package org.backstay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BracesTest {
    private final Map<String, String> files = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private final class Sources implements Braces.Sources {
        @Override
        public byte[] read(String path) throws IOException {
            String text = files.get(path);
            if (text == null) {
                throw new NoSuchFileException(path);
            }
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public List<String> list(String directory) {
            return files.keySet().stream()
                    .filter(f -> f.startsWith(directory + "/"))
                    .map(f -> f.substring(directory.length() + 1))
                    .toList();
        }
    }

    private String read(String text) {
        files.put("/etc/k.conf", text);
        try {
            StringBuilder out = new StringBuilder();
            for (Block block : Braces.readFile(
                    "/etc/k.conf", new Sources(), "main", new Random(1), (f, l, what) -> faults.add(l + " " + what))) {
                write(block, out);
            }
            return out.toString().replaceAll(" +", " ").strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Block block, StringBuilder out) {
        out.append(block.statement().line())
                .append(' ')
                .append(String.join("|", block.statement().words()));
        if (block.braced()) {
            out.append(" {");
            block.body().forEach(inner -> write(inner, out.append(' ')));
            out.append(" }");
        }
        out.append(' ');
    }

    @Test
    void bracesMayStandOnTheSameLineOrTheNextOrTogether() {
        assertThat(read("a b {\n c\n}\nd\n{\n e { f g }\n}")).isEqualTo("1 a|b { 2 c } 4 d { 6 e { 6 f|g } }");
        assertThat(faults).isEmpty();
    }

    @Test
    void commentsBeginAnywhereButInQuotesOrBehindABackslash() {
        assertThat(read("a b # c\n! d\ne \"f # g\" \\#h !x")).isEqualTo("1 a|b 3 e|f # g|#h");
    }

    @Test
    void quotesJoinWordsAndEscapesAreTheShells() {
        assertThat(read("abcd\" efg h\"x 'i j' \"k\\\"l\\x41\\101\\nz\"")).isEqualTo("1 abcd efg hx|i j|k\"lAA\nz");
    }

    @Test
    void parametersAreReplacedWhenUsedAndUndefinedOnesStay() {
        assertThat(read("$BASE=10.2.${SUB}\n$SUB=0\na ${BASE}.1\n$SUB=9\na ${BASE}.1 $SUB ${NONE} Pa$$w0rd"))
                .isEqualTo("3 a|10.2.0.1 5 a|10.2.9.1|9|${NONE}|Pa$$w0rd");
    }

    @Test
    void definitionsOfSeveralLinesBecomeSeveralLines() {
        assertThat(read("$I= \\\n v ${N} { \\\n  x \\\n }\n$N=1\n$I\n$N=2\n$I"))
                .isEqualTo("6 v|1 { 6 x } 8 v|2 { 8 x }");
    }

    @Test
    void linesForOtherHostsAreLeftOut() {
        assertThat(read("@main a\n@other b\n@^main c\n@^other d\n@main $P=5\np $P"))
                .isEqualTo("1 a 4 d 6 p|5");
    }

    @Test
    void sequencesAndListsRepeatALine() {
        assertThat(read("~SEQ(N, 1, 3) a ${N}")).isEqualTo("1 a|1 1 a|2 1 a|3");
        assertThat(read("~SEQx(N, 0x90, 0x10, 0xa0) ~LST({A,B},{1,2},{3,4}) ${N} ${A} ${B}"))
                .isEqualTo("1 90|1|2 1 90|3|4 1 a0|1|2 1 a0|3|4");
        read("~SEQ(N, 1, 0, 3) a\n~LST() b");
        assertThat(faults).hasSize(2);
    }

    @Test
    void includesAreRelativeAndWild() {
        files.put("/etc/conf.d/b.conf", "b\ninclude c.inc\n");
        files.put("/etc/conf.d/a.conf", "a ${_PWD}");
        files.put("/etc/conf.d/c.inc", "c");
        assertThat(read("include conf.d/*.conf\ninclude none.conf\nz")).isEqualTo("1 a|/etc/conf.d 1 b 1 c 3 z");
        assertThat(faults).containsExactly("2 include /etc/none.conf - file can't be read, ignored");
    }

    @Test
    void bracesThatDoNotBalanceAreFaultsAndReadOn() {
        assertThat(read("}\na {\n b")).isEqualTo("2 a { 3 b }");
        assertThat(faults).hasSize(2);
    }

    @Test
    void whatNeverEndsIsRefused() {
        files.put("/etc/self.conf", "include self.conf");
        assertThatThrownBy(() -> read("include self.conf")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read("$A=${A} ${A}\n$A x")).isInstanceOf(ConfigException.class);
    }

    @Test
    void randomTextNeverCrashesIt() {
        String alphabet = "ab{}\"'\\$ =~()@!#\n,SEQ1";
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(80); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                read(text.toString());
            } catch (ConfigException refused) {
                assertThat(refused.getMessage()).startsWith("/etc/k.conf:");
            }
        }
    }
}
