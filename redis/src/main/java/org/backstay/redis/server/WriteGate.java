package org.backstay.redis.server;

import org.jspecify.annotations.Nullable;

/** Whether the keyspace may be changed and read now: what replication and persistence know of it. Asked on the server's loop. */
public interface WriteGate {
    /** Always open. */
    WriteGate OPEN = new WriteGate() {
        @Override
        public @Nullable String refuse() {
            return null;
        }

        @Override
        public boolean isStale() {
            return false;
        }
    };

    /** The error for a write ({@code READONLY}, {@code MISCONF}, {@code NOREPLICAS}), or null to let it pass. */
    @Nullable
    String refuse();

    /** Whether we are a replica without its master that must not serve what it has. */
    boolean isStale();
}
