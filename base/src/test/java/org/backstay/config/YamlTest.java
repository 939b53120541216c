package org.backstay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
