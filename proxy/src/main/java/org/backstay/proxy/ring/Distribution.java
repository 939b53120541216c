package org.backstay.proxy.ring;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a hash picks a server: the values of {@code distribution:}. */
public enum Distribution {
    /** Consistent hashing: a server that leaves takes only its own keys along. */
    KETAMA,
    /** The hash modulo the servers, each counted as often as it weighs. */
    MODULA,
    /** Any server, whatever the key. */
    RANDOM;

    /** The name in the configuration file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The distribution of this name in the configuration file. */
    public static Optional<Distribution> of(String word) {
        return Arrays.stream(values()).filter(d -> d.word().equals(word)).findFirst();
    }
}
