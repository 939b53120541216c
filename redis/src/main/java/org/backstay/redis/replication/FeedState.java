package org.backstay.redis.replication;

import java.util.EnumSet;
import java.util.Set;

/** How far a master is with one of its replicas; {@code INFO} shows the words. The package's description has the drawing. */
public enum FeedState {
    /** It needs a snapshot, and none is being written that it could have. */
    WAIT_BGSAVE_START("wait_bgsave"),
    /** The snapshot that it will get is being written; a diskless one goes to it at the same time. */
    WAIT_BGSAVE_END("wait_bgsave"),
    /** The snapshot's file is being sent. */
    SEND_BULK("send_bulk"),
    /** It takes the stream. */
    ONLINE("online");

    private final String word;

    FeedState(String word) {
        this.word = word;
    }

    /** What INFO shows. */
    public String word() {
        return word;
    }

    /** Whether this state may follow another. A snapshot that failed sends its replicas back to wait for the next. */
    boolean mayFollow(FeedState before) {
        Set<FeedState> next = switch (before) {
            case WAIT_BGSAVE_START -> EnumSet.of(WAIT_BGSAVE_END);
            case WAIT_BGSAVE_END -> EnumSet.of(SEND_BULK, ONLINE, WAIT_BGSAVE_START);
            case SEND_BULK -> EnumSet.of(ONLINE);
            case ONLINE -> EnumSet.noneOf(FeedState.class);
        };
        return next.contains(this);
    }
}
