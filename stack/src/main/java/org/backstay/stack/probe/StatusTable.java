package org.backstay.stack.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.backstay.node.Endpoint;
import org.backstay.stack.topology.NodeSpec;

/** The stack as a table for people, and as JSON for programs. Stateless. */
public final class StatusTable {
    private static final String ROW = "%-16s %-15s %-8s %-20s %14s %8s  %s";

    private StatusTable() {}

    /**
     * One line a node, a heading on top.
     *
     * @param pid a node's process id, or -1
     */
    public static List<String> lines(StackView view, ToLongFunction<NodeSpec> pid) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, ROW, "NODE", "ADDRESS", "PID", "ROLE", "OFFSET", "LAG", "SENTINELS SAY"));
        for (Probe probe : view.probes()) {
            NodeSpec node = probe.node();
            long id = pid.applyAsLong(node);
            lines.add(String.format(
                            Locale.ROOT,
                            ROW,
                            node.name(),
                            node.endpoint(),
                            id < 0 ? "-" : Long.toString(id),
                            role(probe.last()),
                            offset(probe.last()),
                            lag(view, probe),
                            opinion(view, probe))
                    .stripTrailing());
        }
        return lines;
    }

    private static String role(NodeReport report) {
        return switch (report) {
            case NodeReport.Silent silent -> "down";
            case NodeReport.Redis redis when redis.master() -> "master";
            case NodeReport.Redis redis when redis.linkUp() -> "replica of " + port(redis.follows());
            case NodeReport.Redis redis -> "replica, no link";
            case NodeReport.Sentinel sentinel -> "sentinel";
            case NodeReport.Proxy proxy -> "proxy";
        };
    }

    private static String port(@org.jspecify.annotations.Nullable Endpoint endpoint) {
        return endpoint == null ? "?" : Integer.toString(endpoint.port());
    }

    private static String offset(NodeReport report) {
        return report instanceof NodeReport.Redis redis ? Long.toString(redis.offset()) : "-";
    }

    /** Bytes of the replication stream that a replica has not confirmed yet. */
    private static String lag(StackView view, Probe probe) {
        if (!(probe.last() instanceof NodeReport.Redis redis) || redis.master()) {
            return "-";
        }
        long master = view.offsetAt(redis.follows());
        return master < 0 ? "?" : Long.toString(Math.max(0, master - redis.offset()));
    }

    private static String opinion(StackView view, Probe probe) {
        return switch (probe.last()) {
            case NodeReport.Redis redis -> {
                String shard = probe.node().shard();
                boolean chosen = shard != null && probe.node().endpoint().equals(view.masterOf(shard));
                yield chosen ? "master of " + shard : "";
            }
            case NodeReport.Sentinel sentinel ->
                sentinel.masters().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + " at "
                                + entry.getValue().address().port()
                                + (entry.getValue().flags().contains("down") ? " (down)" : ""))
                        .collect(Collectors.joining(", "));
            case NodeReport.Silent silent -> silent.why();
            case NodeReport.Proxy proxy -> "";
        };
    }

    /** The same as JSON: one object with a list of nodes. */
    public static String json(StackView view, ToLongFunction<NodeSpec> pid) {
        return view.probes().stream()
                .map(probe -> node(probe, pid.applyAsLong(probe.node())))
                .collect(Collectors.joining(",\n    ", "{\n  \"nodes\": [\n    ", "\n  ]\n}"));
    }

    private static String node(Probe probe, long pid) {
        NodeSpec node = probe.node();
        StringBuilder text = new StringBuilder("{\"name\": \"").append(node.name());
        text.append("\", \"program\": \"").append(node.program().word());
        text.append("\", \"address\": \"").append(node.endpoint());
        text.append("\", \"pid\": ").append(pid);
        text.append(", \"role\": \"").append(role(probe.last())).append('"');
        if (probe.last() instanceof NodeReport.Redis redis) {
            text.append(", \"offset\": ").append(redis.offset());
            text.append(", \"link_up\": ").append(redis.linkUp());
        }
        if (probe.last() instanceof NodeReport.Sentinel sentinel) {
            text.append(", \"masters\": {");
            text.append(sentinel.masters().entrySet().stream()
                    .map(entry ->
                            "\"" + entry.getKey() + "\": \"" + entry.getValue().address() + "\"")
                    .collect(Collectors.joining(", ")));
            text.append('}');
        }
        return text.append('}').toString();
    }
}
