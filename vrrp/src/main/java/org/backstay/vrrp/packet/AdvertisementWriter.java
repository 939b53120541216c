package org.backstay.vrrp.packet;

import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.VirtualAddress;

/**
 * One instance's advertisement, kept ready: only its priority and checksum change from packet to packet, in place. So sending makes no
 * garbage.
 */
public final class AdvertisementWriter {
    private final InstanceConfig config;
    private final byte[] message;

    /** A writer for an instance. */
    public AdvertisementWriter(InstanceConfig config) {
        this.config = config;
        int size = config.family() == 4 ? IpAddress.IPV4_BYTES : IpAddress.IPV6_BYTES;
        int password = config.version() == 2 ? VrrpFormat.PASSWORD : 0;
        message = new byte[VrrpFormat.HEADER + config.addresses().size() * size + password];
        fill();
    }

    private void fill() {
        message[VrrpFormat.TYPE_AND_VERSION] = (byte) (config.version() << 4 | VrrpFormat.ADVERTISEMENT);
        message[VrrpFormat.ROUTER_ID] = (byte) config.virtualRouterId();
        message[VrrpFormat.ADDRESS_COUNT] = (byte) config.addresses().size();
        if (config.version() == 2) {
            message[VrrpFormat.INTERVAL] = (byte) VrrpFormat.authenticationType(config);
            message[VrrpFormat.INTERVAL + 1] = (byte) (config.interval() / 1_000_000_000L);
        } else {
            int units = (int) (config.interval() / 10_000_000L) & VrrpFormat.CENTISECONDS;
            message[VrrpFormat.INTERVAL] = (byte) (units >> 8);
            message[VrrpFormat.INTERVAL + 1] = (byte) units;
        }
        int at = VrrpFormat.HEADER;
        for (VirtualAddress each : config.addresses()) {
            at = each.address().write(message, at);
        }
        InstanceConfig.Authentication how = config.authentication();
        if (how != null && how.kind() == InstanceConfig.Authentication.Kind.PASS) {
            for (int i = 0; i < how.key().length(); i++) {
                message[at + i] = (byte) how.key().charAt(i);
            }
        }
    }

    /**
     * The message from source to destination. The array is the writer's, and good until the next call.
     *
     * @param priority 1 to 255, or {@link VrrpFormat#RESIGNED}
     */
    public byte[] message(int priority, IpAddress source, IpAddress destination) {
        message[VrrpFormat.PRIORITY] = (byte) priority;
        message[VrrpFormat.CHECKSUM] = 0;
        message[VrrpFormat.CHECKSUM + 1] = 0;
        int before = config.version() == 2
                ? 0
                : Checksum.pseudoHeader(source, destination, message.length, VrrpFormat.PROTOCOL);
        int checksum = Checksum.finish(Checksum.sum(before, message, 0, message.length));
        message[VrrpFormat.CHECKSUM] = (byte) (checksum >> 8);
        message[VrrpFormat.CHECKSUM + 1] = (byte) checksum;
        return message;
    }
}
