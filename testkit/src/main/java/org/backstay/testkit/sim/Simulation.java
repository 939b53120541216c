package org.backstay.testkit.sim;

import io.netty.channel.ChannelId;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A run of several nodes in the calling thread on virtual time. Everything that happens follows from the seed and from what
 * the scenario does.
 *
 * <p>The scenario and the nodes take turns: while {@link #runFor} or {@link #runUntil} runs, the nodes live; in between the
 * scenario may look at them and break things.
 */
public final class Simulation implements AutoCloseable {
    /** More events than this at one instant means that a node goes round in circles without letting time pass. */
    private static final int MOST_AT_ONE_INSTANT = 1_000_000;

    private static final int STORY = 400;
    private static final int TAIL = 100;
    private static final int LARGEST_SEGMENT = 64 * 1024;
    private static final int ROW = 250;

    private final long seed;
    private final Agenda agenda = new Agenda();
    private final Trace trace = new Trace(agenda);
    private final SplittableRandom chance;
    private final RandomGenerator scenario;
    private final Links links;
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private long longestJobNanos = Duration.ofMillis(2).toNanos();
    private final byte[] scratch = new byte[LARGEST_SEGMENT];
    private long channels;
    private @Nullable Throwable failure;

    /** A run whose chance comes from a seed. */
    public Simulation(long seed) {
        this.seed = seed;
        SplittableRandom root = new SplittableRandom(seed);
        chance = root.split();
        scenario = root.split();
        links = new Links(root.split(), trace);
        UnexpectedFailures.reportTo(this);
    }

    /** The seed that repeats this run. */
    public long seed() {
        return seed;
    }

    /** Chance for the scenario's own decisions. */
    public RandomGenerator random() {
        return scenario;
    }

    /** Which node reaches which. */
    public Links links() {
        return links;
    }

    /** What happened. */
    public Trace trace() {
        return trace;
    }

    /** Virtual time since the run began. */
    public Duration now() {
        return Duration.ofNanos(agenda.elapsed());
    }

    /** Adds a machine, which {@link SimulatedNode#start} brings to life. */
    public SimulatedNode node(String name, Boot boot) {
        int number = nodes.size() + 1;
        SimulatedNode node = new SimulatedNode(this, name, address(number), boot, chance.nextLong() ^ name.hashCode());
        if (nodes.putIfAbsent(name, node) != null) {
            throw new IllegalArgumentException("two nodes are named " + name);
        }
        return node;
    }

    /** All machines, in the order they were added. */
    public List<SimulatedNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /** From now on background jobs take up to this long. */
    public void longestJob(Duration longest) {
        longestJobNanos = longest.toNanos();
    }

    /** Does something after a while of virtual time. */
    public void after(Duration delay, Runnable action) {
        agenda.after(delay.toNanos(), () -> {
            action.run();
            nodes.values().forEach(SimulatedNode::look);
        });
    }

    /** Breaks every connection between two nodes. */
    public void reset(SimulatedNode one, SimulatedNode other) {
        for (Tcp each : one.connections()) {
            Tcp peer = each.peer();
            if (peer != null && peer.node == other) {
                each.breakOff("Connection reset by peer");
                peer.breakOff("Connection reset by peer");
            }
        }
    }

    /** Lets the nodes live for a while. */
    public void runFor(Duration howLong) {
        long end = agenda.nanoTime() + howLong.toNanos();
        live(() -> false, end);
    }

    /**
     * Lets the nodes live until something is so.
     *
     * @throws AssertionError with the seed and the trace when it is not so within {@code limit} of virtual time
     */
    public void runUntil(String what, BooleanSupplier condition, Duration limit) {
        long end = agenda.nanoTime() + limit.toNanos();
        if (!live(condition, end)) {
            throw new AssertionError("not within " + limit + ": " + what);
        }
    }

    private boolean live(BooleanSupplier condition, long end) {
        nodes.values().forEach(SimulatedNode::look);
        int atThisInstant = 0;
        while (true) {
            throwFailure();
            if (condition.getAsBoolean()) {
                return true;
            }
            long next = next();
            if (next > end) {
                agenda.advanceTo(end);
                return false;
            }
            atThisInstant = next > agenda.nanoTime() ? 0 : atThisInstant + 1;
            if (atThisInstant > MOST_AT_ONE_INSTANT) {
                throw new AssertionError("time stands still: a node goes round in circles");
            }
            agenda.advanceTo(next);
            if (!agenda.happen()) {
                runReady();
            }
        }
    }

    private long next() {
        long next = agenda.next();
        for (SimulatedNode node : nodes.values()) {
            next = Math.min(next, node.next());
        }
        return next;
    }

    private void runReady() {
        long now = agenda.nanoTime();
        for (SimulatedNode node : nodes.values()) {
            if (node.next() <= now) {
                node.run();
            }
        }
    }

    private void throwFailure() {
        Throwable first = failure;
        if (first != null) {
            failure = null;
            throw new AssertionError(String.valueOf(first.getMessage()), first);
        }
    }

    /** A fault of a program that it did not handle itself: ends the run. */
    void fail(String what, Throwable cause) {
        trace.add("simulation", what + ": " + cause, 0);
        if (failure == null) {
            failure = new IllegalStateException(what + ": " + cause, cause);
        }
    }

    Agenda agenda() {
        return agenda;
    }

    RandomGenerator chance() {
        return chance;
    }

    /** Room to put a segment together; all nodes take turns in one thread. */
    byte[] scratch() {
        return scratch;
    }

    long jobDelay() {
        return chance.nextLong(1, longestJobNanos + 1);
    }

    ChannelId nextChannelId() {
        return new SequentialId(++channels);
    }

    InetAddress resolve(String host) throws UnknownHostException {
        SimulatedNode named = nodes.get(host);
        if (named != null) {
            return InetAddress.getByName(named.ip());
        }
        byte[] raw = NetUtil.createByteArrayFromIpAddressString(host.equals("localhost") ? "127.0.0.1" : host);
        if (raw == null) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getByAddress(raw);
    }

    @Nullable
    SimulatedNode owner(SimulatedNode asking, InetAddress address) {
        if (asking.owns(address)) {
            return asking;
        }
        for (SimulatedNode node : nodes.values()) {
            if (node.owns(address)) {
                return node;
            }
        }
        return null;
    }

    @Nullable
    Cut cutBetween(SimulatedNode from, SimulatedNode to) {
        if (from == to) {
            return null;
        }
        return from.powered() && to.powered() ? links.cutBetween(from.name(), to.name()) : Cut.BLACK_HOLE;
    }

    @Nullable
    Cut cutEitherWay(SimulatedNode from, SimulatedNode to) {
        Cut there = cutBetween(from, to);
        Cut back = cutBetween(to, from);
        return there == Cut.BLACK_HOLE || back == null ? there : back;
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number / ROW), (byte) (number % ROW + 1)});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What to print when a run failed: how to repeat it, and what happened last. */
    public String report() {
        return "seed " + seed + " (repeat it with -D" + Seeds.ONE + "=" + seed + "), after " + now() + "\nlogged:\n"
                + trace.story(STORY) + "last events:\n" + trace.tail(TAIL);
    }

    @Override
    public void close() {
        UnexpectedFailures.reportTo(null);
        for (SimulatedNode node : nodes.values()) {
            if (node.alive()) {
                node.endLife();
            }
        }
    }
}
