package org.backstay.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which node reaches which, and how fast. A link is one direction between two nodes; a node always reaches itself.
 *
 * <p>Latency is drawn for each segment, so connections overtake each other, but a connection never overtakes itself.
 */
public final class Links {
    private static final int SLOW_EVERY = 200;
    private static final int SLOW_FACTOR = 20;

    private record Link(String from, String to) {}

    private final RandomGenerator random;
    private final Trace trace;
    private final Map<Link, Cut> cuts = new LinkedHashMap<>();
    private final List<Runnable> atChange = new ArrayList<>();
    private long leastLatency = Duration.ofNanos(100_000).toNanos();
    private long mostLatency = Duration.ofMillis(2).toNanos();

    Links(RandomGenerator random, Trace trace) {
        this.random = random;
        this.trace = trace;
    }

    /** From now on a segment takes between {@code least} and {@code most}, and now and then twenty times that. */
    public void latency(Duration least, Duration most) {
        if (least.isNegative() || least.compareTo(most) >= 0) {
            throw new IllegalArgumentException("latency from " + least + " to " + most);
        }
        leastLatency = least.toNanos();
        mostLatency = most.toNanos();
    }

    /** Cuts one direction. */
    public void cutOneWay(SimulatedNode from, SimulatedNode to, Cut how) {
        trace.add(from.name(), "cut to " + to.name() + ": " + how, 0);
        cuts.put(new Link(from.name(), to.name()), how);
        changed();
    }

    /** Cuts both directions. */
    public void cut(SimulatedNode one, SimulatedNode other, Cut how) {
        cutOneWay(one, other, how);
        cutOneWay(other, one, how);
    }

    /** Cuts every link between the two sides, both ways; links within a side stay. */
    public void partition(List<SimulatedNode> side, List<SimulatedNode> otherSide, Cut how) {
        for (SimulatedNode one : side) {
            for (SimulatedNode other : otherSide) {
                cut(one, other, how);
            }
        }
    }

    /** Mends both directions; what was held up goes on after a retransmission's delay. */
    public void heal(SimulatedNode one, SimulatedNode other) {
        cuts.remove(new Link(one.name(), other.name()));
        cuts.remove(new Link(other.name(), one.name()));
        trace.add(one.name(), "healed to " + other.name(), 0);
        changed();
    }

    /** Mends everything. */
    public void heal() {
        cuts.clear();
        trace.add("links", "all healed", 0);
        changed();
    }

    @Nullable
    Cut cutBetween(String from, String to) {
        return cuts.isEmpty() ? null : cuts.get(new Link(from, to));
    }

    long latency() {
        long drawn = random.nextLong(leastLatency, mostLatency);
        return random.nextInt(SLOW_EVERY) == 0 ? drawn * SLOW_FACTOR : drawn;
    }

    /** The kernel's next try after a link came back. */
    long retransmissionDelay() {
        return latency() + random.nextLong(Duration.ofMillis(200).toNanos());
    }

    void whenChanged(Runnable action) {
        atChange.add(action);
    }

    void changed() {
        List<Runnable> waiting = List.copyOf(atChange);
        atChange.clear();
        waiting.forEach(Runnable::run);
    }
}
