package org.backstay.redis.replication;

import java.util.Locale;
import org.backstay.node.Log;
import org.backstay.persistence.snapshot.SnapshotContent;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.Peers;
import org.jspecify.annotations.Nullable;

/** One replica that follows this node, as far as its connection lasts. Owned by the server's loop. */
final class Replica {
    private final Client client;
    private final StreamFeeder feeder;
    private String announcedAddress = "";
    private int listeningPort;
    private boolean understandsEof;
    private boolean asksOldWay;
    private boolean wantsOnlySnapshot;
    private SnapshotContent content = SnapshotContent.EVERYTHING;
    private boolean understandsPsync2;

    private @Nullable FeedState state;
    private @Nullable Transfer transfer;
    private @Nullable TransferLog transferLog;
    private boolean startsOnAck;
    private long waitingSinceMillis;
    private long acknowledged;
    private long acknowledgedMillis;
    private long synced = -1;
    private long overSoftLimitSinceMillis;

    Replica(Client client, StreamFeeder feeder) {
        this.client = client;
        this.feeder = feeder;
    }

    Client client() {
        return client;
    }

    /** What sends it the stream. */
    StreamFeeder feeder() {
        return feeder;
    }

    /** What it said about itself before PSYNC (REPLCONF). */
    void introduce(int port) {
        listeningPort = port;
    }

    void introduce(String address) {
        announcedAddress = address;
    }

    void capability(String name) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "eof" -> understandsEof = true;
            case "psync2" -> understandsPsync2 = true;
            default -> {} // a later version's; it must do without
        }
    }

    /** It asked with SYNC, as replicas did before Redis 2.8 and redis-cli still does: it is told no offsets and confirms nothing. */
    void asksOldWay() {
        asksOldWay = true;
    }

    boolean isAskingOldWay() {
        return asksOldWay;
    }

    /** Whether it says how far it has come, so that it can be waited for. */
    boolean confirms() {
        return !asksOldWay && !wantsOnlySnapshot;
    }

    /** It wants the snapshot and nothing after it ({@code REPLCONF rdb-only}). */
    void wantsOnlySnapshot(boolean yes) {
        wantsOnlySnapshot = yes;
    }

    boolean wantsOnlySnapshot() {
        return wantsOnlySnapshot;
    }

    /** It wants a part of the data only ({@code REPLCONF rdb-filter-only}). */
    void wants(SnapshotContent part) {
        content = part;
    }

    /** What its snapshot is to hold. */
    SnapshotContent content() {
        return content;
    }

    /** Whether its snapshot is the same as any other's. */
    boolean wantsEverything() {
        return content == SnapshotContent.EVERYTHING;
    }

    boolean understandsEof() {
        return understandsEof;
    }

    boolean understandsPsync2() {
        return understandsPsync2;
    }

    /** The address at which it serves clients, as far as we know. */
    String address() {
        return announcedAddress.isEmpty() ? Peers.host(client.channel()) : announcedAddress;
    }

    int port() {
        return listeningPort;
    }

    /** Its name in the log: address and port. */
    String name() {
        return listeningPort == 0 ? Peers.of(client.channel()) : address() + ":" + listeningPort;
    }

    /** How far we are with it; null until it has sent PSYNC. */
    @Nullable
    FeedState state() {
        return state;
    }

    boolean isIn(FeedState wanted) {
        return state == wanted;
    }

    void become(FeedState next, long nowMillis) {
        FeedState before = state;
        if (before != null && !next.mayFollow(before)) {
            throw new IllegalStateException("replica " + name() + ": " + before + " is not followed by " + next);
        }
        state = next;
        if (next == FeedState.ONLINE) {
            transfer = null;
        }
        waitingSinceMillis = nowMillis;
        acknowledgedMillis = nowMillis;
    }

    /** The snapshot that is being sent to it, or null. */
    @Nullable
    Transfer transfer() {
        return transfer;
    }

    void transfers(Transfer begun, long nowMillis) {
        transfer = begun;
        transferLog = new TransferLog("Sending the snapshot to replica " + name(), nowMillis);
    }

    /** Says in the log, now and then, how far the snapshot is that is being sent to it. */
    void logTransfer(Log log, long nowMillis) {
        Transfer current = transfer;
        if (current != null && transferLog != null) {
            transferLog.tick(log, current, nowMillis);
        }
    }

    /** When it came into its state. */
    long inStateSinceMillis() {
        return waitingSinceMillis;
    }

    /** A diskless snapshot has no length: the stream begins when the replica has said that it has it all. */
    boolean startsOnAck() {
        return startsOnAck;
    }

    void startsOnAck(boolean yes) {
        startsOnAck = yes;
    }

    void acknowledge(long offset, long nowMillis) {
        acknowledged = Math.max(acknowledged, offset);
        acknowledgedMillis = nowMillis;
    }

    /** Counts as acknowledged because the replica named it when it asked. */
    void acknowledgedAtLeast(long offset) {
        acknowledged = offset;
    }

    /** The offset up to which it has applied the stream. */
    long acknowledged() {
        return acknowledged;
    }

    /** It has the stream on disk up to an offset. */
    void synced(long offset) {
        synced = Math.max(synced, offset);
    }

    /** The offset up to which it has the stream on disk; -1 when it has not said so. */
    long synced() {
        return synced;
    }

    long acknowledgedMillis() {
        return acknowledgedMillis;
    }

    /** Seconds since it was last heard of. */
    long lagSeconds(long nowMillis) {
        return state == FeedState.ONLINE ? Math.max(0, nowMillis - acknowledgedMillis) / 1000 : 0;
    }

    /** Since when more than the soft limit waits to be sent; 0 when less does. */
    long overSoftLimitSinceMillis() {
        return overSoftLimitSinceMillis;
    }

    void overSoftLimitSinceMillis(long millis) {
        overSoftLimitSinceMillis = millis;
    }
}
