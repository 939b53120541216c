package org.backstay.redis.info;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.backstay.keyspace.Keyspace;
import org.backstay.node.Usage;
import org.backstay.redis.config.MemoryDirectives;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.MemoryGuard;
import org.backstay.redis.server.RedisServer;

/** The section Memory: what lies outside the Java heap under the original's names, and the heap under its own. */
final class MemorySection {
    private MemorySection() {}

    static InfoSection of(RedisServer server) {
        return new InfoSection("Memory", true, to -> write(server, to));
    }

    private static void write(RedisServer server, InfoSection.Lines to) {
        MemoryGuard memory = server.memory();
        Keyspace keyspace = server.keyspace();
        long used = memory.usedBytes();
        Usage usage = server.node().usage();
        long resident = usage.residentBytes();
        long peak = memory.peakBytes();
        to.size("used_memory", used);
        to.size("used_memory_rss", resident);
        to.size("used_memory_peak", peak);
        to.add("used_memory_peak_perc", percent(used, peak))
                .add("used_memory_overhead", used - keyspace.usedBytes())
                .add("used_memory_startup", 0)
                .add("used_memory_dataset", keyspace.usedBytes())
                .add("used_memory_dataset_perc", percent(keyspace.usedBytes(), used))
                .add("allocator_allocated", keyspace.usedBytes())
                .add("allocator_active", keyspace.residentBytes())
                .add("allocator_resident", keyspace.residentBytes());
        to.size("total_system_memory", usage.machineBytes());
        long scripts = part(memory, "lua.caches");
        long functions = part(memory, "functions.caches");
        to.add("used_memory_vm_eval", scripts);
        to.size("used_memory_lua", scripts);
        to.add("used_memory_vm_functions", functions);
        to.size("used_memory_vm_total", scripts + functions);
        to.add("java_heap_used", usage.heapUsedBytes()).add("java_heap_committed", usage.heapCommittedBytes());
        to.size("maxmemory", server.settings().get(MemoryDirectives.MAXMEMORY));
        String policy = server.settings().get(MemoryDirectives.MAXMEMORY_POLICY).name();
        to.add("maxmemory_policy", policy.toLowerCase(Locale.ROOT).replace('_', '-'));
        fragmentation(to, keyspace, used, resident);
        to.add("mem_not_counted_for_evict", memory.notCountedBytes())
                .add("mem_replication_backlog", part(memory, "replication.backlog"))
                .add("mem_total_replication_buffers", part(memory, "replication.backlog"))
                .add("mem_clients_slaves", memory.clientBytes(Client.Role.REPLICA))
                .add("mem_clients_normal", memory.clientBytes(Client.Role.NORMAL))
                .add("mem_cluster_links", 0)
                .add("mem_aof_buffer", 0)
                .add("mem_allocator", "backstay-slabs")
                .add("active_defrag_running", 0)
                .add("lazyfree_pending_objects", keyspace.pendingReclaims())
                .add("lazyfreed_objects", keyspace.reclaimed());
    }

    private static void fragmentation(InfoSection.Lines to, Keyspace keyspace, long used, long resident) {
        long slabs = keyspace.usedBytes();
        to.decimal("allocator_frag_ratio", slabs == 0 ? 1 : (double) keyspace.residentBytes() / slabs)
                .add("allocator_frag_bytes", keyspace.residentBytes() - slabs)
                .add("allocator_rss_ratio", "1.00")
                .add("allocator_rss_bytes", 0)
                .add("rss_overhead_ratio", "1.00")
                .add("rss_overhead_bytes", 0)
                .decimal("mem_fragmentation_ratio", used == 0 ? 1 : (double) resident / used)
                .add("mem_fragmentation_bytes", resident - used);
    }

    private static long part(MemoryGuard memory, String name) {
        LongSupplier bytes = memory.others().get(name);
        return bytes == null ? 0 : bytes.getAsLong();
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f%%", whole == 0 ? 0.0 : 100.0 * part / whole);
    }
}
