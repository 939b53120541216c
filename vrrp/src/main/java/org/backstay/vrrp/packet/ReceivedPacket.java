package org.backstay.vrrp.packet;

import org.backstay.base.net.IpAddress;

/**
 * An advertisement as it came from the network. The bytes are the receiver's until it returns.
 *
 * @param bytes holds the VRRP message
 * @param offset where it begins
 * @param length how long it is
 * @param source who sent it
 * @param destination a group, or one of our addresses
 * @param hopLimit it arrived with; -1 when nobody knows
 * @param authenticated where an authentication header stands, behind an IPv4 header at 0; 0 when there is none
 */
public record ReceivedPacket(
        byte[] bytes,
        int offset,
        int length,
        IpAddress source,
        IpAddress destination,
        int hopLimit,
        int authenticated) {
    /** One without an authentication header. */
    public ReceivedPacket(byte[] bytes, int offset, int length, IpAddress source, IpAddress destination, int hopLimit) {
        this(bytes, offset, length, source, destination, hopLimit, 0);
    }

    /** The virtual router it is for; -1 when it is too short to say. */
    public int routerId() {
        return length < VrrpFormat.HEADER ? -1 : bytes[offset + VrrpFormat.ROUTER_ID] & 0xff;
    }

    int field(int at) {
        return bytes[offset + at] & 0xff;
    }

    int version() {
        return field(VrrpFormat.TYPE_AND_VERSION) >> 4;
    }

    int type() {
        return field(VrrpFormat.TYPE_AND_VERSION) & 0xf;
    }

    /** Its sender's priority. */
    public int priority() {
        return field(VrrpFormat.PRIORITY);
    }

    int addressCount() {
        return field(VrrpFormat.ADDRESS_COUNT);
    }

    /** Its sender's interval in nanoseconds. */
    public long interval() {
        if (version() == 2) {
            return field(VrrpFormat.INTERVAL + 1) * 1_000_000_000L;
        }
        int units = field(VrrpFormat.INTERVAL) << 8 | field(VrrpFormat.INTERVAL + 1);
        return (units & VrrpFormat.CENTISECONDS) * 10_000_000L;
    }

    IpAddress address(int i, int family) {
        int size = family == 4 ? IpAddress.IPV4_BYTES : IpAddress.IPV6_BYTES;
        return IpAddress.of(family, bytes, offset + VrrpFormat.HEADER + i * size);
    }
}
