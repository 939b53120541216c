package org.backstay.base.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a number: compared, stored and copied without asking a name service or making garbage.
 *
 * @param version 4 or 6
 * @param high the first eight bytes of an IPv6 address; 0 for IPv4
 * @param low the last eight bytes; for IPv4 the address in the lower four
 */
public record IpAddress(int version, long high, long low) implements Comparable<IpAddress> {
    /** Bytes of an IPv4 address. */
    public static final int IPV4_BYTES = 4;
    /** Bytes of an IPv6 address. */
    public static final int IPV6_BYTES = 16;

    private static final int GROUPS = 8;
    private static final long LOW_32 = 0xffff_ffffL;

    /** Reads an address from network order. */
    public static IpAddress of(int version, byte[] from, int offset) {
        if (version == 4) {
            return new IpAddress(4, 0, number(from, offset, IPV4_BYTES));
        }
        return new IpAddress(6, number(from, offset, Long.BYTES), number(from, offset + Long.BYTES, Long.BYTES));
    }

    private static long number(byte[] from, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | (from[offset + i] & 0xff);
        }
        return value;
    }

    /** Reads {@code 10.0.0.1} or {@code fe80::1}; null for anything else, names and scopes included. */
    public static @Nullable IpAddress parse(String text) {
        return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
    }

    private static @Nullable IpAddress parse4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != IPV4_BYTES) {
            return null;
        }
        long value = 0;
        for (String part : parts) {
            int octet = octet(part);
            if (octet < 0) {
                return null;
            }
            value = value << 8 | octet;
        }
        return new IpAddress(4, 0, value);
    }

    private static int octet(String part) {
        if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int value = Integer.parseInt(part);
        return value > 255 ? -1 : value;
    }

    private static @Nullable IpAddress parse6(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::")) {
            return null;
        }
        List<Integer> before = groups(gap < 0 ? text : text.substring(0, gap));
        List<Integer> after = groups(gap < 0 ? "" : text.substring(gap + 2));
        if (before == null || after == null) {
            return null;
        }
        int given = before.size() + after.size();
        if (gap < 0 ? given != GROUPS : given >= GROUPS) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            int fromEnd = GROUPS - i;
            int group =
                    i < before.size() ? before.get(i) : fromEnd <= after.size() ? after.get(after.size() - fromEnd) : 0;
            if (i < GROUPS / 2) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
        return new IpAddress(6, high, low);
    }

    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (i == parts.length - 1 && part.indexOf('.') >= 0) {
                IpAddress tail = parse4(part);
                if (tail == null) {
                    return null;
                }
                groups.add((int) (tail.low >> 16));
                groups.add((int) (tail.low & 0xffff));
            } else if (part.isEmpty()
                    || part.length() > 4
                    || !part.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                return null;
            } else {
                groups.add(Integer.parseInt(part, 16));
            }
        }
        return groups;
    }

    /** Bytes of an address of this version. */
    public int length() {
        return version == 4 ? IPV4_BYTES : IPV6_BYTES;
    }

    /** Writes it in network order; returns the offset behind it. */
    public int write(byte[] into, int offset) {
        int at = offset;
        if (version == 6) {
            for (int shift = 56; shift >= 0; shift -= 8) {
                into[at++] = (byte) (high >> shift);
            }
        }
        for (int shift = version == 4 ? 24 : 56; shift >= 0; shift -= 8) {
            into[at++] = (byte) (low >> shift);
        }
        return at;
    }

    /** Its bytes in network order. */
    public byte[] bytes() {
        byte[] bytes = new byte[length()];
        write(bytes, 0);
        return bytes;
    }

    /** Whether it is a group's: 224.0.0.0/4 or ff00::/8. */
    public boolean isMulticast() {
        return version == 4 ? (low & 0xf000_0000L) == 0xe000_0000L : high >>> 56 == 0xff;
    }

    /** Whether it is only good on one link: 169.254.0.0/16 or fe80::/10. */
    public boolean isLinkLocal() {
        return version == 4 ? (low & 0xffff_0000L) == 0xa9fe_0000L : high >>> 54 == 0x3fa;
    }

    /** Whether it is 0.0.0.0 or ::. */
    public boolean isAny() {
        return high == 0 && low == 0;
    }

    /** As unsigned numbers; IPv4 before IPv6. */
    @Override
    public int compareTo(IpAddress other) {
        if (version != other.version) {
            return Integer.compare(version, other.version);
        }
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }

    /** Dotted, or as RFC 5952 writes IPv6: lower case, the longest run of zero groups left out. */
    @Override
    public String toString() {
        if (version == 4) {
            long bits = low & LOW_32;
            return (bits >> 24) + "." + (bits >> 16 & 0xff) + "." + (bits >> 8 & 0xff) + "." + (bits & 0xff);
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long half = i < GROUPS / 2 ? high : low;
            groups[i] = (int) (half >>> (48 - 16 * (i % 4))) & 0xffff;
        }
        return text(groups);
    }

    private static String text(int[] groups) {
        int begin = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                begin = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == begin) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
