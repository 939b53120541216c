package org.backstay.vrrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.backstay.base.net.IpAddress;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.backstay.vrrp.config.Firewall;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.config.VirtualRoute;
import org.backstay.vrrp.config.VirtualRule;
import org.backstay.vrrp.config.Vmac;
import org.backstay.vrrp.link.Blocked;
import org.backstay.vrrp.link.Hearing;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.Line;
import org.backstay.vrrp.link.LineSpec;
import org.backstay.vrrp.link.Link;
import org.backstay.vrrp.link.LinkDetail;
import org.backstay.vrrp.link.Port;
import org.backstay.vrrp.link.PortSpec;
import org.backstay.vrrp.packet.AuthenticationHeader;
import org.backstay.vrrp.packet.Ipv4Header;
import org.backstay.vrrp.packet.ReceivedPacket;
import org.jspecify.annotations.Nullable;

/** One network that joins simulated machines: packets take a while, get lost, and do not pass where it is cut. */
final class SimulatedLan {
    private final Simulation simulation;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    /** What was said on the network, for tests that ask. */
    final List<String> announced = new ArrayList<>();

    double loss;
    Duration latency = Duration.ofNanos(100_000);
    Duration jitter = Duration.ofNanos(200_000);

    SimulatedLan(Simulation simulation) {
        this.simulation = simulation;
    }

    /** A machine's kernel; it outlives the programs on it. */
    Machine machine(String name, int number) {
        return machines.computeIfAbsent(name, key -> new Machine(name, number));
    }

    /** The machines on which an address is. */
    List<String> holders(IpAddress address) {
        return machines.values().stream()
                .filter(each -> each.addresses.contains(address))
                .map(each -> each.name)
                .toList();
    }

    private void deliver(Machine from, PortSpec spec, byte[] message, IpAddress source, IpAddress destination) {
        for (Machine each : machines.values()) {
            boolean reaches = each != from && each.side == from.side && each.up && from.up;
            if (!reaches || simulation.random().nextDouble() < loss) {
                continue;
            }
            byte[] copy = message.clone();
            long nanos = latency.toNanos() + simulation.random().nextLong(jitter.toNanos() + 1);
            simulation.after(Duration.ofNanos(nanos), () -> each.arrive(spec, copy, source, destination));
        }
    }

    /** One machine with one interface, {@code eth0}. */
    final class Machine {
        final String name;
        final IpAddress own;
        final IpAddress linkLocal;
        final TreeSet<IpAddress> addresses = new TreeSet<>();
        final TreeSet<IpAddress> blocked = new TreeSet<>();
        /** Machines on the same side of a cut reach each other. */
        int side;

        boolean up = true;
        private SimulatedNode node;
        private Life life;

        Machine(String name, int number) {
            this.name = name;
            own = Objects.requireNonNull(IpAddress.parse("10.0.0." + number));
            linkLocal = Objects.requireNonNull(IpAddress.parse("fe80::" + number));
        }

        void runs(SimulatedNode on) {
            node = on;
        }

        /** What the next life of the program gets. */
        Kernel kernel() {
            life = new Life();
            return life;
        }

        void link(boolean isUp) {
            up = isUp;
            Life current = life;
            if (node.alive() && current != null && current.watcher != null) {
                Kernel.Watcher watcher = current.watcher;
                node.node().loop().execute(() -> watcher.linkChanged("eth0"));
            }
        }

        private void arrive(PortSpec spec, byte[] message, IpAddress source, IpAddress destination) {
            Life current = life;
            if (!node.alive() || current == null) {
                return;
            }
            for (Wire wire : List.copyOf(current.wires)) {
                boolean alike =
                        wire.spec.family() == spec.family() && wire.spec.authenticated() == spec.authenticated();
                if (alike && Objects.equals(wire.spec.group(), spec.group())) {
                    wire.waiting.add(
                            spec.family() == 4
                                    ? Ipv4Header.read(message, message.length)
                                    : new ReceivedPacket(message, 0, message.length, source, destination, 255));
                    node.node().loop().execute(wire::drain);
                }
            }
        }

        private void hear(LineSpec spec, byte[] message, IpAddress from) {
            Life current = life;
            if (!node.alive() || current == null) {
                return;
            }
            for (Ear ear : List.copyOf(current.ears)) {
                if (ear.port == spec.port()) {
                    ear.waiting.add(() -> ear.listener.received(message, from, own, 255));
                    node.node().loop().execute(ear::drain);
                }
            }
        }

        /** A port of one life. */
        private static final class Ear implements Hearing {
            private final Life of;
            private final int port;
            private final Listener listener;
            private final List<Runnable> waiting = new ArrayList<>();

            Ear(Life of, int port, Listener listener) {
                this.of = of;
                this.port = port;
                this.listener = listener;
            }

            @Override
            public void drain() {
                while (!waiting.isEmpty() && of.ears.contains(this)) {
                    waiting.removeFirst().run();
                }
            }

            @Override
            public void close() {
                of.ears.remove(this);
            }
        }

        /** The kernel as one life of the program has it. */
        private final class Life implements Kernel {
            private final List<Wire> wires = new ArrayList<>();
            private final List<Ear> ears = new ArrayList<>();
            private final Set<String> virtual = new HashSet<>();
            private Watcher watcher;

