package org.backstay.vrrp.instance;

import org.backstay.vrrp.config.InstanceConfig;

/** What an instance advertises: its own priority and what trackers add. An owner's is never changed by trackers. Owned by the loop. */
final class Priority {
    private final Journal journal;
    private int own;
    private int effective;

    Priority(Journal journal, int own) {
        this.journal = journal;
        this.own = own;
        effective = own;
    }

    int effective() {
        return effective;
    }

    boolean isOwners() {
        return effective == InstanceConfig.OWNER;
    }

    /** Another configuration; it counts from the next {@link #settle} on. */
    void own(int configured) {
        own = configured;
    }

    /** Two routers can't both own the addresses. */
    void giveUpOwnership() {
        own = InstanceConfig.OWNER - 1;
        settle(0);
    }

    /**
     * Adds what trackers say.
     *
     * @return whether it is another one now
     */
    boolean settle(int added) {
        int wanted = own == InstanceConfig.OWNER
                ? InstanceConfig.OWNER
                : Math.clamp(own + (long) added, 1, InstanceConfig.OWNER - 1);
        if (wanted == effective) {
            return false;
        }
        journal.note("Changing effective priority from " + effective + " to " + wanted);
        effective = wanted;
        return true;
    }
}
