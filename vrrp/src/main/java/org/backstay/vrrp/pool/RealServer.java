package org.backstay.vrrp.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.node.Log;
import org.backstay.vrrp.check.Checker;
import org.backstay.vrrp.check.Probes;
import org.backstay.vrrp.check.Service;
import org.backstay.vrrp.check.Weighing;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.RealServerConfig;
import org.jspecify.annotations.Nullable;

/** A server in a pool: alive while all its checkers say so. Owned by the router's loop. */
final class RealServer implements Checker.Owner {
    private static final int MOST_WEIGHT = 65_535;

    private final RealServerConfig config;
    private final VirtualServer pool;
    private final GlobalSettings.Checking settings;
    private final Log log;
    private final Audience audience;
    private final List<Checker> checkers = new ArrayList<>();
    private final Map<Checker, Weighing> weighed = new HashMap<>();
    private boolean alive;

    RealServer(
            RealServerConfig config,
            VirtualServer pool,
            Probes probes,
            GlobalSettings.Checking settings,
            Log log,
            Audience audience) {
        this.config = config;
        this.pool = pool;
        this.settings = settings;
        this.log = log;
        this.audience = audience;
        Service service = new Service(config.name(), pool.config().name());
        for (CheckerConfig each : config.checkers()) {
            if (probes.usable(each)) {
                checkers.add(new Checker(each, service, probes, settings.logAllFailures(), this));
            }
        }
    }

    RealServerConfig config() {
        return config;
    }

    boolean isAlive() {
        return alive;
    }

    /** What it counts for the quorum now. */
    long weight() {
        long weight = config.weight();
        for (Weighing each : weighed.values()) {
            weight += each.change(config.weight());
        }
        return Math.clamp(weight, 0, MOST_WEIGHT);
    }

    /** It belongs to the pool from now on; whether it is alive is what its checkers presume. */
    void join() {
        alive = checkers.stream().allMatch(Checker::isUp);
        if (alive && settings.initialNotifications()) {
            audience.server(pool.config(), config, true);
        }
    }

    void startChecks(boolean suspended) {
        for (Checker each : checkers) {
            if (suspended) {
                each.beginSuspended();
            }
            each.start();
        }
    }

    void suspend(boolean off) {
        checkers.forEach(each -> each.suspend(off));
    }

    /**
     * It leaves the pool.
     *
     * @param how the word that says why
     * @param told whether scripts and people are told
     */
    void leave(String how, boolean told) {
        checkers.forEach(Checker::stop);
        log.notice(how + " " + (config.inhibit() && !alive ? "(inhibited) " : "") + "service " + config.name()
                + " from VS " + pool.config().name());
        if (alive && told) {
            alive = false;
            audience.server(pool.config(), config, false);
            if (config.smtpAlert()) {
                audience.mail(pool.config(), config, false, "=> " + how + " <=");
            }
        }
        alive = false;
    }

    @Override
    public void judged(Checker checker, boolean change, String letter) {
        boolean before = alive;
        boolean all = checkers.stream().allMatch(Checker::isUp);
        if (all != alive) {
            turn(all);
        } else if (!change && !checker.isUp()) {
            audience.server(pool.config(), config, false); // down from the start, which nobody has been told
        }
        if (change && !letter.isEmpty() && config.smtpAlert() && (before != alive || !settings.changesOnly())) {
            audience.mail(pool.config(), config, alive, letter);
        }
    }

    private void turn(boolean up) {
        String verb = config.inhibit() ? (up ? "Enabling" : "Disabling") : up ? "Adding" : "Removing";
        String from = config.inhibit() ? "of" : up ? "to" : "from";
        log.notice(verb + " service " + config.name() + " " + from + " VS "
                + pool.config().name());
        alive = up;
        audience.server(pool.config(), config, up);
        pool.settle(false);
    }

    @Override
    public void weighed(Checker checker, @Nullable Weighing weight) {
        long before = weight();
        if (weight == null) {
            weighed.remove(checker);
        } else {
            weighed.put(checker, weight);
        }
        if (before != weight()) {
            log.notice("Changing weight from " + before + " to " + weight() + " for " + (alive ? "" : "in")
                    + "active service " + config.name() + " of VS "
                    + pool.config().name());
            pool.settle(false);
        }
    }
}
