package org.backstay.vrrp.instance;

import java.io.IOException;
import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.link.Link;
import org.backstay.vrrp.link.Port;
import org.backstay.vrrp.link.PortSpec;
import org.backstay.vrrp.packet.AdvertisementWriter;
import org.backstay.vrrp.packet.AuthenticationHeader;
import org.backstay.vrrp.packet.VrrpFormat;
import org.jspecify.annotations.Nullable;

/** How an instance speaks and is spoken to: its port, its own address, its advertisement. Owned by the loop; sending makes no garbage. */
final class Voice {
    private final Ground ground;
    private final Instance owner;
    private InstanceConfig config;
    private @Nullable AuthenticationHeader seal;
    private AdvertisementWriter writer;
    private IpAddress group;
    private @Nullable IpAddress source;
    private @Nullable Port port;
    private @Nullable PortSpec spec;

    Voice(Ground ground, Instance owner, InstanceConfig config, @Nullable AuthenticationHeader seal) {
        this.ground = ground;
        this.owner = owner;
        this.config = config;
        this.seal = seal;
        writer = new AdvertisementWriter(config);
        group = groupOf(config);
    }

    private IpAddress groupOf(InstanceConfig of) {
        IpAddress own = of.group();
        return own != null ? own : of.family() == 4 ? ground.group4() : ground.group6();
    }

    void reconfigure(InstanceConfig next, @Nullable AuthenticationHeader nextSeal) {
        config = next;
        seal = nextSeal;
        writer = new AdvertisementWriter(next);
        group = groupOf(next);
    }

    /** Looks at the interface; false when nothing can be said or heard there. */
    boolean open() {
        Link link = ground.kernel().link(config.interfaceName());
        IpAddress own = link == null ? null : config.source() != null ? config.source() : link.own(config);
        source = own;
        String over = config.advertisementInterface();
        Link way = over.equals(config.interfaceName()) ? link : ground.kernel().link(over);
        if (link == null || own == null || way == null) {
            close();
            return false;
        }
        boolean unicast = config.unicast() != null;
        PortSpec wanted = new PortSpec(
                over, way.index(), config.family(), seal != null, unicast ? null : group, unicast ? own : null);
        if (!wanted.equals(spec)) {
            close();
            try {
                port = ground.ports().join(wanted, owner);
                spec = wanted;
            } catch (IOException failed) {
                ground.log().warning("(" + config.name() + ") " + failed.getMessage());
                return false;
            }
        }
        boolean lost = config.trackSource() && !link.addresses().contains(own);
        return !lost && (link.up() || !config.trackPrimary());
    }

    void close() {
        if (spec != null) {
            ground.ports().leave(spec, owner);
        }
        port = null;
        spec = null;
    }

    void drain() {
        if (port != null) {
            port.drain();
        }
    }

    /**
     * Tells all others.
     *
     * @return whether there was a way to
     */
    boolean send(int priority) {
        Port to = port;
        IpAddress from = source;
        if (to == null || from == null) {
            return false;
        }
        if (seal != null) {
            seal.next();
        }
        InstanceConfig.Unicast unicast = config.unicast();
        if (unicast == null) {
            sent(to.send(writer.message(priority, from, group), from, group, VrrpFormat.HOP_LIMIT, seal), priority);
            return true;
        }
        for (int i = 0; i < unicast.peers().size(); i++) {
            IpAddress peer = unicast.peers().get(i).address();
            sent(to.send(writer.message(priority, from, peer), from, peer, unicast.ttl(), seal), priority);
        }
        return true;
    }

    private void sent(int errno, int priority) {
        if (errno != 0 && (priority != VrrpFormat.RESIGNED || ground.detail())) {
            ground.log().warning("(" + config.name() + "): send advert error " + errno);
        }
    }

    @Nullable
    IpAddress source() {
        return source;
    }
}
