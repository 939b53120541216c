package org.backstay.vrrp.config;

import java.util.HashSet;
import java.util.Set;

/** Names of interfaces that are to be made, each given once: {@code vrrp.51}, {@code vrrp6.51}, {@code vrrp1.51}. */
final class VmacNames {
    /** {@code IFNAMSIZ} without its end. */
    static final int LONGEST = 15;

    private final Set<String> taken = new HashSet<>();

    /** A name that nobody has. The second choice of IPv6 is 6, of IPv4 1. */
    String next(String prefix, int family, int virtualRouterId) {
        String plain = name(prefix, "", virtualRouterId);
        if (taken.add(plain)) {
            return plain;
        }
        String sixth = name(prefix, "6", virtualRouterId);
        if (family == 6 && taken.add(sixth)) {
            return sixth;
        }
        int number = 1;
        while (!taken.add(name(prefix, String.valueOf(number), virtualRouterId))) {
            number++;
        }
        return name(prefix, String.valueOf(number), virtualRouterId);
    }

    /** A name that the file gives. */
    void take(String name) {
        taken.add(name);
    }

    private static String name(String prefix, String number, int virtualRouterId) {
        String end = number + "." + virtualRouterId;
        return prefix.substring(0, Math.min(prefix.length(), LONGEST - end.length())) + end;
    }
}
