package org.backstay.vrrp.bfd;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Node;
import org.backstay.node.linux.SystemCallException;
import org.backstay.vrrp.config.BfdConfig;
import org.backstay.vrrp.link.Hearing;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.Line;
import org.backstay.vrrp.link.LineSpec;
import org.jspecify.annotations.Nullable;

/** All sessions of a machine, the port on which they are spoken to, and who wants to know of them. Owned by the router's loop. */
public final class Sessions implements Hearing.Listener, Session.Owner {
    /** RFC 5881, 4. */
    private static final int PORT = 3_784;

    private static final int FIRST_SOURCE_PORT = 49_152;
    private static final int SOURCE_PORTS = 16_384;
    private static final int MOST_TRIES = 64;
    private static final long QUIET = 1_000_000_000;

    private final Node node;
    private final Kernel kernel;
    private final boolean detail;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<Integer, Session> byNumber = new HashMap<>();
    private final Map<String, Runnable> watchers = new HashMap<>();
    private final Map<Fault, Long> refused = new EnumMap<>(Fault.class);
    private final Map<Fault, Long> lastSaid = new EnumMap<>(Fault.class);
    private @Nullable Hearing hearing;
    private boolean complained;

    /**
     * Sessions of a node.
     *
     * @param detail whether packets that count for nothing are logged
     */
    public Sessions(Node node, Kernel kernel, boolean detail) {
        this.node = node;
        this.kernel = kernel;
        this.detail = detail;
    }

    /** Goes over to a configuration: sessions that are the same go on. */
    public void apply(List<BfdConfig> wanted) {
        assert node.loop().inEventLoop();
        Map<String, Session> before = new LinkedHashMap<>(sessions);
        sessions.clear();
        for (BfdConfig each : wanted) {
            Session known = before.get(each.name());
            if (known == null || !known.config().isSession(each)) {
                sessions.put(each.name(), new Session(node, this, each, number()));
                continue;
            }
            before.remove(each.name());
            sessions.put(each.name(), known);
            if (!known.config().equals(each)) {
                known.reconfigure(each);
            }
        }
        before.values().forEach(Session::close);
        byNumber.clear();
        sessions.values().forEach(each -> byNumber.put(each.mine(), each));
        if (wanted.isEmpty() && hearing != null) {
            hearing.close();
            hearing = null;
        }
        connect();
    }

    /** Another number than 0, and than that of any other session. */
    private int number() {
        int number = node.random().nextInt();
        while (number == 0 || isTaken(number)) {
            number = node.random().nextInt();
        }
        return number;
    }

    private boolean isTaken(int number) {
        return byNumber.containsKey(number) || sessions.values().stream().anyMatch(each -> each.mine() == number);
    }

    /** Something about the machine's interfaces changed: what could not be opened may be now. */
    public void connect() {
        if (sessions.isEmpty()) {
            return;
        }
        if (hearing == null) {
            try {
                hearing = kernel.hear(PORT, this);
                complained = false;
            } catch (IOException taken) {
                if (!complained) {
                    node.log().warning("BFD: Unable to open listening socket: " + taken.getMessage());
                }
                complained = true;
                return;
            }
        }
        sessions.values().forEach(Session::connect);
    }

    /** A task runs whenever a session comes or goes for those who track it; null ends that. */
    public void watch(String name, @Nullable Runnable changed) {
        if (changed == null) {
            watchers.remove(name);
        } else {
            watchers.put(name, changed);
        }
    }

    /** Whether the other side of a session is there. */
    public boolean isUp(String name) {
        Session session = sessions.get(name);
        return session != null && session.isUp();
    }

    /** All, in the order of the configuration. */
    public List<Session> all() {
        return List.copyOf(sessions.values());
    }

    /** How many packets counted for nothing for a reason. */
    public long refused(Fault why) {
        return refused.getOrDefault(why, 0L);
    }

    @Override
    public void received(byte[] message, IpAddress from, IpAddress to, int hopLimit) {
        Fault fault = ControlPacket.fault(message);
        if (fault != null) {
            refuse(fault, from);
            return;
        }
        ControlPacket packet = ControlPacket.of(message);
        Session session = packet.yours() == 0 ? between(from, to) : byNumber.get(packet.yours());
        if (session == null) {
            refuse(Fault.SESSION, from);
            return;
        }
        BfdConfig config = session.config();
        if (config.mostHops() != BfdConfig.ANY_HOPS && config.mostHops() + hopLimit < config.hopLimit()) {
            refuse(Fault.HOPS, from);
            return;
        }
        session.received(packet);
    }

    private @Nullable Session between(IpAddress from, IpAddress to) {
        for (Session each : sessions.values()) {
            IpAddress source = each.config().source();
            if (each.config().neighbour().equals(from) && (source == null || source.equals(to))) {
                return each;
            }
        }
        return null;
    }

    private void refuse(Fault why, IpAddress from) {
        refused.merge(why, 1L, Long::sum);
        long now = node.clock().nanoTime();
        Long last = lastSaid.get(why);
        if (detail && (last == null || now - last > QUIET)) {
            lastSaid.put(why, now);
            node.log().notice("BFD: Discarding packet from " + from + " (" + why.words() + ")");
        }
    }

    /** From a port that RFC 5881 wants, where our address is known. */
    @Override
    public Line open(BfdConfig config, Line.Listener listener) throws IOException {
        IOException taken = null;
        int first = node.random().nextInt(SOURCE_PORTS);
        for (int i = 0; i < MOST_TRIES; i++) {
            int port = FIRST_SOURCE_PORT + (first + i) % SOURCE_PORTS;
            LineSpec spec =
                    new LineSpec(LineSpec.Kind.UDP, config.neighbour(), PORT, config.source(), port, config.hopLimit());
            try {
                return kernel.open(spec, listener);
            } catch (SystemCallException refusal) {
                if (refusal.errno() != SystemCallException.EADDRINUSE) {
                    throw refusal;
                }
                taken = refusal;
            }
        }
        throw taken == null ? new IOException("no port is free") : taken;
    }

    @Override
    public void drain() {
        if (hearing != null) {
            hearing.drain();
        }
    }

    @Override
    public void changed(Session session) {
        Runnable watcher = watchers.get(session.config().name());
        if (watcher != null) {
            watcher.run();
        }
    }

    /** Ends all. The other sides find out by themselves, as the original's do. */
    public void stop() {
        apply(List.of());
    }
}
