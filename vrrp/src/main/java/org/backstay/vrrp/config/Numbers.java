package org.backstay.vrrp.config;

import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** Names that iproute2 gives to the kernel's numbers, and addresses with the length of their network. */
final class Numbers {
    private static final Map<String, Integer> SCOPES =
            Map.of("global", 0, "universe", 0, "site", 200, "link", 253, "host", 254, "nowhere", 255);
    private static final Map<String, Integer> TABLES = Map.of("default", 253, "main", 254, "local", 255);

    private Numbers() {}

    /** An address and the bits of its network. */
    record Network(IpAddress address, int prefix) {
        /** Reads {@code ADDRESS[/BITS]}; null when it is none. */
        static @Nullable Network parse(String text) {
            int slash = text.indexOf('/');
            IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
            if (address == null) {
                return null;
            }
            int most = address.length() * Byte.SIZE;
            if (slash < 0) {
                return new Network(address, most);
            }
            String bits = text.substring(slash + 1);
            if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > most) {
                return null;
            }
            return new Network(address, Integer.parseInt(bits));
        }
    }

    static int scope(Words words, int i) {
        return named(words, i, SCOPES, 255, 0);
    }

    static int table(Words words, int i) {
        return named(words, i, TABLES, Integer.MAX_VALUE, 254);
    }

    private static int named(Words words, int i, Map<String, Integer> names, int most, int otherwise) {
        String text = words.required(i);
        if (text == null) {
            return otherwise;
        }
        Integer named = names.get(text);
        return named != null ? named : words.integer(text, 0, most, otherwise);
    }
}
