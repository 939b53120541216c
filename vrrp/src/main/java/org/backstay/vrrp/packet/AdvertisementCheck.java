package org.backstay.vrrp.packet;

import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.VirtualAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whether a received advertisement is one that an instance may act on (RFC 3768 and RFC 5798, 7.1), in the order in which the original
 * looks. The checksum of an IPv6 packet has been verified by the kernel.
 */
public final class AdvertisementCheck {
    private final InstanceConfig config;
    private final @Nullable AuthenticationHeader seal;

    /**
     * A check for an instance.
     *
     * @param seal the authentication header of its advertisements; null for none
     */
    public AdvertisementCheck(InstanceConfig config, @Nullable AuthenticationHeader seal) {
        this.config = config;
        this.seal = seal;
    }

    /**
     * Looks at a packet.
     *
     * @param withAddresses whether its addresses matter
     * @return null when it is good
     */
    public @Nullable Refusal refusal(ReceivedPacket packet, boolean withAddresses) {
        if (packet.length() < VrrpFormat.HEADER || packet.length() != expectedLength(packet)) {
            return Refusal.LENGTH;
        }
        InstanceConfig.Unicast peers = config.unicast();
        boolean unicast = peers != null;
        if (!unicast && packet.hopLimit() >= 0 && packet.hopLimit() != VrrpFormat.HOP_LIMIT) {
            return Refusal.HOP_LIMIT;
        }
        if (packet.version() != config.version()) {
            return Refusal.VERSION;
        }
        Refusal authentication = config.version() == 2 ? authentication(packet) : null;
        if (authentication != null) {
            return authentication;
        }
        if (packet.type() != VrrpFormat.ADVERTISEMENT) {
            return Refusal.TYPE;
        }
        if (withAddresses && packet.addressCount() != config.addresses().size()) {
            return Refusal.ADDRESSES;
        }
        if (!checksumHolds(packet)) {
            return Refusal.CHECKSUM;
        }
        if (packet.destination().isMulticast() == unicast) {
            return Refusal.CAST;
        }
        if (withAddresses && !namesOurAddresses(packet)) {
            return Refusal.ADDRESSES;
        }
        return peers == null ? null : source(packet, peers);
    }

    private int expectedLength(ReceivedPacket packet) {
        int size = config.family() == 4 ? IpAddress.IPV4_BYTES : IpAddress.IPV6_BYTES;
        int password = packet.version() == 2 ? VrrpFormat.PASSWORD : 0;
        return VrrpFormat.HEADER + packet.addressCount() * size + password;
    }

    private @Nullable Refusal authentication(ReceivedPacket packet) {
        int type = packet.field(VrrpFormat.INTERVAL);
        if (type > VrrpFormat.AUTHENTICATION_HEADER) {
            return Refusal.AUTHENTICATION_UNKNOWN;
        }
        if (type != VrrpFormat.authenticationType(config)) {
            return Refusal.AUTHENTICATION_OTHER;
        }
        InstanceConfig.Authentication how = config.authentication();
        if (seal != null) {
            Refusal refusal = seal.refusal(packet);
            if (refusal != null) {
                return refusal;
            }
        } else if (how != null && !endsWith(packet, how.key())) {
            return Refusal.PASSWORD;
        }
        return packet.interval() == config.interval() ? null : Refusal.INTERVAL;
    }

    /** Looks at every byte whatever the first ones are, so that the time it takes tells nothing. */
    private static boolean endsWith(ReceivedPacket packet, String password) {
        int from = packet.offset() + packet.length() - password.length();
        int different = 0;
        for (int i = 0; i < password.length(); i++) {
            different |= (packet.bytes()[from + i] & 0xff) ^ password.charAt(i);
        }
        return different == 0;
    }

    private boolean checksumHolds(ReceivedPacket packet) {
        if (config.family() == 6) {
            return true;
        }
        int before = config.version() == 2
                ? 0
                : Checksum.pseudoHeader(packet.source(), packet.destination(), packet.length(), VrrpFormat.PROTOCOL);
        return Checksum.finish(Checksum.sum(before, packet.bytes(), packet.offset(), packet.length())) == 0;
    }

    private boolean namesOurAddresses(ReceivedPacket packet) {
        for (VirtualAddress ours : config.addresses()) {
            boolean found = false;
            for (int i = 0; i < packet.addressCount() && !found; i++) {
                found = packet.address(i, config.family()).equals(ours.address());
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Refusal source(ReceivedPacket packet, InstanceConfig.Unicast unicast) {
        if (!unicast.checkSource()) {
            return null;
        }
        for (InstanceConfig.Peer peer : unicast.peers()) {
            if (peer.address().equals(packet.source())) {
                int ttl = packet.hopLimit();
                return ttl < 0 || (ttl >= peer.leastTtl() && ttl <= peer.mostTtl()) ? null : Refusal.HOP_LIMIT;
            }
        }
        return Refusal.SOURCE;
    }
}
