package org.backstay.proxy.config;

import java.util.List;
import org.backstay.node.Endpoint;
import org.backstay.proxy.ring.Distribution;
import org.backstay.proxy.ring.HashTag;
import org.backstay.proxy.ring.KeyHash;
import org.jspecify.annotations.Nullable;

/**
 * One pool of nutcracker.yml: clients on one side, servers on the other.
 *
 * @param name unique in the file
 * @param listen where clients connect
 * @param listenText the same as it stands in the file
 * @param hash the function over keys
 * @param hashTag what part of a key is hashed; null for all of it
 * @param distribution how a hash picks a server
 * @param timeoutMillis how long a server may take to connect or to answer; -1 for ever
 * @param backlog of the listening socket
 * @param tcpKeepAlive on connections of clients
 * @param preconnect whether connections to servers are made at the start
 * @param password {@code redis_auth}: asked of clients and sent to servers; null for none
 * @param database {@code redis_db}, selected on every server connection
 * @param serverConnections for each server, from each loop
 * @param autoEject whether a failing server is left out of the ring for a while
 * @param retryMillis {@code server_retry_timeout}: how long it is left out
 * @param failureLimit consecutive failures after which it is left out
 * @param servers in the order in which the original numbers them: by length of name, then by name
 * @param sentinels whom to ask where the masters are; empty for a pool of addresses
 */
public record PoolConfig(
        String name,
        Endpoint listen,
        String listenText,
        KeyHash hash,
        @Nullable HashTag hashTag,
        Distribution distribution,
        int timeoutMillis,
        int backlog,
        boolean tcpKeepAlive,
        boolean preconnect,
        @Nullable String password,
        int database,
        int serverConnections,
        boolean autoEject,
        int retryMillis,
        int failureLimit,
        List<ServerConfig> servers,
        List<Endpoint> sentinels) {
    /** Whether the sentinels say where the servers are. */
    public boolean followsSentinels() {
        return !sentinels.isEmpty();
    }
}
