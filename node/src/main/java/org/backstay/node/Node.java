package org.backstay.node;

import io.netty.channel.EventLoop;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What one node of the tier stands on. A program takes its loop, network, files, time and chance from here and from
 * nowhere else; that is what lets the same program run on a machine and in the simulation.
 *
 * @param name for logs and thread names
 * @param loop the loop that owns the node's state
 * @param network connections to other nodes
 * @param disk files
 * @param clock time; agrees with {@code loop}'s timers
 * @param random the node's source of chance for all but secrets; seeded in the simulation
 * @param secrets chance that nobody can guess, whatever else of it they have seen: for passwords; seeded in the simulation
 * @param workers starts a named background worker whose results come back to {@code loop}
 * @param log where the node's log lines go
 * @param usage what the node uses of its machine, for reports
 * @param headroom how much memory is left to it
 * @param supervisor who wants to hear how it is
 */
public record Node(
        String name,
        EventLoop loop,
        Network network,
        Disk disk,
        Clock clock,
        RandomGenerator random,
        RandomGenerator secrets,
        Function<String, Worker> workers,
        Log log,
        Usage usage,
        Headroom headroom,
        Supervisor supervisor) {
    /**
     * A node whose secrets are no better than its chance, of whose use of its machine nothing is known, that always has memory, and that
     * nobody supervises.
     */
    public Node(
            String name,
            EventLoop loop,
            Network network,
            Disk disk,
            Clock clock,
            RandomGenerator random,
            Function<String, Worker> workers,
            Log log) {
        this(
                name,
                loop,
                network,
                disk,
                clock,
                random,
                random,
                workers,
                log,
                Usage.UNKNOWN,
                Headroom.AMPLE,
                Supervisor.NONE);
    }

    /** The same node, supervised. */
    public Node supervisedBy(Supervisor supervising) {
        return new Node(name, loop, network, disk, clock, random, secrets, workers, log, usage, headroom, supervising);
    }
}
