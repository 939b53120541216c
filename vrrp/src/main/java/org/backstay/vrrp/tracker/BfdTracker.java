package org.backstay.vrrp.tracker;

import org.backstay.vrrp.bfd.Sessions;
import org.backstay.vrrp.config.BfdConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Contribution;

/** A {@code bfd_instance}: whether another machine is there. Until it was, it is not. */
final class BfdTracker implements Tracker {
    private final BfdConfig config;
    private final Sessions sessions;
    private final Runnable changed;

    BfdTracker(BfdConfig config, Sessions sessions, Runnable changed) {
        this.config = config;
        this.sessions = sessions;
        this.changed = changed;
    }

    @Override
    public void start() {
        sessions.watch(config.name(), changed);
    }

    @Override
    public void stop() {
        sessions.watch(config.name(), null);
    }

    @Override
    public Contribution contribution(Tracked as) {
        boolean reversed = config.reverse() && !as.reverse(); // once for both, as in the original
        return Tracker.upOrDown(true, sessions.isUp(config.name()), as, config.weight(), reversed);
    }

    @Override
    public Standing standing() {
        return new Standing.OfOther(config.name(), sessions.isUp(config.name()) ? "up" : "down");
    }
}
