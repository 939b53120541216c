package org.backstay.vrrp.instance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backstay.node.Log;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.Port;
import org.backstay.vrrp.link.PortSpec;
import org.backstay.vrrp.packet.ReceivedPacket;

/** One port per interface, family and kind, however many instances use it; each packet goes to the instance of its identifier. */
public final class Ports {
    private final Kernel kernel;
    private final Log log;
    private final Map<PortSpec, Shared> open = new LinkedHashMap<>();
    private boolean logUnknown;

    /** Ports of a kernel. */
    public Ports(Kernel kernel, Log log) {
        this.kernel = kernel;
        this.log = log;
    }

    /** Whether advertisements that are for nobody here are logged. */
    public void logUnknown(boolean wanted) {
        logUnknown = wanted;
    }

    /** A port, opened when its first user comes. */
    Port join(PortSpec spec, Instance instance) throws IOException {
        Shared shared = open.get(spec);
        if (shared == null) {
            shared = new Shared(spec);
            shared.port = kernel.open(spec, shared::received);
            open.put(spec, shared);
        }
        shared.users.add(instance);
        return shared.port;
    }

    /** The port is closed when its last user leaves. */
    void leave(PortSpec spec, Instance instance) {
        Shared shared = open.get(spec);
        if (shared != null && shared.users.remove(instance) && shared.users.isEmpty()) {
            open.remove(spec);
            shared.port.close();
        }
    }

    /**
     * An open port, as reports show it.
     *
     * @param spec what it hears
     * @param sockets the process's numbers of its sockets
     * @param users who use it
     */
    public record Open(PortSpec spec, Port.Sockets sockets, List<Instance> users) {}

    /** All open ports. */
    public List<Open> open() {
        return open.values().stream()
                .map(each -> new Open(each.spec, each.port.sockets(), List.copyOf(each.users)))
                .toList();
    }

    private final class Shared {
        private final PortSpec spec;
        private final List<Instance> users = new ArrayList<>();
        private Port port;

        @SuppressWarnings("NullAway.Init") // it is opened with this as its receiver
        Shared(PortSpec spec) {
            this.spec = spec;
        }

        void received(ReceivedPacket packet) {
            Instance known = null;
            for (Instance each : users) {
                if (each.config().virtualRouterId() == packet.routerId()) {
                    known = each;
                    if (each.config().unicast() == null || isPeer(each.config().unicast(), packet)) {
                        break;
                    }
                }
            }
            if (known != null) {
                known.received(packet);
            } else if (logUnknown) {
                log.notice("Unknown VRID(" + packet.routerId() + ") received on interface(" + spec.interfaceName()
                        + "). ignoring...");
            }
        }

        private boolean isPeer(InstanceConfig.Unicast unicast, ReceivedPacket packet) {
            return unicast.peers().stream().anyMatch(peer -> peer.address().equals(packet.source()));
        }
    }
}
