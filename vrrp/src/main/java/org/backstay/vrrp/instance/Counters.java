package org.backstay.vrrp.instance;

import java.util.EnumMap;
import java.util.Map;
import org.backstay.vrrp.packet.Refusal;

/** What an instance has counted since it began: the original's statistics. Owned by the loop. */
public final class Counters {
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);

    /** Advertisements heard that were good. */
    public long received;
    /** Advertisements sent. */
    public long sent;
    /** Times that it became master. */
    public long becameMaster;
    /** Times that it stopped being master. */
    public long releasedMaster;
    /** Resignations heard. */
    public long priorityZeroReceived;
    /** Resignations sent. */
    public long priorityZeroSent;

    void refused(Refusal why) {
        refused.merge(why, 1L, Long::sum);
    }

    /** How many advertisements were refused for a reason. */
    public long refusedFor(Refusal why) {
        return refused.getOrDefault(why, 0L);
    }

    /** Counts from 0 again. */
    public void clear() {
        refused.clear();
        received = 0;
        sent = 0;
        becameMaster = 0;
        releasedMaster = 0;
        priorityZeroReceived = 0;
        priorityZeroSent = 0;
    }
}
