package org.backstay.vrrp.tracker;

import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Contribution;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.Link;

/** An interface that is watched besides an instance's own. Looked at when it is asked for: the kernel tells of changes. */
final class InterfaceTracker implements Tracker {
    private final String name;
    private final Kernel kernel;

    InterfaceTracker(String name, Kernel kernel) {
        this.name = name;
        this.kernel = kernel;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    private boolean up() {
        Link link = kernel.link(name);
        return link != null && link.up();
    }

    @Override
    public Contribution contribution(Tracked as) {
        return Tracker.upOrDown(true, up(), as, 0, false);
    }

    @Override
    public Standing standing() {
        return new Standing.OfOther(name, up() ? "up" : "down");
    }
}
