package org.backstay.redis.replication;

import org.backstay.config.Settings;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.redis.info.InfoSection;
import org.backstay.redis.info.InfoSection.Lines;

/** INFO replication, in the original's fields and words. Runs on the server's loop. */
public final class ReplicationSection {
    private final Replication replication;
    private final Settings settings;

    private ReplicationSection(Replication replication, Settings settings) {
        this.replication = replication;
        this.settings = settings;
    }

    /** The section. */
    public static InfoSection of(Replication replication, Settings settings) {
        return new InfoSection("Replication", true, new ReplicationSection(replication, settings)::write);
    }

    private void write(Lines to) {
        MasterLink link = replication.masterLink();
        to.add("role", link == null ? "master" : "slave");
        if (link != null) {
            writeLink(link, to);
        }
        writeReplicas(to);
        to.add("master_failover_state", replication.failover().state().word());
        History history = replication.history();
        ReplicationLog log = replication.log();
        to.add("master_replid", history.id())
                .add("master_replid2", history.secondId())
                .add("master_repl_offset", log.end())
                .add("second_repl_offset", history.secondOffset())
                .flag("repl_backlog_active", log.hasBacklog())
                .add("repl_backlog_size", settings.get(ReplicationDirectives.REPL_BACKLOG_SIZE))
                .add("repl_backlog_first_byte_offset", log.hasBacklog() ? log.start() + 1 : 0)
                .add("repl_backlog_histlen", log.hasBacklog() ? log.end() - log.start() : 0);
    }

    private void writeLink(MasterLink link, Lines to) {
        MasterStream stream = link.stream();
        SnapshotReceiver receiving = link.receiving();
        long end = replication.log().end();
        to.add("master_host", link.master().host())
                .add("master_port", link.master().port())
                .add("master_link_status", link.isConnected() ? "up" : "down")
                .add("master_last_io_seconds_ago", link.secondsSinceIo())
                .flag("master_sync_in_progress", link.state() == LinkState.TRANSFER)
                .add("slave_read_repl_offset", stream == null ? end : stream.readOffset())
                .add("slave_repl_offset", end);
        if (receiving != null) {
            long total = receiving.total();
            to.add("master_sync_total_bytes", total)
                    .add("master_sync_read_bytes", receiving.transferred())
                    .add("master_sync_left_bytes", Math.max(0, total - receiving.transferred()))
                    .decimal("master_sync_perc", total == 0 ? 0 : 100.0 * receiving.transferred() / total)
                    .add("master_sync_last_io_seconds_ago", link.secondsSinceAnyIo());
        }
        if (!link.isConnected()) {
            to.add("master_link_down_since_seconds", link.secondsDown());
        }
        to.add("slave_priority", settings.get(ReplicationDirectives.REPLICA_PRIORITY))
                .flag("slave_read_only", settings.get(ReplicationDirectives.REPLICA_READ_ONLY))
                .flag("replica_announced", settings.get(ReplicationDirectives.REPLICA_ANNOUNCED));
    }

    private void writeReplicas(Lines to) {
        Replicas replicas = replication.replicas();
        to.add("connected_slaves", replicas.all().size());
        int minimum = settings.get(ReplicationDirectives.MIN_REPLICAS_TO_WRITE);
        if (minimum > 0 && settings.get(ReplicationDirectives.MIN_REPLICAS_MAX_LAG) > 0) {
            to.add("min_slaves_good_slaves", replicas.good());
        }
        if (replication.safeWrites().isWanted()) {
            to.add("unacknowledged_replies", replication.safeWrites().size());
        }
        int number = 0;
        long now = replication.nowMillis();
        for (Replica replica : replicas.all()) {
            FeedState state = replica.state();
            if (state != null) {
                to.add(
                        "slave" + number++,
                        "ip=" + replica.address() + ",port=" + replica.port() + ",state=" + state.word() + ",offset="
                                + replica.acknowledged() + ",lag=" + replica.lagSeconds(now) + transfer(replica));
            }
        }
    }

    /** What the original has no fields for: how far the snapshot is that a replica gets. */
    private static String transfer(Replica replica) {
        Transfer transfer = replica.transfer();
        return transfer == null
                ? ""
                : ",sync_sent_bytes=" + transfer.transferred() + ",sync_total_bytes=" + transfer.total();
    }
}
