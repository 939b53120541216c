package org.backstay.vrrp.packet;

import org.backstay.base.net.IpAddress;

/** The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words. */
public final class Checksum {
    private Checksum() {}

    /** The sum so far, over more bytes; an odd last byte counts as if a zero followed. */
    public static int sum(int before, byte[] bytes, int offset, int length) {
        int sum = before;
        for (int i = 0; i < length; i += 2) {
            int low = i + 1 < length ? bytes[offset + i + 1] & 0xff : 0;
            sum += (bytes[offset + i] & 0xff) << 8 | low;
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    /** The sum of a pseudo-header: both addresses, the upper layer's length and its protocol number. */
    static int pseudoHeader(IpAddress source, IpAddress destination, int length, int protocol) {
        int sum = folded(source) + folded(destination) + length + protocol;
        return (sum & 0xffff) + (sum >>> 16);
    }

    private static int folded(IpAddress address) {
        long sum = words(address.high()) + words(address.low());
        sum = (sum & 0xffff) + (sum >>> 16);
        return (int) ((sum & 0xffff) + (sum >>> 16));
    }

    private static long words(long bits) {
        return (bits >>> 48) + (bits >>> 32 & 0xffff) + (bits >>> 16 & 0xffff) + (bits & 0xffff);
    }

    /** What goes into the packet: the sum's complement. */
    public static int finish(int sum) {
        return ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
    }
}
