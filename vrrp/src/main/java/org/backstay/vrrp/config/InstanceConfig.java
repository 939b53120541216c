package org.backstay.vrrp.config;

import java.util.List;
import java.util.stream.Stream;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A {@code vrrp_instance}. Times in nanoseconds.
 *
 * @param name its name
 * @param initialMaster whether {@code state MASTER} was asked for
 * @param interfaceName where advertisements are sent and heard
 * @param virtualRouterId 1 to 255
 * @param priority 1 to 255; 255 owns the addresses
 * @param version of VRRP: 2 or 3
 * @param family of its advertisements: 4 or 6
 * @param interval between advertisements
 * @param downAdvertisements how many intervals without a master make a backup the master
 * @param authentication how advertisements prove who sent them; null when they do not
 * @param addresses in advertisements and on the interface while master
 * @param excluded only on the interface
 * @param routes added while master
 * @param rules of the choice of routing tables, added while master
 * @param preemption whether a master of lower priority is replaced, and when
 * @param unicast null for multicast
 * @param source of advertisements; null for the interface's first address
 * @param group to which they are sent; null for the file's
 * @param vmac an interface of its own with the virtual router's hardware address; null for none
 * @param lowerPriorityNoAdvert whether a master says nothing to one of lower priority
 * @param higherPrioritySendAdvert whether a master answers one of higher priority before it yields
 * @param skipAddressCheck whether the address list of a known master is not looked at
 * @param trackPrimary whether the interface's loss is a fault
 * @param trackSource whether the loss of the source that it names is a fault
 * @param accepts whether packets to its addresses are taken; those to others are dropped ({@code no_accept})
 * @param strict whether it keeps to the RFCs where they leave no choice
 * @param gratuitous what neighbours are told
 * @param notifications who is told
 * @param tracked what is watched
 * @param addressVmacs interfaces with the virtual router's hardware address that only addresses are on
 * @param dependencies interfaces besides its own whose loss is a fault: those of its addresses, routes and rules, and those of static
 *     ones that it needs
 */
public record InstanceConfig(
        String name,
        boolean initialMaster,
        String interfaceName,
        int virtualRouterId,
        int priority,
        int version,
        int family,
        long interval,
        int downAdvertisements,
        @Nullable Authentication authentication,
        List<VirtualAddress> addresses,
        List<VirtualAddress> excluded,
        List<VirtualRoute> routes,
        List<VirtualRule> rules,
        Preemption preemption,
        @Nullable Unicast unicast,
        @Nullable IpAddress source,
        @Nullable IpAddress group,
        @Nullable Vmac vmac,
        boolean lowerPriorityNoAdvert,
        boolean higherPrioritySendAdvert,
        boolean skipAddressCheck,
        boolean trackPrimary,
        boolean trackSource,
        boolean accepts,
        boolean strict,
        GratuitousSettings gratuitous,
        Notifications notifications,
        List<Tracked> tracked,
        List<Vmac> addressVmacs,
        List<String> dependencies) {
    /** The priority of the router whose addresses they are (RFC 5798, 5.2.4). */
    public static final int OWNER = 255;

    /**
     * How advertisements of version 2 prove who sent them.
     *
     * @param kind of proof
     * @param key eight characters
     */
    public record Authentication(Kind kind, String key) {
        /** {@code auth_type}. */
        public enum Kind {
            /** The key itself is in each. */
            PASS,
            /** An authentication header made with the key. */
            AH
        }
    }

    /**
     * What becomes of a master of lower priority.
     *
     * @param enabled false for {@code nopreempt}
     * @param delay before it is replaced
     */
    public record Preemption(boolean enabled, long delay) {}

    /**
     * Peers that are told one by one.
     *
     * @param peers the others
     * @param ttl of our packets
     * @param checkSource whether packets of others are dropped
     */
    public record Unicast(List<Peer> peers, int ttl, boolean checkSource) {}

    /**
     * One peer.
     *
     * @param address its address
     * @param leastTtl of its packets
     * @param mostTtl of its packets
     */
    public record Peer(IpAddress address, int leastTtl, int mostTtl) {}

    /** All interfaces that are made for it. */
    public List<Vmac> vmacs() {
        return vmac == null
                ? addressVmacs
                : Stream.concat(Stream.of(vmac), addressVmacs.stream()).toList();
    }

    /** Whether it is on an interface, or something of it is. */
    public boolean isOn(String name) {
        return interfaceName.equals(name)
                || vmacs().stream()
                        .anyMatch(
                                each -> each.name().equals(name) || each.below().equals(name));
    }

    /** The interface that its addresses go to, where they name no other. */
    public String addressInterface() {
        return vmac == null ? interfaceName : vmac.name();
    }

    /** The interface that its advertisements go over. */
    public String advertisementInterface() {
        return vmac == null || vmac.transmitsOnBase() ? interfaceName : vmac.name();
    }

    /** Whether the addresses are ours by right: nothing lowers the priority, nobody preempts. */
    public boolean isOwner() {
        return priority == OWNER;
    }
}