            @Override
            public Link link(String interfaceName) {
                if (!interfaceName.equals("eth0") && !virtual.contains(interfaceName)) {
                    return null;
                }
                List<IpAddress> all = new ArrayList<>(List.of(own, linkLocal));
                all.addAll(addresses);
                return new Link(interfaceName.equals("eth0") ? 2 : 3, up, all);
            }

            @Override
            public List<LinkDetail> links() {
                LinkDetail.Hardware hardware = new LinkDetail.Hardware("", "", 1);
                return List.of(new LinkDetail(
                        "eth0", 2, List.of(own), hardware, 0x43, 1_500, null, LinkDetail.Arp.UNTOUCHED, null));
            }

            @Override
            public boolean holds(IpAddress address) {
                return address.equals(own) || addresses.contains(address);
            }

            @Override
            public void watch(Watcher listener) {
                watcher = listener;
            }

            @Override
            public Port open(PortSpec spec, Consumer<ReceivedPacket> receiver) {
                Wire wire = new Wire(this, spec, receiver);
                wires.add(wire);
                return wire;
            }

            /** Echo requests are answered by the machine that has the address; other messages by nobody. */
            @Override
            public Line open(LineSpec spec, Line.Listener listener) {
                return new Line() {
                    @Override
                    public void send(byte[] message) {
                        if (spec.kind() == LineSpec.Kind.UDP) {
                            datagram(spec, message.clone());
                            return;
                        }
                        simulation.after(latency, () -> {
                            if (node.alive() && life == Life.this && answers(spec)) {
                                byte[] reply = message.clone();
                                reply[0] = 0;
                                node.node().loop().execute(() -> listener.received(reply));
                            }
                        });
                    }

                    @Override
                    public void close() {}
                };
            }

            private void datagram(LineSpec spec, byte[] message) {
                for (Machine each : machines.values()) {
                    boolean reaches = each.own.equals(spec.address()) && each.side == side && each.up && up;
                    if (!reaches || simulation.random().nextDouble() < loss) {
                        continue;
                    }
                    long nanos = latency.toNanos() + simulation.random().nextLong(jitter.toNanos() + 1);
                    simulation.after(Duration.ofNanos(nanos), () -> each.hear(spec, message, own));
                }
            }

            @Override
            public Hearing hear(int port, Hearing.Listener listener) {
                Ear ear = new Ear(this, port, listener);
                ears.add(ear);
                return ear;
            }

            private boolean answers(LineSpec spec) {
                return up
                        && spec.kind() == LineSpec.Kind.ICMP
                        && machines.values().stream()
                                .anyMatch(each -> each.own.equals(spec.address())
                                        && each.up
                                        && each.side == side
                                        && each.node.alive());
            }

            @Override
            public void add(String interfaceName, VirtualAddress address) {
                addresses.add(address.address());
            }

            @Override
            public void remove(String interfaceName, VirtualAddress address) {
                addresses.remove(address.address());
            }

            @Override
            public void add(VirtualRoute route) {}

            @Override
            public void remove(VirtualRoute route) {}

            @Override
            public void add(VirtualRule rule) {}

            @Override
            public void remove(VirtualRule rule) {}

            /** Another name for the one interface. */
            @Override
            public boolean add(Vmac vmac, @Nullable IpAddress own) {
                return virtual.add(vmac.name());
            }

            @Override
            public void remove(Vmac vmac) {
                virtual.remove(vmac.name());
            }

            @Override
            public void firewall(Firewall settings) {}

            @Override
            public void block(List<Blocked> all) {
                all.forEach(each -> blocked.add(each.address()));
            }

            @Override
            public void unblock(List<Blocked> all) {
                all.forEach(each -> blocked.remove(each.address()));
            }

            @Override
            public void announce(String interfaceName, IpAddress address) {
                announced.add(simulation.now() + " " + name + " " + address);
            }

            @Override
            public void close() {
                wires.clear();
                ears.clear();
            }
        }

        private final class Wire implements Port {
            private final Life of;
            private final PortSpec spec;
            private final Consumer<ReceivedPacket> receiver;
            private final Ipv4Header header = new Ipv4Header();
            private final List<ReceivedPacket> waiting = new ArrayList<>();

            Wire(Life of, PortSpec spec, Consumer<ReceivedPacket> receiver) {
                this.of = of;
                this.spec = spec;
                this.receiver = receiver;
            }

            @Override
            public int send(
                    byte[] message,
                    IpAddress source,
                    IpAddress destination,
                    int ttl,
                    @Nullable AuthenticationHeader seal) {
                byte[] packet = spec.family() == 4
                        ? Arrays.copyOf(header.packet(message, source, destination, ttl, seal), header.length())
                        : message;
                deliver(Machine.this, spec, packet, source, destination);
                return 0;
            }

            @Override
            public Sockets sockets() {
                return new Sockets(-1, -1);
            }

            @Override
            public void drain() {
                while (!waiting.isEmpty() && of.wires.contains(this)) {
                    receiver.accept(waiting.removeFirst());
                }
            }

            @Override
            public void close() {
                of.wires.remove(this);
            }
        }
    }
}
