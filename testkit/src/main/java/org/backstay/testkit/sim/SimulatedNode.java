package org.backstay.testkit.sim;

import io.netty.channel.ChannelId;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.backstay.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * A machine with one program on it. The machine's disk, address and clock stay; each start of the program is a new life
 * with a loop and connections of its own.
 */
public final class SimulatedNode {
    private static final int FIRST_EPHEMERAL_PORT = 32_768;
    private static final int LARGEST_PORT = 65_535;
    private static final int SYN_TRIES = 7;

    private final Simulation simulation;
    private final String name;
    private final InetAddress address;
    private final Boot boot;
    private final SimulatedDisk disk;
    private final SimulatedClock clock;
    private final long seed;
    private final Set<Tcp> connections = new LinkedHashSet<>();
    private final List<SimulatedServerChannel> listeners = new ArrayList<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private @Nullable SimulatedLoop loop;
    private MountedDisk mounted;
    private @Nullable Node node;
    private @Nullable AutoCloseable program;
    private boolean powered = true;
    private boolean ready;
    private long busyUntil;
    private long life;
    private int ephemeralPort = FIRST_EPHEMERAL_PORT;

    SimulatedNode(Simulation simulation, String name, InetAddress address, Boot boot, long seed) {
        this.simulation = simulation;
        this.name = name;
        this.address = address;
        this.boot = boot;
        this.seed = seed;
        this.disk = new SimulatedDisk(new SplittableRandom(seed));
        this.mounted = new MountedDisk(disk);
        this.clock = new SimulatedClock(simulation.agenda());
    }

    /** Its name, which other nodes can resolve. */
    public String name() {
        return name;
    }

    /** Its IP address. */
    public String ip() {
        return address.getHostAddress();
    }

    /** Whether its program runs. */
    public boolean alive() {
        return loop != null;
    }

    /** Its disk, which survives crashes. */
    public SimulatedDisk disk() {
        return disk;
    }

    /** How many times its program was started. */
    public long life() {
        return life;
    }

    /** What its program stands on in this life. */
    public Node node() {
        Node current = node;
        if (current == null) {
            throw new IllegalStateException(name + " is not running");
        }
        return current;
    }

    /** From now on its wall clock is wrong by this much. Timers do not notice. */
    public void wallClockOffset(Duration offset) {
        clock.offset(offset);
    }

    /** Its wall clock runs this much too fast, in millionths. Timers do not notice. */
    public void wallClockDrift(double partsPerMillion) {
        clock.drift(partsPerMillion);
    }

    /** Starts the program, as the boot says, on a loop of its own. */
    public void start() {
        if (alive()) {
            throw new IllegalStateException(name + " is running");
        }
        life++;
        busyUntil = 0;
        if (!powered) {
            powered = true;
            simulation.links().changed();
        }
        simulation.trace().add(name, "starts, life", life);
        SimulatedLoop fresh = new SimulatedLoop(simulation.agenda());
        loop = fresh;
        mounted = new MountedDisk(disk);
        Node born = new Node(
                name,
                fresh,
                new SimulatedNetwork(this),
                mounted,
                clock,
                new SplittableRandom(seed ^ (life * 0x9E3779B97F4A7C15L)),
                this::worker,
                new SimulatedLog(simulation.trace(), name));
        node = born;
        execute(() -> {
            try {
                program = boot.start(born);
            } catch (Exception | Error failure) {
                simulation.fail(name + " did not start", failure);
            }
        });
    }

    private SimulatedWorker worker(String label) {
        SimulatedWorker worker = new SimulatedWorker(simulation, this, label);
        workers.add(worker);
        return worker;
    }

    /** {@code kill -9}: the program is gone, its kernel resets its connections, its files are as it left them. */
    public void crash() {
        ensureAlive();
        simulation.trace().add(name, "crashes", life);
        endLife();
        for (Tcp each : List.copyOf(connections)) {
            if (simulation.chance().nextBoolean()) {
                each.die();
            } else {
                each.close();
            }
        }
        connections.clear();
    }

    /** The power fails: the machine is silent until it starts again, and its disk forgets what was not synced. */
    public void powerOff() {
        ensureAlive();
        simulation.trace().add(name, "loses power", life);
        endLife();
        powered = false;
        connections.forEach(Tcp::vanish);
        connections.clear();
        disk.forgetUnsynced();
    }

    /** {@code kill -STOP} for a while: the kernel goes on receiving, the program does nothing. */
    public void freeze(Duration howLong) {
        ensureAlive();
        simulation.trace().add(name, "frozen for ms", howLong.toMillis());
        busyUntil = Math.max(busyUntil, simulation.agenda().nanoTime() + howLong.toNanos());
    }

    private void ensureAlive() {
        if (!alive()) {
            throw new IllegalStateException(name + " is not running");
        }
    }

    void endLife() {
        loop = null;
        node = null;
        mounted.unmount();
        listeners.clear();
        AutoCloseable gone = program;
        program = null;
        if (gone != null) {
            try {
                gone.close();
            } catch (Exception | Error failure) {
                simulation.fail(name + " did not free its memory", failure);
            }
        }
        workers.forEach(SimulatedWorker::die);
        workers.clear();
    }

