package org.backstay.vrrp.packet;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** The IPv4 header before an advertisement (RFC 791), written as the original writes it. The kernel fills in the checksum. */
public final class Ipv4Header {
    private static final int LENGTH = 20;
    private static final int LARGEST = 2_048;
    private static final int VERSION_AND_WORDS = 0x45;
    /** Precedence "internetwork control"; the traffic class of IPv6 too. */
    public static final int SERVICE = 0xc0;

    private static final int TOTAL_LENGTH = 2;
    private static final int IDENTIFICATION = 4;
    private static final int TTL = 8;
    private static final int PROTOCOL = 9;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private final byte[] packet = new byte[LARGEST];
    private int identification;
    private int length;

    /**
     * The packet, good until the next call; only {@link #length} bytes of it count.
     *
     * @param seal the authentication header that it gets; null for none
     */
    public byte[] packet(
            byte[] message, IpAddress source, IpAddress destination, int ttl, @Nullable AuthenticationHeader seal) {
        int headers = seal == null ? LENGTH : LENGTH + AuthenticationHeader.LENGTH;
        length = headers + message.length;
        identification = identification % 0xffff + 1;
        packet[0] = VERSION_AND_WORDS;
        packet[1] = (byte) SERVICE;
        put(TOTAL_LENGTH, length);
        put(IDENTIFICATION, identification);
        packet[TTL] = (byte) ttl;
        packet[PROTOCOL] = (byte) (seal == null ? VrrpFormat.PROTOCOL : AuthenticationHeader.PROTOCOL);
        source.write(packet, SOURCE);
        destination.write(packet, DESTINATION);
        System.arraycopy(message, 0, packet, headers, message.length);
        if (seal != null) {
            seal.seal(packet, LENGTH, length);
        }
        return packet;
    }

    /** How many bytes the packet has. */
    public int length() {
        return length;
    }

    private void put(int at, int value) {
        packet[at] = (byte) (value >> 8);
        packet[at + 1] = (byte) value;
    }

    /** Reads a packet with its header; null when they do not fit together, or something else than an advertisement is authenticated. */
    public static @Nullable ReceivedPacket read(byte[] bytes, int length) {
        if (length < LENGTH || bytes[0] >> 4 != 4) {
            return null;
        }
        int header = (bytes[0] & 0xf) * 4;
        int total = (bytes[TOTAL_LENGTH] & 0xff) << 8 | (bytes[TOTAL_LENGTH + 1] & 0xff);
        if (header < LENGTH || header > length || total != length) {
            return null;
        }
        boolean authenticated = bytes[PROTOCOL] == AuthenticationHeader.PROTOCOL;
        int message = authenticated ? header + AuthenticationHeader.LENGTH : header;
        if (message > length || (authenticated && bytes[header] != VrrpFormat.PROTOCOL)) {
            return null;
        }
        return new ReceivedPacket(
                bytes,
                message,
                length - message,
                IpAddress.of(4, bytes, SOURCE),
                IpAddress.of(4, bytes, DESTINATION),
                bytes[TTL] & 0xff,
                authenticated ? header : 0);
    }
}
