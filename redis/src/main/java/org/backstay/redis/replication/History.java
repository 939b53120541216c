package org.backstay.redis.replication;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.backstay.persistence.log.LogMark;
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

    /** A history is left at each promotion: more than anyone remembers. */
    private static final int MOST_ANCESTORS = 100;

    private final RandomGenerator random;
    private String id;
    private String secondId = ReplicationId.NONE;
    private long secondOffset = NO_OFFSET;

    /** Histories from before the second, each with the offset up to which it was this one; oldest first. */
    private final Deque<LogMark> ancestors = new ArrayDeque<>();

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
        leave(id, end);
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
            leave(id, end);
            id = masterId;
        }
    }

    /** Goes on where a restart left off, as a master that may accept the replicas it had. */
    void resume(String before, long end) {
        leave(before, end);
    }

    /** What a restart has found out about the way here, oldest first. */
    void descendsFrom(List<LogMark> left) {
        left.forEach(mark -> leave(mark.id(), mark.offset()));
    }

    private void leave(String left, long end) {
        if (secondOffset != NO_OFFSET) {
            ancestors.add(new LogMark(secondId, secondOffset - 1));
        }
        if (ancestors.size() > MOST_ANCESTORS) {
            ancestors.remove();
        }
        secondId = left;
        secondOffset = end + 1;
    }

    private void forgetSecond() {
        ancestors.clear();
        secondId = ReplicationId.NONE;
        secondOffset = NO_OFFSET;
    }

    /** Whether this is, or was, the history with this id. */
    boolean knows(String anyId) {
        return anyId.equals(id)
                || (secondOffset != NO_OFFSET && anyId.equals(secondId))
                || ancestors.stream().anyMatch(left -> left.id().equals(anyId));
    }

    /** Whether a replica that has the bytes before {@code nextByte} (counted from 1) of this history has ours. */
    boolean shares(String replicaId, long nextByte) {
        return replicaId.equals(id)
                || (replicaId.equals(secondId) && nextByte <= secondOffset)
                || ancestors.stream().anyMatch(left -> left.id().equals(replicaId) && nextByte <= left.offset() + 1);
    }
}
