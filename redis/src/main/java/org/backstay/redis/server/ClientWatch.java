package org.backstay.redis.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.redis.config.ClientDirectives;
import org.backstay.redis.config.MemoryDirectives;
import org.backstay.redis.config.OutputLimit;
import org.backstay.redis.config.OutputLimits;
import org.backstay.redis.config.RedisDirectives;

/**
 * Ends connections that cost too much: idle ones ({@code timeout}), those that do not take their replies ({@code
 * client-output-buffer-limit}), those that send more than is executed ({@code client-query-buffer-limit}), and the largest when all together
 * take too much memory ({@code maxmemory-clients}). Owned by the server's loop.
 */
public final class ClientWatch {
    /** A limit on the memory of all clients below this would let nobody in who could lift it. */
    private static final long LEAST_TOTAL_BYTES = 128 * 1024;

    /** Of the memory for buffers, what clients may take whatever the directives say: without any, nobody could be read from. */
    private static final double MOST_OF_BUFFERS = 0.6;

    private final RedisServer server;
    private OutputLimits outputLimits;
    private boolean limitsNormal;
    private boolean limitsTotal;
    private long queryLimit;
    private long evicted;

    /** Bytes of memory that all clients take, as last looked at. */
    private long total;

    ClientWatch(RedisServer server) {
        this.server = server;
        this.outputLimits = server.settings().get(ClientDirectives.CLIENT_OUTPUT_BUFFER_LIMIT);
        this.queryLimit = server.settings().get(RedisDirectives.CLIENT_QUERY_BUFFER_LIMIT);
        this.limitsTotal = server.settings().get(ClientDirectives.MAXMEMORY_CLIENTS) != 0;
        limit(outputLimits);
        server.settings().onChange(ClientDirectives.CLIENT_OUTPUT_BUFFER_LIMIT, (before, now) -> limit(now));
        server.settings().onChange(ClientDirectives.MAXMEMORY_CLIENTS, (before, now) -> limitTotal(now));
        server.settings().onChange(RedisDirectives.CLIENT_QUERY_BUFFER_LIMIT, (before, now) -> queryLimit = now);
    }

    private void limitTotal(long wanted) {
        limitsTotal = wanted != 0;
        server.loop()
                .execute(() ->
                        evictLargest(orEndless(totalLimit()))); // not at once: it may end the connection that asked
    }

    private void limit(OutputLimits limits) {
        outputLimits = limits;
        limitsNormal = limits.normal().exists();
    }

    /** Connections ended because all together took too much memory. */
    public long evicted() {
        return evicted;
    }

    /** Whether what a client has sent, and cannot be executed yet, is more than it may be; then it is closed. */
    boolean closesForInput(Client client) {
        if (limitsTotal) {
            account(client);
        }
        if (client.role() == Client.Role.MASTER || client.input().unread() <= queryLimit) {
            return false;
        }
        server.log()
                .warning("Closing client that reached max query buffer length: id=" + client.id() + " addr="
                        + Peers.of(client.channel()) + " qbuf=" + client.input().unread());
        server.clients().kill(client);
        return true;
    }

    /** Whether more waits for a client than may; then it is closed, and gets nothing more. Asked before replies are handed over. */
    boolean closesForOutput(Client client) {
        if (limitsTotal) {
            account(client);
        }
        boolean subscribed = client.isSubscribed();
        if ((!subscribed && !limitsNormal) || client.role() != Client.Role.NORMAL) {
            return false;
        }
        OutputLimit limit = subscribed ? outputLimits.pubSub() : outputLimits.normal();
        long now = server.time().millis();
        long bytes = client.outputBytes();
        client.overSoftLimitSince(limit.overSoftSince(bytes, client.overSoftLimitSince(), now));
        if (!limit.isBroken(bytes, client.overSoftLimitSince(), now)) {
            return false;
        }
        server.log()
                .warning("Client id=" + client.id() + " addr=" + Peers.of(client.channel()) + " omem=" + bytes
                        + " scheduled to be closed ASAP for overcoming of output buffer limits.");
        server.clients().kill(client);
        return true;
    }

    /** Looks at all clients; several times a second. */
    public void tick() {
        int timeout = server.settings().get(RedisDirectives.TIMEOUT);
        long oldest = server.time().millis() - TimeUnit.SECONDS.toMillis(timeout);
        for (Client client : List.copyOf(server.clients().all())) {
            if (timeout > 0 && client.mayIdleOut() && client.lastInteractionMillis() < oldest) {
                server.log().verbose("Closing idle client");
                server.clients().kill(client);
            } else {
                closesForOutput(client);
            }
        }
        evictLargest(Math.min(orEndless(totalLimit()), bufferLimit()));
    }

    /** A client has sent something: what all take together is followed closely, and exactly several times a second. */
    private void account(Client client) {
        long bytes = client.memory();
        total += bytes - client.accountedBytes();
        client.account(bytes);
        if (total >= totalLimit()) {
            evictLargest(totalLimit());
        }
    }

    private static long orEndless(long limit) {
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    private long bufferLimit() {
        return (long) (server.node().headroom().bufferLimitBytes() * MOST_OF_BUFFERS);
    }

    private void evictLargest(long limit) {
        List<Client> clients = new ArrayList<>(server.clients().all());
        clients.removeIf(client ->
                client.role() != Client.Role.NORMAL || !client.channel().isOpen()); // on its way out already
        clients.forEach(client -> client.account(client.memory()));
        total = clients.stream().mapToLong(Client::accountedBytes).sum();
        clients.sort(Comparator.comparingLong(Client::accountedBytes).reversed());
        for (Client client : clients) {
            if (total < limit) {
                return;
            }
            if (!client.isNoEvict()) {
                server.log().notice("Evicting client: id=" + client.id() + " tot-mem=" + client.accountedBytes());
                total -= client.accountedBytes();
                evicted++;
                server.clients().kill(client);
            }
        }
    }

    /** The most bytes for all clients together; 0 for no limit. A percentage is of {@code maxmemory}. */
    private long totalLimit() {
        long wanted = server.settings().get(ClientDirectives.MAXMEMORY_CLIENTS);
        long most = server.settings().get(MemoryDirectives.MAXMEMORY);
        long bytes = wanted < 0 ? most / 100 * -wanted : wanted;
        return bytes == 0 ? 0 : Math.max(bytes, LEAST_TOTAL_BYTES);
    }
}
