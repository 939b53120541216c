package org.backstay.stack.probe;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backstay.node.Endpoint;
import org.backstay.node.Network;
import org.backstay.stack.topology.NodeSpec;
import org.backstay.stack.topology.Program;
import org.backstay.stack.topology.Topology;
import org.jspecify.annotations.Nullable;

/** What all nodes of a stack last said, and what follows from it. Owned by the loop. */
public final class StackView implements AutoCloseable {
    private final Topology topology;
    private final List<Probe> probes = new ArrayList<>();

    /** Makes the view of a topology of which nothing is known yet. */
    public StackView(Topology topology, Network network, EventLoop loop) {
        this.topology = topology;
        for (NodeSpec node : topology.nodes()) {
            probes.add(new Probe(node, network, loop));
        }
    }

    /** The topology. */
    public Topology topology() {
        return topology;
    }

    /** The probes, in the order of the nodes. */
    public List<Probe> probes() {
        return probes;
    }

    /** Asks all nodes of these programs. */
    public void askAll(List<Program> programs, Consumer<Probe> answered) {
        for (Probe probe : probes) {
            if (programs.contains(probe.node().program())) {
                probe.ask(report -> {
                    if (!(report instanceof NodeReport.Silent)) {
                        answered.accept(probe);
                    }
                });
            }
        }
    }

    /** Whether all nodes of a program answer, replicas have their data and sentinels know each other and the replicas. */
    public boolean isComplete(Program program) {
        return probes.stream()
                .filter(probe -> probe.node().program() == program)
                .allMatch(probe -> isComplete(probe.last()));
    }

    /** Whether that holds for all programs. */
    public boolean isComplete() {
        return Stream.of(Program.values()).allMatch(this::isComplete);
    }

    private boolean isComplete(NodeReport report) {
        return switch (report) {
            case NodeReport.Silent silent -> false;
            case NodeReport.Redis redis -> redis.linkUp();
            case NodeReport.Proxy proxy -> true;
            case NodeReport.Sentinel sentinel ->
                topology.shards().stream().allMatch(shard -> {
                    NodeReport.Watched watched = sentinel.masters().get(shard);
                    int others = topology.running(Program.REDIS_SENTINEL).size() - 1;
                    return watched != null && watched.replicas() > 0 && watched.sentinels() == others;
                });
        };
    }

    /** The nodes that are not complete, for the message when a start takes too long. */
    public String missing() {
        return probes.stream()
                .filter(probe -> !isComplete(probe.last()))
                .map(probe -> probe.node().name() + " (" + describe(probe.last()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String describe(NodeReport report) {
        return switch (report) {
            case NodeReport.Silent silent -> silent.why();
            case NodeReport.Redis redis -> "link to its master is down";
            case NodeReport.Sentinel sentinel -> "does not know all replicas and sentinels yet";
            case NodeReport.Proxy proxy -> "answers";
        };
    }

    /** Where most sentinels think a shard's master is, or null when they say nothing. */
    public @Nullable Endpoint masterOf(String shard) {
        Map<Endpoint, Long> votes = probes.stream()
                .map(Probe::last)
                .filter(NodeReport.Sentinel.class::isInstance)
                .map(report -> ((NodeReport.Sentinel) report).masters().get(shard))
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.groupingBy(NodeReport.Watched::address, Collectors.counting()));
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** The replication offset of the node at an endpoint, or -1. */
    public long offsetAt(@Nullable Endpoint endpoint) {
        return probes.stream()
                .filter(probe -> probe.node().endpoint().equals(endpoint))
                .filter(probe -> probe.last() instanceof NodeReport.Redis)
                .mapToLong(probe -> ((NodeReport.Redis) probe.last()).offset())
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        probes.forEach(Probe::close);
    }
}
