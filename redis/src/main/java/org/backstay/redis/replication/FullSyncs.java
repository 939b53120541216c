package org.backstay.redis.replication;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.backstay.config.Settings;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.persistence.log.LogCursor;
import org.backstay.persistence.log.ReplicationId;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.persistence.log.StoredBase;
import org.backstay.persistence.snapshot.SnapshotContent;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.redis.persistence.Snapshots;
import org.backstay.redis.persistence.StoredLog;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots for replicas that can't go on from where they are: one at a time, shared by all that ask in time. Owned by the server's loop.
 *
 * <p>The log is kept from the snapshot's offset on, for those it was begun for and for those that join while its file is being written.
 */
final class FullSyncs {
    private final Node node;
    private final Settings settings;
    private final ReplicationLog log;
    private final History history;
    private final Snapshots snapshots;
    private final StoredLog stored;
    private final Replicas replicas;
    private final BooleanSupplier leads;
    private final Worker reader;
    private @Nullable Running running;
    private long count;

    /** A snapshot that is being written for replicas. */
    private static final class Running {
        final List<Replica> receivers;
        final long offset;

        /** Keeps the log from the offset on, unless its files do. */
        final @Nullable LogCursor pin;

        final String id;
        final @Nullable DisklessTarget diskless;
        final @Nullable Path file;

        Running(
                List<Replica> receivers,
                long offset,
                @Nullable LogCursor pin,
                String id,
                @Nullable DisklessTarget diskless,
                @Nullable Path file) {
            this.receivers = receivers;
            this.offset = offset;
            this.pin = pin;
            this.id = id;
            this.diskless = diskless;
            this.file = file;
        }
    }

    FullSyncs(
            Node node,
            Settings settings,
            ReplicationLog log,
            History history,
            Snapshots snapshots,
            Replicas replicas,
            BooleanSupplier leads) {
        this.node = node;
        this.settings = settings;
        this.log = log;
        this.history = history;
        this.snapshots = snapshots;
        stored = snapshots.storedLog();
        this.replicas = replicas;
        this.leads = leads;
        reader = node.workers().apply("replica-bulk");
    }

    /** How many full synchronisations were begun: {@code sync_full}. */
    long count() {
        return count;
    }

    /** A replica needs everything. */
    void request(Replica replica) {
        count++;
        replica.become(FeedState.WAIT_BGSAVE_START, node.clock().millis());
        StoredBase base = stored.cheapBase();
        if (base != null && !replica.isAskingOldWay() && replica.wantsEverything()) {
            sendBase(replica, base);
            return;
        }
        Running now = running;
        if (now != null && now.file != null && replica.wantsEverything()) {
            node.log().notice("Waiting for end of BGSAVE for SYNC");
            begin(replica, now);
            now.receivers.add(replica);
            return;
        }
        tryStart();
    }

    /** A snapshot that is there already, and what follows it in the log: the data is not walked again, however many replicas ask. */
    private void sendBase(Replica replica, StoredBase base) {
        long offset = base.position().offset();
        node.log()
                .notice("Replica " + replica.name() + " gets the append only file's base (" + base.bytes()
                        + " bytes) and the " + (log.end() - offset) + " bytes that follow it");
        begin(replica, new Running(List.of(), offset, null, history.id(), null, stored.path(base)));
        sendFile(replica, stored.path(base));
    }

    /** Starts a snapshot if replicas wait for one, nothing else is being written, and it need not wait for more replicas. */
    void tryStart() {
        if (running != null || snapshots.isBusy()) {
            return;
        }
        List<Replica> all = replicas.in(FeedState.WAIT_BGSAVE_START);
        if (all.isEmpty()) {
            return;
        }
        SnapshotContent content = all.getFirst().content();
        List<Replica> waiting =
                all.stream().filter(each -> each.content() == content).toList();
        // A snapshot of a part goes to no file: the next start would take it for the data.
        boolean partial = content != SnapshotContent.EVERYTHING;
        boolean diskless = (partial || settings.get(ReplicationDirectives.REPL_DISKLESS_SYNC))
                && waiting.stream().allMatch(Replica::understandsEof);
        int enough = settings.get(ReplicationDirectives.REPL_DISKLESS_SYNC_MAX_REPLICAS);
        boolean full = enough > 0 && waiting.size() >= enough;
        if (diskless && !full && node.clock().millis() < waiting.getFirst().inStateSinceMillis() + delayMillis()) {
            return;
        }
        node.log().notice("Starting BGSAVE for SYNC with target: " + (diskless ? "replicas sockets" : "disk"));
        start(waiting, diskless);
    }

