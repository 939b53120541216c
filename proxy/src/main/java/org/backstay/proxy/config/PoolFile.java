package org.backstay.proxy.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.config.ConfigException;
import org.backstay.config.Yaml;

/**
 * Reads nutcracker.yml: a mapping of pools. The whole file is checked, and nothing comes of a file with a fault.
 *
 * <p>YAML forbids tabs where a line is indented, and so does the original; operators use them all the same. Each is read here as
 * two spaces.
 */
public final class PoolFile {
    /** The order in which the original numbers pools and servers: shorter names first, then by their bytes. */
    static final Comparator<String> ORIGINAL_ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private PoolFile() {}

    /**
     * Reads the pools, in the original's order.
     *
     * @param text of the file
     * @param file its name, for complaints
     * @throws ConfigException for the first fault, at its line
     */
    public static List<PoolConfig> read(String text, String file) {
        if (text.isBlank()) {
            throw new ConfigException(file, 1, "an empty file", "a pool");
        }
        if (!(Yaml.read(spaced(text), file) instanceof Yaml.Node.Mapping root)) {
            throw new ConfigException(file, 1, "no mapping", "a pool's name and its directives");
        }
        List<PoolConfig> pools = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        Map<String, String> listens = new HashMap<>();
        root.entries().forEach((key, value) -> {
            PoolConfig pool = new PoolReader(file, key).read(value);
            if (names.put(pool.name(), pool.name()) != null) {
                throw new ConfigException(
                        file, key.line(), "pool '" + pool.name() + "' again", "pools of different names");
            }
            String other = listens.put(pool.listenText(), pool.name());
            if (other != null) {
                throw new ConfigException(
                        file,
                        key.line(),
                        "pools '" + other + "' and '" + pool.name() + "' with the same listen address '"
                                + pool.listenText() + "'",
                        "an address of its own for each");
            }
            pools.add(pool);
        });
        if (pools.isEmpty()) {
            throw new ConfigException(file, 1, "no pools", "at least one");
        }
        pools.sort(Comparator.comparing(PoolConfig::name, ORIGINAL_ORDER));
        return List.copyOf(pools);
    }

    private static String spaced(String text) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        boolean indenting = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (indenting && c == '\t') {
                out.append("  ");
                continue;
            }
            out.append(c);
            indenting = c == '\n' || (indenting && c == ' ');
        }
        return out.toString();
    }
}
