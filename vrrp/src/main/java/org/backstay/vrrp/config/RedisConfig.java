package org.backstay.vrrp.config;

import java.util.List;
import org.backstay.node.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A {@code vrrp_redis}, ours: the data that an address follows. Times in nanoseconds.
 *
 * @param name its name
 * @param server the redis-server or proxy of this node
 * @param role what it must be
 * @param user for AUTH; null for the default user
 * @param password for AUTH; null for none
 * @param masterName under which the sentinels know it
 * @param sentinels who are asked; empty when its own word is enough
 * @param quorum how many sentinels must name it
 * @param interval between checks
 * @param timeout of one check
 * @param rise good checks that make it good
 * @param fall bad checks that make it bad
 * @param weight 0 makes failure a fault
 */
public record RedisConfig(
        String name,
        Endpoint server,
        Role role,
        @Nullable String user,
        @Nullable String password,
        String masterName,
        List<Endpoint> sentinels,
        int quorum,
        long interval,
        long timeout,
        int rise,
        int fall,
        int weight) {
    /** What the server must be. */
    public enum Role {
        /** A master that takes writes, by its own word and by its sentinels'. */
        MASTER,
        /** A proxy that answers. */
        PROXY
    }
}
