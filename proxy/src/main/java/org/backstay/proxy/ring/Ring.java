package org.backstay.proxy.ring;

import java.util.List;
import java.util.random.RandomGenerator;

/** The servers of a pool that are live, arranged by its distribution. Immutable. */
public interface Ring {
    /** The index of the server for a hash. */
    int server(int hash);

    /**
     * Arranges the live servers.
     *
     * @param members in the order of the pool; at least one
     * @param random only for {@link Distribution#RANDOM}
     */
    static Ring of(Distribution distribution, List<RingMember> members, RandomGenerator random) {
        return switch (distribution) {
            case KETAMA -> new KetamaRing(members);
            case MODULA -> new ModulaRing(members);
            case RANDOM -> {
                int[] servers = members.stream().mapToInt(RingMember::index).toArray();
                yield hash -> servers[random.nextInt(servers.length)];
            }
        };
    }
}
