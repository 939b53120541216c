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

    /** Its state in one word, for reports. */
    String word();

    /** Of a tracker that knows up and down. */
    static Contribution upOrDown(boolean known, boolean up, Tracked as, int ownWeight, boolean ownReverse) {
        if (!known) {
            return Contribution.PENDING;
        }
        Integer weight = as.weight();
        return Contribution.of(up, weight == null ? ownWeight : weight, as.reverse() ^ ownReverse);
    }
}
