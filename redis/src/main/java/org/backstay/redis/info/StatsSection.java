package org.backstay.redis.info;

import java.util.List;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.Statistics;

/** The section Stats: what was counted since the start or CONFIG RESETSTAT. */
final class StatsSection {
    /** What the original counts and what has nothing to count here: there are no forks, no defragmentation and no reply buffers that are kept. */
    private static final List<String> NEVER = List.of(
            "latest_fork_usec",
            "total_forks",
            "slave_expires_tracked_keys",
            "active_defrag_hits",
            "active_defrag_misses",
            "active_defrag_key_hits",
            "active_defrag_key_misses",
            "total_active_defrag_time",
            "current_active_defrag_time",
            "dump_payload_sanitizations",
            "reply_buffer_shrinks",
            "reply_buffer_expands");

    private final RedisServer server;
    private final Statistics statistics;

    private StatsSection(RedisServer server) {
        this.server = server;
        this.statistics = server.statistics();
    }

    static InfoSection of(RedisServer server) {
        return new InfoSection("Stats", true, new StatsSection(server)::write);
    }

    private void write(InfoSection.Lines to) {
        to.add("total_connections_received", server.clients().accepted())
                .add("total_commands_processed", statistics.commands())
                .add("instantaneous_ops_per_sec", statistics.commandsPerSecond());
        traffic(to);
        to.add("rejected_connections", server.clients().rejected());
        expiry(to);
        to.add("evicted_keys", server.memory().evictedKeys())
                .add("evicted_clients", server.clientWatch().evicted())
                .add("total_eviction_exceeded_time", server.memory().exceededMillis())
                .add("current_eviction_exceeded_time", server.memory().exceedingMillis())
                .add("keyspace_hits", server.keyspace().hits())
                .add("keyspace_misses", server.keyspace().misses())
                .add("tracking_total_keys", server.tracking().keys())
                .add("tracking_total_items", server.tracking().items())
                .add("tracking_total_prefixes", server.tracking().prefixes())
                .add("unexpected_error_replies", statistics.unexpectedErrors())
                .add("total_error_replies", errors());
        NEVER.forEach(field -> to.add(field, 0));
    }

    private void traffic(InfoSection.Lines to) {
        to.add("total_net_input_bytes", statistics.bytesIn())
                .add("total_net_output_bytes", statistics.bytesOut())
                .add("total_net_repl_input_bytes", statistics.bytesFromMaster())
                .add("total_net_repl_output_bytes", statistics.bytesToReplicas())
                .decimal("instantaneous_input_kbps", kilobytes(statistics.bytesInPerSecond()))
                .decimal("instantaneous_output_kbps", kilobytes(statistics.bytesOutPerSecond()))
                .decimal("instantaneous_input_repl_kbps", kilobytes(statistics.bytesFromMasterPerSecond()))
                .decimal("instantaneous_output_repl_kbps", kilobytes(statistics.bytesToReplicasPerSecond()))
                .add("total_reads_processed", statistics.reads())
                .add("total_writes_processed", statistics.writes());
        boolean threads = server.settings().get(RedisDirectives.IO_THREADS) > 1;
        to.add("io_threaded_reads_processed", threads ? statistics.reads() : 0)
                .add("io_threaded_writes_processed", threads ? statistics.writes() : 0);
    }

    private static double kilobytes(long bytes) {
        return bytes / 1024.0;
    }

    private void expiry(InfoSection.Lines to) {
        to.add("expired_keys", statistics.expiredKeys())
                .decimal("expired_stale_perc", 100 * server.keyspace().staleShare())
                .add("expired_time_cap_reached_count", statistics.expiryCutShort())
                .add("expire_cycle_cpu_milliseconds", statistics.expiryMillis());
    }

    private long errors() {
        return statistics.errors().values().stream().mapToLong(Long::longValue).sum();
    }
}
