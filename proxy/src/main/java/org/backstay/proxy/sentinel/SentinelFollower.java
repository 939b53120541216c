package org.backstay.proxy.sentinel;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.proxy.config.PoolConfig;
import org.backstay.proxy.config.ServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Knows where the masters of one pool are, from its sentinels: asks them every second, every {@value #HURRY_MILLIS} ms while something
 * is wrong, and at once when one of them announces a switch. Owned by the node's loop.
 */
public final class SentinelFollower implements SentinelLink.Listener {
    private static final long CALM_MILLIS = 1_000;
    private static final long HURRY_MILLIS = 100;

    /** How long after the last sign of trouble it goes on asking in a hurry. */
    private static final long TROUBLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Told where masters are. */
    public interface Listener {
        /** A master is at this place, which is not the one it was at. */
        void moved(String master, Endpoint place);

        /** Whether the sentinels are about to replace the place that is followed. */
        void replacing(String master, boolean yes);
    }

    /** One master. */
    private static final class Followed {
        final String name;
        final MasterView view;
        boolean replacing;

        @Nullable
        MasterReport checking;

        @Nullable
        String complaint;

        Followed(String name, int sentinels) {
            this.name = name;
            this.view = new MasterView(sentinels);
        }
    }

    private final Node node;
    private final PoolConfig pool;
    private final Listener listener;
    private final Map<String, Followed> masters = new LinkedHashMap<>();
    private final List<SentinelLink> links = new ArrayList<>();
    private @Nullable ScheduledFuture<?> next;
    private long troubledUntil;
    private boolean hurrying;
    private boolean closed;

    /** A follower that has asked nobody yet. */
    public SentinelFollower(Node node, PoolConfig pool, Listener listener) {
        this.node = node;
        this.pool = pool;
        this.listener = listener;
        for (ServerConfig server : pool.servers()) {
            String master = Objects.requireNonNull(server.master());
            masters.put(master, new Followed(master, pool.sentinels().size()));
        }
        List<String> names = List.copyOf(masters.keySet());
        for (Endpoint sentinel : pool.sentinels()) {
            links.add(new SentinelLink(node, sentinel, names, this));
        }
    }

    /** Connects to the sentinels and begins to ask. */
    public void start() {
        assert node.loop().inEventLoop();
        say("asking " + links.size() + " sentinels where " + String.join(", ", masters.keySet())
                + (masters.size() == 1 ? " is" : " are") + "; until they say, requests get errors");
        links.forEach(SentinelLink::connect);
        askLater(CALM_MILLIS);
    }

    /** A connection to a master has failed, or the server says that it is no master: asks at once, and often for a while. */
    public void doubt() {
        assert node.loop().inEventLoop();
        boolean calm = !hurrying;
        troubledUntil = node.clock().nanoTime() + TROUBLE_NANOS;
        hurrying = true;
        if (calm) {
            askNow();
        }
    }

    private void askNow() {
        links.forEach(SentinelLink::ask);
        ScheduledFuture<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
        hurrying &= troubledUntil - node.clock().nanoTime() > 0;
        askLater(hurrying ? HURRY_MILLIS : CALM_MILLIS);
    }

    private void askLater(long millis) {
        if (!closed) {
            next = node.loop().schedule(this::askNow, millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void connected(SentinelLink link) {
        node.log().verbose("pool '" + pool.name() + "': sentinel " + link.sentinel() + " answers");
    }

    @Override
    public void lost(SentinelLink link, String why) {
        node.log().verbose("pool '" + pool.name() + "': sentinel " + link.sentinel() + " is lost: " + why);
    }

    @Override
    public void switched(SentinelLink link) {
        link.ask();
    }

    @Override
    public void reported(String master, MasterReport report) {
        Followed followed = masters.get(master);
        if (followed == null || closed) {
            return;
        }
        followed.view.report(report);
        decide(followed);
    }

    private void decide(Followed master) {
        MasterReport newest = master.view.newest();
        if (newest == null) {
            return;
        }
        if (newest.place().equals(master.view.followed())) {
            master.view.follow(newest);
            replacing(master);
        } else if (master.checking == null) {
            check(master, newest);
        }
    }

    private void replacing(Followed master) {
        boolean now = master.view.replacing();
        if (now == master.replacing) {
            return;
        }
        master.replacing = now;
        listener.replacing(master.name, now);
        String which = "master '" + master.name + "' at " + master.view.followed();
        if (now) {
            say("the sentinels are replacing " + which + "; no new connection is made to it");
            doubt();
        } else {
            say("the sentinels keep " + which + "; connections to it are made again");
        }
    }

    /** A new place: whoever is there must say itself that it is a master. */
    private void check(Followed master, MasterReport report) {
        master.checking = report;
        RoleCheck.ask(node, report.place(), pool.password(), reason -> {
            master.checking = null;
            if (closed) {
                return;
            }
            MasterReport newest = master.view.newest();
            boolean stillMeant = newest != null && newest.place().equals(report.place());
            if (reason == null && stillMeant) {
                move(master, report);
            } else {
                doubt();
                complain(master, report, reason);
            }
        });
    }

    /** Says once for each place and reason that it can't be followed; the next answer of a sentinel tries again. */
    private void complain(Followed master, MasterReport report, @Nullable String reason) {
        String complaint = report.place() + ": " + reason;
        if (reason != null && !complaint.equals(master.complaint)) {
            master.complaint = complaint;
            say("the sentinels say that master '" + master.name + "' is at " + report.place()
                    + ", which can't be followed (" + reason + "); asking again");
        }
    }

    private void move(Followed master, MasterReport report) {
        Endpoint before = master.view.followed();
        master.view.follow(report);
        master.replacing = false;
        master.complaint = null;
        hurrying = false;
        listener.moved(master.name, report.place());
        String source = "config epoch " + report.epoch() + ", says sentinel " + report.sentinel();
        if (before == null) {
            say("master '" + master.name + "' is at " + report.place() + " (" + source + ")");
        } else {
            say("master '" + master.name + "' has moved from " + before + " to " + report.place() + " (" + source
                    + "): requests go there now, those in flight to the old one got errors, clients stay connected");
        }
    }

    private void say(String what) {
        node.log().notice("pool '" + pool.name() + "': " + what);
    }

    /** Asks nobody any more. */
    public void close() {
        closed = true;
        ScheduledFuture<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
        links.forEach(SentinelLink::close);
    }
}
