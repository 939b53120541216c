package org.backstay.testkit.sim;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection as its node's kernel holds it: it outlives the program's attention (a stopped process still
 * receives) and ends with the process.
 */
final class Tcp {
    /** Bytes sent and not yet read by the other program, at most: a slow reader makes its writer wait. */
    static final int WINDOW = 256 * 1024;

    /** How long a kernel retransmits into a black hole before it breaks the connection (Linux: about 15 minutes). */
    private static final long GIVE_UP_NANOS = Duration.ofSeconds(924).toNanos();

    private static final int MOST_READ = 16 * 1024;
    private static final int SHORT_READ_EVERY = 16;
    private static final int SHORT_READ = 64;

    private record Segment(long arrival, byte @Nullable [] bytes) {}

    private final Simulation simulation;
    final SimulatedNode node;
    final InetSocketAddress local;
    final InetSocketAddress remote;
    private final String label;
    private final Deque<Segment> flight = new ArrayDeque<>();
    private final Deque<byte[]> received = new ArrayDeque<>();

    @Nullable
    SimulatedChannel channel;

    private @Nullable Tcp peer;
    private long lastArrival;
    private long stalledSince;
    private boolean stalled;
    private int unread;
    private int readOffset;
    private boolean ended;
    private boolean closed;

    Tcp(Simulation simulation, SimulatedNode node, InetSocketAddress local, InetSocketAddress remote) {
        this.simulation = simulation;
        this.node = node;
        this.local = local;
        this.remote = remote;
        this.label = node.name() + ":" + local.getPort();
        node.opened(this);
    }

    void establish(Tcp other, long notBefore) {
        peer = other;
        lastArrival = notBefore;
    }

    boolean closed() {
        return closed;
    }

    int room() {
        return WINDOW - unread;
    }

    boolean hasInput() {
        return ended || !received.isEmpty();
    }

    boolean atEnd() {
        return ended && received.isEmpty();
    }

    /** Sends bytes in order after everything sent before. */
    void send(byte[] bytes) {
        unread += bytes.length;
        dispatch(bytes);
    }

    private void dispatch(byte @Nullable [] bytes) {
        lastArrival = Math.max(
                lastArrival, simulation.agenda().nanoTime() + simulation.links().latency());
        flight.add(new Segment(lastArrival, bytes));
        simulation.agenda().at(lastArrival, this::transmit);
    }

    private void transmit() {
        Tcp other = peer;
        while (other != null && !stalled && !flight.isEmpty()) {
            Segment first = flight.getFirst();
            if (first.arrival > simulation.agenda().nanoTime()) {
                return;
            }
            Cut cut = simulation.cutBetween(node, other.node);
            if (cut == Cut.BLACK_HOLE) {
                stall();
            } else if (cut == Cut.REJECT) {
                flight.clear();
                breakOff("Connection reset by peer");
            } else {
                stalledSince = 0;
                flight.removeFirst();
                other.arrive(first.bytes);
            }
        }
    }

    private void stall() {
        long now = simulation.agenda().nanoTime();
        stalled = true;
        if (stalledSince == 0) {
            stalledSince = now;
            simulation.agenda().after(GIVE_UP_NANOS, this::giveUp);
        }
        simulation
                .links()
                .whenChanged(() -> simulation.agenda().after(simulation.links().retransmissionDelay(), () -> {
                    stalled = false;
                    transmit();
                }));
    }

    private void giveUp() {
        if (stalledSince != 0 && simulation.agenda().nanoTime() - stalledSince >= GIVE_UP_NANOS) {
            flight.clear();
            breakOff("Connection timed out");
        }
    }

    private void arrive(byte @Nullable [] bytes) {
        Tcp other = peer;
        if (closed) {
            if (bytes != null && other != null) {
                reset(other);
            }
            return;
        }
        simulation.trace().add(label, bytes == null ? "end" : "bytes", bytes == null ? 0 : bytes.length);
        if (bytes == null) {
            ended = true;
        } else {
            received.add(bytes);
        }
        SimulatedChannel reader = channel;
        if (reader != null) {
            node.execute(reader::inputArrived);
        }
    }

    /**
     * Takes what one read of the program gets: the boundaries of writes mean nothing, as in TCP.
     *
     * @return null when there is nothing to read now
     */
    byte @Nullable [] take() {
        if (received.isEmpty()) {
            return null;
        }
        int limit = simulation.chance().nextInt(SHORT_READ_EVERY) == 0
                ? 1 + simulation.chance().nextInt(SHORT_READ)
                : MOST_READ;
        byte[] first = received.getFirst();
        byte[] result;
        if (readOffset == 0 && first.length <= limit) {
            received.removeFirst();
            result = first;
        } else {
            int length = Math.min(limit, first.length - readOffset);
            result = new byte[length];
            System.arraycopy(first, readOffset, result, 0, length);
            readOffset += length;
            if (readOffset == first.length) {
                received.removeFirst();
                readOffset = 0;
            }
        }
        acknowledge(result.length);
        return result;
    }

    private void acknowledge(int bytes) {
        Tcp writer = peer;
        if (writer == null) {
            return;
        }
        boolean waiting = writer.room() <= 0;
        writer.unread -= bytes;
        SimulatedChannel blocked = writer.channel;
        if (waiting && blocked != null && !writer.closed) {
            simulation.agenda().after(simulation.links().latency(), () -> {
                if (!writer.closed) {
                    writer.node.execute(blocked::writable);
                }
            });
        }
    }

    /** The program closes its end: what was sent still arrives, but unread input makes it a reset, as on Linux. */
    void close() {
        if (closed) {
            return;
        }
        Tcp other = peer;
        if (other == null || received.isEmpty()) {
            leave();
            dispatch(null);
        } else {
            die();
        }
    }

    /** The process died: the kernel resets the connection. */
    void die() {
        if (!closed) {
            leave();
            flight.clear();
            Tcp other = peer;
            if (other != null) {
                reset(other);
            }
        }
    }

    /** The machine died: nobody tells the other end. */
    void vanish() {
        closed = true;
        channel = null;
        flight.clear();
    }

    private void leave() {
        closed = true;
        channel = null;
        node.closed(this);
    }

    /** A reset is sent once and never again: on a cut link it is lost. */
    private void reset(Tcp other) {
        simulation.agenda().after(simulation.links().latency(), () -> {
            if (simulation.cutBetween(node, other.node) == null) {
                other.breakOff("Connection reset by peer");
            }
        });
    }

    /** The connection breaks as this end sees it. */
    void breakOff(String reason) {
        if (closed) {
            return;
        }
        simulation.trace().add(label, reason, 0);
        SimulatedChannel reader = channel;
        leave();
        flight.clear();
        if (reader != null) {
            IOException cause = new SocketException(reason);
            node.execute(() -> reader.broken(cause));
        }
    }

    @Nullable
    Tcp peer() {
        return peer;
    }

    String label() {
        return label;
    }
}
