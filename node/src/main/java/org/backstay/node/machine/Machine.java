package org.backstay.node.machine;

import io.netty.channel.EventLoop;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.backstay.node.Clock;
import org.backstay.node.Disk;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.node.Supervisor;
import org.backstay.node.disk.FileDisk;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.SocketNetwork;
import org.jspecify.annotations.Nullable;

/** Puts nodes together from what this machine has. */
public final class Machine {
    private static final Clock CLOCK = new MachineClock();
    private static final Disk DISK = new FileDisk();
    private static final RandomGenerator SECRETS = new KernelChance();

    private Machine() {}

    /** A node on the first of the loops. */
    public static Node node(String name, Loops loops, Log log) {
        return node(name, loops, loops.first(), log);
    }

    /** A node on the first of the loops, the connections to which are read and written by other loops. */
    public static Node node(String name, Loops loops, @Nullable Loops connections, Log log) {
        return node(name, loops, loops.first(), new SocketNetwork(loops, connections, log), log);
    }

    /** A node on one of the loops. */
    public static Node node(String name, Loops loops, EventLoop loop, Log log) {
        return node(name, loops, loop, new SocketNetwork(loops, log), log);
    }

    private static Node node(String name, Loops loops, EventLoop loop, SocketNetwork network, Log log) {
        return new Node(
                name,
                loop,
                network,
                DISK,
                CLOCK,
                new SplittableRandom(SECRETS.nextLong()),
                SECRETS,
                worker -> new WorkerThread(name + "-" + worker, loop, log),
                log,
                new MachineUsage(loops.kind()),
                new MachineHeadroom(),
                Supervisor.NONE);
    }

    /** The machine's files, for what a program reads before it has a node. */
    public static Disk disk() {
        return DISK;
    }

    /** The machine's time, for what a program writes before it has a node. */
    public static Clock clock() {
        return CLOCK;
    }
}
