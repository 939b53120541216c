package org.backstay.vrrp.tracker;

import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Contribution;

/** Watches one thing, for however many instances. Owned by the router's loop. */
interface Tracker {
    /** Begins; from now on tells of every change. */
    void start();

    /** Ends for good. */
    void stop();

    /** What it means now for one who watches it so. */
    Contribution contribution(Tracked as);

    /** How it stands, for reports. */
    Standing standing();

    /** Of a tracker that knows up and down. Until it knows, only what could be a fault keeps its instance waiting, as in the original. */
    static Contribution upOrDown(boolean known, boolean up, Tracked as, int ownWeight, boolean ownReverse) {
        Integer given = as.weight();
        int weight = given == null ? ownWeight : given;
        if (!known) {
            return weight == 0 ? Contribution.PENDING : Contribution.NOTHING;
        }
        return Contribution.of(up, weight, as.reverse() ^ ownReverse);
    }
}
