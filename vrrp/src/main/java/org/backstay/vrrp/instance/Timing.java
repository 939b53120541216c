package org.backstay.vrrp.instance;

import org.backstay.vrrp.config.InstanceConfig;

/** The times of RFC 3768, 6.1 and RFC 5798, 6.1, in nanoseconds. */
final class Timing {
    private static final long SECOND = 1_000_000_000;
    private static final int PRIORITIES = 256;

    private Timing() {}

    /** How much later than one of highest priority a backup acts: a part of a second, in version 3 of the master's interval. */
    static long skew(InstanceConfig config, int priority, long masterInterval) {
        long unit = config.version() == 3 ? masterInterval : SECOND;
        return (PRIORITIES - priority) * unit / PRIORITIES;
    }

    /** For how long a master may be silent. */
    static long masterDown(InstanceConfig config, int priority, long masterInterval) {
        return config.downAdvertisements() * masterInterval + skew(config, priority, masterInterval);
    }
}
