package org.backstay.redis.info;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Keyspace;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.MemoryGuard;
import org.backstay.redis.server.RedisServer;

/**
 * What takes memory in a server, under the names of MEMORY STATS. Memory is what lies outside the Java heap; what the JVM itself takes
 * is left to INFO. Made for one answer, on the server's loop.
 */
public final class MemoryReport {
    /** Below this there is nothing to say about a server's memory. Bytes. */
    private static final long WORTH_A_LOOK = 5 << 20;

    private static final double HIGH_PEAK = 1.5;
    private static final double HIGH_FRAGMENTATION = 1.4;
    private static final long LARGE_CLIENT_BYTES = 200 << 10;

    private final RedisServer server;
    private final Keyspace keyspace;
    private final MemoryGuard memory;
    private final List<Line> lines = new ArrayList<>();

    /** A figure. */
    public sealed interface Line {
        /** Its name. */
        String name();
    }

    /** A number, of bytes if its name does not say otherwise. */
    public record Bytes(String name, long value) implements Line {}

    /** A ratio or a percentage. */
    public record Ratio(String name, double value) implements Line {}

    /** What a database takes beside its keys and values. */
    public record OfDatabase(String name, long tableBytes) implements Line {}

    /** Looks at a server's memory. */
    public MemoryReport(RedisServer server) {
        this.server = server;
        this.keyspace = server.keyspace();
        this.memory = server.memory();
    }

    /** All figures in order. */
    public List<Line> lines() {
        long used = memory.usedBytes();
        long peak = memory.peakBytes();
        long tables = 0;
        long keys = 0;
        for (int i = 0; i < keyspace.databases(); i++) {
            tables += keyspace.database(i).tableBytes();
            keys += keyspace.database(i).size();
        }
        long overhead = used - keyspace.usedBytes() + tables;
        long data = Math.max(keyspace.usedBytes() - tables, 0);
        lines.clear();
        bytes("peak.allocated", peak);
        bytes("total.allocated", used);
        bytes("startup.allocated", 0);
        for (Map.Entry<String, LongSupplier> each : memory.others().entrySet()) {
            bytes(each.getKey(), each.getValue().getAsLong());
        }
        bytes("clients.slaves", memory.clientBytes(Client.Role.REPLICA));
        bytes("clients.normal", memory.clientBytes(Client.Role.NORMAL));
        bytes("cluster.links", 0);
        for (int i = 0; i < keyspace.databases(); i++) {
            Database database = keyspace.database(i);
            if (database.size() > 0) {
                lines.add(new OfDatabase("db." + i, database.tableBytes()));
            }
        }
        bytes("overhead.total", overhead);
        bytes("keys.count", keys);
        bytes("keys.bytes-per-key", keys == 0 ? 0 : keyspace.usedBytes() / keys);
        bytes("dataset.bytes", data);
        ratio("dataset.percentage", used == 0 ? 0 : 100.0 * data / used);
        ratio("peak.percentage", peak == 0 ? 0 : 100.0 * used / peak);
        addAllocator();
        return lines;
    }

    private void addAllocator() {
        long used = keyspace.usedBytes();
        long resident = keyspace.residentBytes();
        bytes("allocator.allocated", used);
        bytes("allocator.active", resident);
        bytes("allocator.resident", resident);
        ratio("allocator-fragmentation.ratio", fragmentation());
        bytes("allocator-fragmentation.bytes", resident - used);
        ratio("allocator-rss.ratio", 1);
        bytes("allocator-rss.bytes", 0);
        ratio("rss-overhead.ratio", 1);
        bytes("rss-overhead.bytes", 0);
        ratio("fragmentation", fragmentation());
        bytes("fragmentation.bytes", resident - used);
    }

    private void bytes(String name, long value) {
        lines.add(new Bytes(name, value));
    }

    private void ratio(String name, double value) {
        lines.add(new Ratio(name, value));
    }

    private double fragmentation() {
        long used = keyspace.usedBytes();
        return used == 0 ? 1 : (double) keyspace.residentBytes() / used;
    }

    /** What is remarkable, in sentences. */
    public String diagnosis() {
        long used = memory.usedBytes();
        if (used < WORTH_A_LOOK) {
            return "This server uses very little memory: there is nothing to diagnose. Ask again when it holds data.";
        }
        StringBuilder text = new StringBuilder();
        if (memory.peakBytes() > used * HIGH_PEAK) {
            text.append(
                    " * Peak: the server once used more than 150% of what it uses now; what stays resident of that is given"
                            + " back as spans become empty. MEMORY PURGE gives back those kept warm.\n");
        }
        if (fragmentation() > HIGH_FRAGMENTATION) {
            text.append(
                    " * Fragmentation: resident memory is more than 1.4 times what keys and values take, as after the"
                            + " deletion of many keys of mixed sizes.\n");
        }
        long clients = server.clients().size();
        if (clients > 0 && memory.clientBytes(Client.Role.NORMAL) / clients > LARGE_CLIENT_BYTES) {
            text.append(
                    " * Clients: their buffers take more than 200 KB each on average; some may not read their replies.\n");
        }
        return text.isEmpty()
                ? "Nothing remarkable was found in the memory of this server."
                : "What is remarkable about the memory of this server:\n\n" + text;
    }
}
