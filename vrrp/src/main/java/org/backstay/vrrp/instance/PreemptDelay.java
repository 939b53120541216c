package org.backstay.vrrp.instance;

import org.backstay.vrrp.config.InstanceConfig;

/** For how long a master of lower priority is left alone: the wait begins when it is first heard. Owned by the loop. */
final class PreemptDelay {
    private final Ground ground;
    private final Journal journal;
    private boolean begun;
    private long end;

    PreemptDelay(Ground ground, Journal journal) {
        this.ground = ground;
        this.journal = journal;
    }

    /** The next master of lower priority is a new one. */
    void reset() {
        begun = false;
    }

    /** Whether the master of lower priority that was just heard is still left alone. */
    boolean waits(InstanceConfig config) {
        long delay = config.preemption().delay();
        if (delay == 0) {
            return false;
        }
        if (!begun) {
            begun = true;
            end = ground.clock().nanoTime() + delay;
            journal.detail("start preempt delay (" + delay / 1e9 + ")");
        }
        return end - ground.clock().nanoTime() > 0;
    }
}
