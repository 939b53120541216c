package org.backstay.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** YAML files with the line of every node, by snakeyaml-engine; only mappings, sequences and plain text are given out. */
public final class Yaml {
    private static final int MOST_CHARACTERS = 8 * 1024 * 1024;
    private static final int DEEPEST = 50;
    private static final int MOST_NODES = 100_000;

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

    private final String file;
    private int nodes;

    private Yaml(String file) {
        this.file = file;
    }

    /**
     * Reads one document.
     *
     * @throws ConfigException where the file is no YAML, at its line
     */
    public static Node read(String text, String file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MOST_CHARACTERS)
                .setMaxAliasesForCollections(DEEPEST)
                .setAllowDuplicateKeys(true)
                .build();
        try {
            Optional<org.snakeyaml.engine.v2.nodes.Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                throw new ConfigException(file, 0, "nothing", "a YAML document");
            }
            return new Yaml(file).convert(root.get(), 0);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            throw new ConfigException(file, line, oneLine(e.getProblem()), "YAML");
        } catch (YamlEngineException | StackOverflowError e) {
            throw new ConfigException(file, 0, oneLine(String.valueOf(e.getMessage())), "YAML");
        }
    }

    private static String oneLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    private Node convert(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
        int line = node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
        if (++nodes > MOST_NODES) {
            throw new ConfigException(
                    file, line, "more than " + MOST_NODES + " values", "fewer; aliases count each time");
        }
        if (depth > DEEPEST) {
            throw new ConfigException(file, line, "more than " + DEEPEST + " levels", "a flatter document");
        }
        return switch (node) {
            case ScalarNode scalar -> new Node.Text(scalar.getValue(), line);
            case SequenceNode sequence -> {
                List<Node> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(convert(item, depth + 1)));
                yield new Node.Sequence(List.copyOf(items), line);
            }
            case MappingNode mapping -> new Node.Mapping(entries(mapping, depth), line);
            default ->
                throw new ConfigException(file, line, "a " + node.getNodeType(), "text, a sequence or a mapping");
        };
    }

    /** A key that stands twice is an error at its second place: which of the two was meant can't be known. */
    private Map<Node.Text, Node> entries(MappingNode mapping, int depth) {
        Map<Node.Text, Node> entries = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = convert(tuple.getKeyNode(), depth + 1);
            if (!(key instanceof Node.Text text)) {
                throw new ConfigException(file, key.line(), "a key that is no text", "a name");
            }
            Integer before = lines.putIfAbsent(text.text(), text.line());
            if (before != null) {
                throw new ConfigException(
                        file, text.line(), "'" + text.text() + "' again", "it once, as on line " + before);
            }
            entries.put(text, convert(tuple.getValueNode(), depth + 1));
        }
        return entries;
    }
}