    boolean powered() {
        return powered;
    }

    /** Runs a task on the current life's loop; without one it is lost. */
    void execute(Runnable task) {
        SimulatedLoop current = loop;
        if (current != null) {
            current.execute(task);
            ready = true;
        }
    }

    /** Someone outside may have given the loop tasks. */
    void look() {
        ready = true;
    }

    /** When the loop next has something to do, or {@link Long#MAX_VALUE}. */
    long next() {
        SimulatedLoop current = loop;
        if (current == null) {
            return Long.MAX_VALUE;
        }
        return Math.max(busyUntil, ready ? 0 : current.nextTimer());
    }

    void run() {
        SimulatedLoop current = loop;
        if (current != null) {
            ready = false;
            disk.spent();
            current.runNow();
            long stalled = disk.spent();
            if (stalled > 0) {
                busyUntil = simulation.agenda().nanoTime() + stalled;
            }
        }
    }

    InetAddress resolve(String host) throws UnknownHostException {
        return simulation.resolve(host);
    }

    boolean owns(InetAddress target) {
        return target.equals(address) || target.isLoopbackAddress();
    }

    ChannelId nextChannelId() {
        return simulation.nextChannelId();
    }

    byte[] scratch() {
        return simulation.scratch();
    }

    void opened(Tcp connection) {
        connections.add(connection);
    }

    void closed(Tcp connection) {
        connections.remove(connection);
    }

    List<Tcp> connections() {
        return List.copyOf(connections);
    }

    InetSocketAddress bind(SimulatedServerChannel channel, InetSocketAddress wanted) throws BindException {
        InetAddress where = wanted.getAddress();
        if (!where.isAnyLocalAddress() && !owns(where)) {
            throw new BindException("Cannot assign requested address");
        }
        InetSocketAddress bound = wanted.getPort() == 0 ? new InetSocketAddress(where, nextPort()) : wanted;
        for (SimulatedServerChannel other : listeners) {
            if (other.collides(bound) && !(other.shared() && channel.shared())) {
                throw new BindException("Address already in use");
            }
        }
        listeners.add(channel);
        return bound;
    }

    void unbind(SimulatedServerChannel channel) {
        listeners.remove(channel);
    }

    private int nextPort() {
        int port = ephemeralPort;
        ephemeralPort = port == LARGEST_PORT ? FIRST_EPHEMERAL_PORT : port + 1;
        return port;
    }

    /** Begins a handshake; the channel hears of its end. */
    Tcp connect(SimulatedChannel channel, @Nullable InetSocketAddress source, InetSocketAddress target) {
        InetAddress from = source != null
                ? source.getAddress()
                : target.getAddress().isLoopbackAddress() ? target.getAddress() : address;
        Tcp tcp = new Tcp(simulation, this, new InetSocketAddress(from, nextPort()), target);
        tcp.channel = channel;
        syn(tcp, 0);
        return tcp;
    }

    private void syn(Tcp tcp, int tries) {
        simulation.agenda().after(simulation.links().latency(), () -> {
            if (tcp.closed()) {
                return;
            }
            SimulatedNode target = simulation.owner(this, tcp.remote.getAddress());
            Cut cut = target == null ? Cut.BLACK_HOLE : simulation.cutEitherWay(this, target);
            if (target == null || cut == Cut.BLACK_HOLE) {
                retry(tcp, tries);
            } else if (cut == Cut.REJECT) {
                refuse(tcp);
            } else {
                target.handshake(tcp, tries);
            }
        });
    }

    /** A kernel tries again after 1, 2, 4 ... seconds. */
    private void retry(Tcp tcp, int tries) {
        if (tries < SYN_TRIES) {
            simulation.agenda().after(Duration.ofSeconds(1L << tries).toNanos(), () -> syn(tcp, tries + 1));
        }
    }

    private void refuse(Tcp tcp) {
        simulation.trace().add(tcp.label(), "refused", tcp.remote.getPort());
        IOException cause = new ConnectException("Connection refused: " + tcp.remote);
        simulation.agenda().after(simulation.links().latency(), () -> {
            SimulatedChannel channel = tcp.channel;
            if (channel != null) {
                tcp.node.execute(() -> channel.refused(cause));
            }
        });
    }

    private void handshake(Tcp client, int tries) {
        List<SimulatedServerChannel> serving = new ArrayList<>();
        for (SimulatedServerChannel each : listeners) {
            if (each.serves(client.remote)) {
                serving.add(each);
            }
        }
        if (serving.isEmpty()) {
            refuse(client);
            return;
        }
        SimulatedServerChannel listener = serving.get(simulation.chance().nextInt(serving.size()));
        if (listener.full()) {
            client.node.retry(client, tries);
            return;
        }
        Tcp server = new Tcp(simulation, this, /* local= */ client.remote, /* remote= */ client.local);
        long done = simulation.agenda().nanoTime() + simulation.links().latency();
        client.establish(server, done);
        server.establish(client, done);
        listener.offer(server);
        simulation.trace().add(client.label(), "connects to port", client.remote.getPort());
        simulation.agenda().at(done, () -> {
            SimulatedChannel channel = client.channel;
            if (channel != null) {
                client.node.execute(channel::established);
            }
        });
    }
}
