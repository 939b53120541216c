package org.backstay.node.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** Walks over the messages that one receive brought, and reads the kinds that matter here. */
final class NetlinkReader {
    static final int ERROR = 2;
    static final int DONE = 3;
    static final int NEW_LINK = 16;
    static final int DELETED_LINK = 17;
    static final int NEW_ADDRESS = 20;
    static final int DELETED_ADDRESS = 21;

    private static final int LINK_FIXED = 16;
    private static final int ADDRESS_FIXED = 8;
    private static final int LINK_ADDRESS = 1;
    private static final int LINK_BROADCAST = 2;
    private static final int LINK_NAME = 3;
    private static final int LINK_MTU = 4;
    private static final int ADDRESS_ADDRESS = 1;
    private static final int ADDRESS_LOCAL = 2;
    private static final int ADDRESS_FLAGS = 8;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int ATTRIBUTE_TYPE = 0x3fff;

    private final ByteBuffer buffer;
    private int next;
    private int end;

    NetlinkReader(byte[] bytes, int length) {
        buffer = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
    }

    /** Goes to the next message; false when there is none. */
    boolean advance() {
        next = aligned(end);
        if (next + NetlinkWriter.HEADER > buffer.limit()) {
            return false;
        }
        int length = buffer.getInt(next);
        end = next + length;
        return length >= NetlinkWriter.HEADER && end <= buffer.limit();
    }

    int type() {
        return buffer.getShort(next + 4) & 0xffff;
    }

    int sequence() {
        return buffer.getInt(next + 8);
    }

    /** The error number of an {@link #ERROR} message; 0 acknowledges. */
    int errno() {
        return -buffer.getInt(next + NetlinkWriter.HEADER);
    }

    /** Reads a link; null when the message is too short or names none. */
    @Nullable
    LinuxLink link() {
        int fixed = next + NetlinkWriter.HEADER;
        if (fixed + LINK_FIXED > end) {
            return null;
        }
        Map<Integer, byte[]> attributes = attributes(fixed + LINK_FIXED);
        byte[] name = attributes.get(LINK_NAME);
        if (name == null || name.length < 2) {
            return null;
        }
        return new LinuxLink(
                buffer.getInt(fixed + 4),
                new String(name, 0, name.length - 1, StandardCharsets.UTF_8),
                buffer.getInt(fixed + 8),
                number(attributes.get(LINK_MTU)),
                attributes.getOrDefault(LINK_ADDRESS, new byte[0]),
                attributes.getOrDefault(LINK_BROADCAST, new byte[0]),
                buffer.getShort(fixed + 2) & 0xffff);
    }

    /** Reads an address; null when the message is too short or of another family. */
    @Nullable
    LinuxAddress address() {
        int fixed = next + NetlinkWriter.HEADER;
        if (fixed + ADDRESS_FIXED > end) {
            return null;
        }
        int family = buffer.get(fixed) & 0xff;
        int version = family == Sockaddr.AF_INET ? 4 : 6;
        Map<Integer, byte[]> attributes = attributes(fixed + ADDRESS_FIXED);
        byte[] bytes = attributes.getOrDefault(ADDRESS_LOCAL, attributes.getOrDefault(ADDRESS_ADDRESS, new byte[0]));
        boolean known = family == Sockaddr.AF_INET || family == Sockaddr.AF_INET6;
        if (!known || bytes.length != (version == 4 ? IpAddress.IPV4_BYTES : IpAddress.IPV6_BYTES)) {
            return null;
        }
        byte[] flags = attributes.get(ADDRESS_FLAGS);
        return new LinuxAddress(
                buffer.getInt(fixed + 4),
                IpAddress.of(version, bytes, 0),
                buffer.get(fixed + 1) & 0xff,
                buffer.get(fixed + 3) & 0xff,
                flags == null ? buffer.get(fixed + 2) & 0xff : number(flags));
    }

    private Map<Integer, byte[]> attributes(int from) {
        Map<Integer, byte[]> attributes = new HashMap<>();
        int at = from;
        while (at + ATTRIBUTE_HEADER <= end) {
            int length = buffer.getShort(at) & 0xffff;
            if (length < ATTRIBUTE_HEADER || at + length > end) {
                break;
            }
            byte[] value = new byte[length - ATTRIBUTE_HEADER];
            buffer.get(at + ATTRIBUTE_HEADER, value);
            attributes.put(buffer.getShort(at + 2) & ATTRIBUTE_TYPE, value);
            at += aligned(length);
        }
        return attributes;
    }

    private static int number(byte @Nullable [] value) {
        return value == null || value.length < Integer.BYTES
                ? 0
                : ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    }

    private static int aligned(int length) {
        return length + 3 & ~3;
    }
}