    private long delayMillis() {
        return settings.get(ReplicationDirectives.REPL_DISKLESS_SYNC_DELAY) * 1000L;
    }

    private void start(List<Replica> receivers, boolean diskless) {
        if (leads.getAsBoolean()) {
            // A replica passes its master's stream on as it is: it can't add a SELECT, but its snapshot names the
            // database.
            log.forgetDb();
        }
        long offset = log.end();
        LogCursor pin = stored.covers(offset) ? null : log.openCursor(offset);
        List<Replica> all = new ArrayList<>(receivers);
        boolean checksum = settings.get(PersistenceDirectives.RDBCHECKSUM);
        Running now;
        if (diskless) {
            // The reply must precede the snapshot's first bytes, which the target sends at once.
            Running header = new Running(all, offset, pin, history.id(), null, null);
            all.forEach(replica -> begin(replica, header));
            DisklessTarget target = new DisklessTarget(
                    all, ReplicationId.generate(node.random()), checksum, end -> stored.whenSendable(offset, end));
            now = new Running(all, offset, pin, history.id(), target, null);
            for (Replica replica : all) {
                replica.transfers(target, node.clock().millis());
                replica.feeder().whenWritable(target::changed);
            }
            running = now;
            snapshots.begin(all.getFirst().content(), target, failure -> disklessEnded(now, failure));
        } else {
            Path file = snapshots.file();
            now = new Running(all, offset, pin, history.id(), null, file);
            running = now;
            all.forEach(replica -> begin(replica, now));
            snapshots.beginFile(failure -> stored.whenSendable(offset, () -> fileEnded(now, file, failure)));
        }
    }

    /** Tells a replica which history it will get, and from where on it will follow. */
    private void begin(Replica replica, Running from) {
        replica.become(FeedState.WAIT_BGSAVE_END, node.clock().millis());
        replica.feeder().startAt(from.offset);
        if (replica.isAskingOldWay()) {
            return;
        }
        Channel channel = replica.client().channel();
        String reply = "+FULLRESYNC " + from.id + " " + from.offset + "\r\n";
        channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), reply), channel.voidPromise());
    }

    private void disklessEnded(Running ended, @Nullable Throwable failure) {
        end(ended);
        if (failure != null) {
            node.log().warning("Background transfer to replicas failed: " + failure.getMessage());
            // What they have received is no whole snapshot; a new connection is the only way to say so.
            List.copyOf(ended.receivers).forEach(replicas::drop);
        } else {
            for (Replica replica : ended.receivers) {
                node.log()
                        .notice("Streamed replica with replica " + replica.name()
                                + ". Waiting for REPLCONF ACK from replica to enable streaming");
                replica.startsOnAck(!replica.isAskingOldWay());
                replicas.online(replica);
            }
        }
        tryStart();
    }

    private void fileEnded(Running ended, Path file, @Nullable Throwable failure) {
        end(ended);
        if (failure != null) {
            node.log().warning("SYNC failed. BGSAVE child returned an error: " + failure.getMessage());
            List.copyOf(ended.receivers).forEach(replicas::drop);
            return;
        }
        for (Replica replica : List.copyOf(ended.receivers)) {
            sendFile(replica, file);
        }
        tryStart();
    }

    private void sendFile(Replica replica, Path file) {
        replica.become(FeedState.SEND_BULK, node.clock().millis());
        BulkSender sender =
                new BulkSender(node.disk(), reader, file, replica.client().channel(), failed -> sent(replica, failed));
        replica.feeder().whenWritable(sender::sendMore);
        replica.client().channel().closeFuture().addListener(closed -> sender.cancel());
        replica.transfers(sender, node.clock().millis());
        sender.start();
    }

    private void sent(Replica replica, @Nullable Throwable failure) {
        if (failure != null) {
            node.log()
                    .warning("Sending the snapshot to replica " + replica.name() + " failed: " + failure.getMessage());
            replicas.drop(replica);
            return;
        }
        replicas.online(replica);
    }

    private void end(Running ended) {
        if (ended.pin != null) {
            ended.pin.close();
        }
        running = null;
    }

    /** Whether a diskless snapshot is being sent to this replica. */
    boolean isStreamingTo(Replica replica) {
        Running now = running;
        return now != null && now.diskless != null && now.receivers.contains(replica);
    }

    /** A replica has gone. */
    void departed(Replica replica) {
        Running now = running;
        if (now != null && now.receivers.remove(replica) && now.diskless != null) {
            now.diskless.remove(replica);
        }
    }

    void close() {
        reader.close();
    }
}
