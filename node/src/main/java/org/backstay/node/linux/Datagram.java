package org.backstay.node.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a received packet is put, and what the kernel says of it. Reused for every packet of its socket, so receiving makes no garbage
 * but for its addresses.
 */
public final class Datagram {
    private static final int CAPACITY = 65_536;
    private static final int CONTROL_BYTES = 256;
    private static final int MESSAGE_BYTES = 56;
    private static final int IOVEC_BYTES = 16;
    private static final int NAME_LENGTH = 8;
    private static final int IOVEC = 16;
    private static final int IOVEC_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int MSG_TRUNC = 0x20;
    private static final int CONTROL_HEADER = 16;
    private static final int CONTROL_LEVEL = 8;
    private static final int CONTROL_TYPE = 12;
    /** Behind the interface and the local address. */
    private static final int PKTINFO_ADDRESS = 8;

    private static final int UNKNOWN = -1;

    private final MemorySegment message;
    private final MemorySegment name;
    private final MemorySegment data;
    private final MemorySegment control;
    private final byte[] bytes = new byte[CAPACITY];
    private final byte[] address = new byte[IpAddress.IPV6_BYTES];
    private int length;
    private int hopLimit = UNKNOWN;
    private @Nullable IpAddress destination;

    Datagram(Arena arena) {
        name = arena.allocate(Sockaddr.LARGEST, 8);
        data = arena.allocate(CAPACITY, 8);
        control = arena.allocate(CONTROL_BYTES, 8);
        MemorySegment vector = arena.allocate(IOVEC_BYTES, 8);
        vector.set(ADDRESS, 0, data);
        vector.set(JAVA_LONG, 8, CAPACITY);
        message = arena.allocate(MESSAGE_BYTES, 8);
        message.set(ADDRESS, 0, name);
        message.set(ADDRESS, IOVEC, vector);
        message.set(JAVA_LONG, IOVEC_COUNT, 1);
        message.set(ADDRESS, CONTROL, control);
    }

    /** The message header, ready for a receive. */
    MemorySegment header() {
        message.set(JAVA_INT, NAME_LENGTH, Sockaddr.LARGEST);
        message.set(JAVA_LONG, CONTROL_LENGTH, CONTROL_BYTES);
        message.set(JAVA_INT, FLAGS, 0);
        return message;
    }

    /** Takes over what a receive has left. */
    void received(int count) {
        length = (message.get(JAVA_INT, FLAGS) & MSG_TRUNC) != 0 ? 0 : count;
        MemorySegment.copy(data, JAVA_BYTE, 0, bytes, 0, length);
        hopLimit = UNKNOWN;
        destination = null;
        readControl(Math.min(CONTROL_BYTES, message.get(JAVA_LONG, CONTROL_LENGTH)));
    }

    private void readControl(long end) {
        long at = 0;
        while (at + CONTROL_HEADER <= end) {
            long size = control.get(JAVA_LONG, at);
            if (size < CONTROL_HEADER || at + size > end) {
                return;
            }
            int level = control.get(JAVA_INT, at + CONTROL_LEVEL);
            int type = control.get(JAVA_INT, at + CONTROL_TYPE);
            if (level == SocketOptions.IPPROTO_IPV6) {
                readControl6(type, at + CONTROL_HEADER);
            } else if (level == SocketOptions.IPPROTO_IP) {
                readControl4(type, at + CONTROL_HEADER);
            }
            at += size + 7 & ~7;
        }
    }

    private void readControl6(int type, long value) {
        if (type == SocketOptions.IPV6_HOPLIMIT) {
            hopLimit = control.get(JAVA_INT, value);
        } else if (type == SocketOptions.IPV6_PKTINFO) {
            MemorySegment.copy(control, JAVA_BYTE, value, address, 0, address.length);
            destination = IpAddress.of(6, address, 0);
        }
    }

    private void readControl4(int type, long value) {
        if (type == SocketOptions.IP_TTL) {
            hopLimit = control.get(JAVA_INT, value);
        } else if (type == SocketOptions.IP_PKTINFO) {
            MemorySegment.copy(control, JAVA_BYTE, value + PKTINFO_ADDRESS, address, 0, IpAddress.IPV4_BYTES);
            destination = IpAddress.of(4, address, 0);
        }
    }

    /** The packet, from the first byte on; only {@link #length} of them count. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes came; 0 when the packet was larger than any that makes sense. */
    public int length() {
        return length;
    }

    /** Who sent it. */
    public IpAddress sender() {
        return Sockaddr.address(name);
    }

    /** The hop limit it arrived with; -1 when the kernel did not say. */
    public int hopLimit() {
        return hopLimit;
    }

    /** The address it was sent to; null when the kernel did not say. */
    public @Nullable IpAddress destination() {
        return destination;
    }
}
