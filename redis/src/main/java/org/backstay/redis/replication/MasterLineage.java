package org.backstay.redis.replication;

import org.backstay.persistence.log.ReplicationId;
import org.jspecify.annotations.Nullable;

/**
 * What a master says of its history before we ask for its data (INFO replication), and whether it can have ours. Owned by the server's loop.
 *
 * <p>A master that lost its disk, or was started in the wrong folder, begins a history that has nothing to do with ours and is behind it:
 * to follow it would be to throw away what it has lost.
 */
final class MasterLineage {
    private static final int LINE_END = 2;

    private long left = -1;
    private String id = "";
    private String secondId = "";
    private long offset = -1;

    /**
     * Takes a line of the answer, without its end.
     *
     * @return whether it was the last one
     */
    boolean take(String line) {
        if (left < 0) {
            left = length(line);
            return left < 0;
        }
        if (left == 0) {
            return true;
        }
        left = Math.max(0, left - line.length() - LINE_END);
        int colon = line.indexOf(':');
        String value = line.substring(colon + 1);
        switch (line.substring(0, Math.max(0, colon))) {
            case "master_replid" -> id = value;
            case "master_replid2" -> secondId = value;
            case "master_repl_offset" -> offset = number(value);
            default -> {} // says nothing of its history
        }
        return false;
    }

    /** The length of the answer; -1 when there is none. */
    private static long length(String line) {
        return line.startsWith("$") ? number(line.substring(1)) : -1;
    }

    private static long number(String text) {
        boolean isNumber =
                !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Long.parseLong(text) : -1;
    }

    /** Why following this master would cost data that it does not have; null when it would not, or it does not say. */
    @Nullable
    String objection(Follower ours) {
        long have = ours.nextByte() - 1;
        boolean knows = ours.knowsHistory(id) || ours.knowsHistory(secondId);
        if (!ReplicationId.isValid(id) || offset < 0 || knows || offset >= have) {
            return null;
        }
        return "The master's history " + id + " is at offset " + offset + " and is not ours (" + ours.knownId()
                + " at offset " + have
                + "): it has come back without its data. Refusing to replace ours by it; to do so"
                + " all the same, repeat REPLICAOF, or set replica-refuse-unrelated-master to no";
    }
}
