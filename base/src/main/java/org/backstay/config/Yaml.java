package org.backstay.config;

import java.util.List;
import java.util.Map;

/** YAML files with the line of every node, by snakeyaml-engine; only mappings, sequences and plain text are given out. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class Yaml {
    /** A node and where it stands. */
    public sealed interface Node {
        /** The line; the first is 1. */
        int line();

        /** Plain text, never resolved to another type: {@code yes} stays {@code yes}. */
        record Text(String text, int line) implements Node {}

        /** A sequence. */
        record Sequence(List<Node> items, int line) implements Node {}

        /** A mapping in the order of the file. */
        record Mapping(Map<Text, Node> entries, int line) implements Node {}
    }

    private Yaml() {}

    /**
     * Reads one document.
     *
     * @throws ConfigException where the file is no YAML, at its line
     */
    public static Node read(String text, String file) {
        throw new UnsupportedOperationException();
    }
}
