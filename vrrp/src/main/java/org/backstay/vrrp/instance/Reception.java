package org.backstay.vrrp.instance;

import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.packet.AdvertisementCheck;
import org.backstay.vrrp.packet.AuthenticationHeader;
import org.backstay.vrrp.packet.ReceivedPacket;
import org.backstay.vrrp.packet.Refusal;
import org.backstay.vrrp.packet.VrrpFormat;
import org.jspecify.annotations.Nullable;

/** Lets through the advertisements that count; the others are counted, and each kind is said once. Owned by the loop. */
final class Reception {
    private final Ground ground;
    private final Journal journal;
    private final Counters counters;
    private AdvertisementCheck check;

    Reception(
            Ground ground,
            Journal journal,
            Counters counters,
            InstanceConfig config,
            @Nullable AuthenticationHeader seal) {
        this.ground = ground;
        this.journal = journal;
        this.counters = counters;
        check = new AdvertisementCheck(config, seal);
    }

    void reconfigure(InstanceConfig next, @Nullable AuthenticationHeader seal) {
        check = new AdvertisementCheck(next, seal);
    }

    /**
     * Whether a packet counts.
     *
     * @param withAddresses whether its addresses matter
     */
    boolean takes(ReceivedPacket packet, boolean withAddresses) {
        Refusal refusal = check.refusal(packet, withAddresses);
        if (refusal != null) {
            counters.refused(refusal);
            if (ground.detail() || counters.refusedFor(refusal) == 1) {
                journal.note(refusal.words() + " (from " + packet.source() + ")");
            }
            return false;
        }
        counters.received++;
        if (packet.priority() == VrrpFormat.RESIGNED) {
            counters.priorityZeroReceived++;
        }
        return true;
    }
}
