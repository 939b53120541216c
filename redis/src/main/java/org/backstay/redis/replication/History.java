package org.backstay.redis.replication;

import java.util.random.RandomGenerator;
import org.backstay.persistence.log.ReplicationId;

/**
 * Which history of writes this node's data belongs to, and which one it belonged to before its last promotion. Owned by the server's loop.
 *
 * <p>Two nodes with the same id have the same bytes at the same offsets. A promoted replica begins a new id, and remembers up to which
 * offset the old one is its history too, so that its former siblings can go on from it without a full synchronisation (PSYNC2).
 */
public final class History {
    /** The second offset when there is no second id. */
    static final long NO_OFFSET = -1;

    private final RandomGenerator random;
    private String id;
    private String secondId = ReplicationId.NONE;
    private long secondOffset = NO_OFFSET;

    History(RandomGenerator random) {
        this.random = random;
        id = ReplicationId.generate(random);
    }

    /** {@code master_replid}. */
    public String id() {
        return id;
    }

    /** {@code master_replid2}. */
    public String secondId() {
        return secondId;
    }

    /** {@code second_repl_offset}: the first offset, counted from 1, that the second id does not share. */
    public long secondOffset() {
        return secondOffset;
    }

    /** Begins a history that shares nothing with any other. */
    void beginNew() {
        id = ReplicationId.generate(random);
        forgetSecond();
    }

    /** Begins a new id; what was written up to {@code end} stays known under the old one. */
    void branchAt(long end) {
        secondId = id;
        secondOffset = end + 1;
        id = ReplicationId.generate(random);
    }

    /** Takes over the id of a master whose bytes, from now on, are ours. */
    void adopt(String masterId) {
        id = masterId;
        forgetSecond();
    }

    /** The master goes on under another id; up to {@code end} our old one stays valid for our own replicas. */
    void renamedAt(String masterId, long end) {
        if (!masterId.equals(id)) {
            secondId = id;
            secondOffset = end + 1;
            id = masterId;
        }
    }

    /** Goes on where a restart left off, as a master that may accept the replicas it had. */
    void resume(String before, long end) {
        secondId = before;
        secondOffset = end + 1;
    }

    private void forgetSecond() {
        secondId = ReplicationId.NONE;
        secondOffset = NO_OFFSET;
    }

    /** Whether a replica that has the bytes before {@code nextByte} (counted from 1) of this history has ours. */
    boolean shares(String replicaId, long nextByte) {
        return replicaId.equals(id) || (replicaId.equals(secondId) && nextByte <= secondOffset);
    }
}
