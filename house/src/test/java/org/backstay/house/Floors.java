package org.backstay.house;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of CONTRIBUTING as data: which root package may import which others of ours, besides itself. */
final class Floors {
    static final String ROOT = "org.backstay.";

    private static final Map<String, List<String>> ARROWS = new LinkedHashMap<>();

    static {
        ARROWS.put("base", List.of());
        ARROWS.put("config", List.of("base"));
        ARROWS.put("node", List.of("base", "config"));
        ARROWS.put("resp", List.of("node", "base", "config"));
        ARROWS.put("keyspace", List.of("base", "config"));
        ARROWS.put("persistence", List.of("keyspace", "resp", "node", "base", "config"));
        ARROWS.put("scripting", List.of("resp", "node", "base", "config"));
        ARROWS.put("redis", List.of("persistence", "scripting", "keyspace", "resp", "node", "base", "config"));
        ARROWS.put("sentinel", List.of("resp", "node", "base", "config"));
        ARROWS.put("proxy", List.of("resp", "node", "base", "config"));
        ARROWS.put("vrrp", List.of("resp", "node", "base", "config"));
        ARROWS.put("stack", List.of("redis", "sentinel", "proxy", "resp", "node", "base", "config"));
        ARROWS.put("launcher", List.of("stack", "redis", "sentinel", "proxy", "vrrp", "node", "base", "config"));
        ARROWS.put("testkit", List.of("resp", "node", "base", "config"));
        ARROWS.put("simulation", List.of("testkit", "redis", "sentinel", "proxy", "resp", "node", "base", "config"));
        ARROWS.put("benchmarks", List.of("keyspace", "resp", "node", "base", "config"));
    }

    private Floors() {}

    /** The root packages, from the ground up. */
    static List<String> roots() {
        return new ArrayList<>(ARROWS.keySet());
    }

    /** What a root package may import of ours; empty if the table does not know it. */
    static Optional<List<String>> below(String root) {
        return Optional.ofNullable(ARROWS.get(root));
    }

    /** The root of one of our packages: {@code redis} of {@code org.backstay.redis.command}. */
    static Optional<String> rootOf(String packageName) {
        if (!packageName.startsWith(ROOT)) {
            return Optional.empty();
        }
        return Optional.of(packageName.substring(ROOT.length()).split("\\.", 2)[0]);
    }
}
