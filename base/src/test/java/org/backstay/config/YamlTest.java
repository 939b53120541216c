package org.backstay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.backstay.config.Yaml.Node.Mapping;
import org.backstay.config.Yaml.Node.Sequence;
import org.backstay.config.Yaml.Node.Text;
import org.junit.jupiter.api.Test;

class YamlTest {
    @Test
    void nodesKnowTheirLinesAndTextIsNeverResolved() {
        assertThat(Yaml.read("a: yes # why\nb:\n  - 1\n  - x:1\n", "f.yml"))
                .isEqualTo(new Mapping(
                        Map.of(
                                new Text("a", 1),
                                new Text("yes", 1),
                                new Text("b", 2),
                                new Sequence(List.of(new Text("1", 3), new Text("x:1", 4)), 3)),
                        1));
    }

    @Test
    void faultsNameFileAndLine() {
        assertThatThrownBy(() -> Yaml.read("a: 1\nb: [1\n", "f.yml")).hasMessageStartingWith("f.yml:3: read ");
        assertThatThrownBy(() -> Yaml.read("a: 1\na: 2\n", "f.yml"))
                .hasMessage("f.yml:2: read 'a' again, expected it once, as on line 1");
        assertThatThrownBy(() -> Yaml.read("", "f.yml")).hasMessageContaining("expected a YAML document");
    }

    @Test
    void bombsAreRefused() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 10; i++) {
            laughs.append("a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        for (String bomb :
                List.of(laughs.toString(), "[".repeat(100_000), "{a: ".repeat(10_000), "- ".repeat(50_000))) {
            assertThatThrownBy(() -> Yaml.read(bomb, "f.yml")).isInstanceOf(ConfigException.class);
        }
    }

    @Test
    void theProxysFileIsRead() throws IOException {
        String text = new String(QuotedLinesTest.resource("nutcracker.yml"), StandardCharsets.UTF_8);
        assertThat(((Mapping) Yaml.read(text, "nutcracker.yml")).entries()).containsOnlyKeys(new Text("redis", 1));
    }
}
