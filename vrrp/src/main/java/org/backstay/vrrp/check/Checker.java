package org.backstay.vrrp.check;

import java.util.Objects;
import org.backstay.node.Node;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.instance.Alarm;
import org.jspecify.annotations.Nullable;

/** Asks a real server again and again, and forgives what it is told to forgive. Owned by the router's loop. */
public final class Checker {
    /** Hears what a checker has found out. */
    public interface Owner {
        /**
         * It has found out something new.
         *
         * @param checker which
         * @param change whether it took the server to be otherwise before
         * @param letter the text of a mail that says so; empty for none
         */
        void judged(Checker checker, boolean change, String letter);

        /**
         * Something else is said of the server's weight than before.
         *
         * @param weight null when it is the configured one again
         */
        void weighed(Checker checker, @Nullable Weighing weight);
    }

    private final CheckerConfig config;
    private final Service service;
    private final Node node;
    private final boolean logAllFailures;
    private final Owner owner;
    private final Probe probe;
    private final Alarm next;
    private CheckState state;
    private int forgiven;
    private @Nullable Weighing weight;
    private boolean suspended;

    /** A checker that does nothing until it is started. */
    public Checker(CheckerConfig config, Service service, Probes probes, boolean logAllFailures, Owner owner) {
        this.config = config;
        this.service = service;
        this.logAllFailures = logAllFailures || config.logAllFailures();
        this.owner = owner;
        node = probes.node();
        probe = probes.probe(config, service);
        next = new Alarm(node.loop(), node.clock(), this::attempt);
        state = config.alpha() ? CheckState.PRESUMED_DOWN : CheckState.PRESUMED_UP;
    }

    /** Begins at a random time of its warm-up, so that not all servers are asked at once. */
    public void start() {
        assert node.loop().inEventLoop();
        if (probe.announced()) {
            node.log()
                    .notice((suspended ? "Deactivating" : "Activating") + " healthchecker for service " + service.real()
                            + " for VS " + service.virtual());
        }
        next.in(config.warmup() == 0 ? 0 : node.random().nextLong(config.warmup()));
    }

    /** While it is suspended, it asks nothing and believes what it knew. */
    public void suspend(boolean off) {
        if (suspended == off || state == CheckState.STOPPED) {
            return;
        }
        suspended = off;
        node.log()
                .notice((off ? "Suspending" : "Activating") + " healthchecker for service " + service.real()
                        + " for VS " + service.virtual());
    }

    /** Suspended from the start: nothing is logged, the start will say so. */
    public void beginSuspended() {
        suspended = true;
    }

    /** Ends for good. */
    public void stop() {
        next.off();
        probe.cancel();
        move(CheckState.STOPPED);
    }

    /** Whether the server may work, as far as this checker knows. */
    public boolean isUp() {
        return state.isUp();
    }

    private void attempt() {
        if (suspended) {
            next.in(config.delayLoop());
            return;
        }
        probe.attempt(state.isUp(), this::ended);
    }

    private void ended(Outcome outcome) {
        if (state == CheckState.STOPPED) {
            return;
        }
        switch (outcome.kind()) {
            case PASSED -> passed(outcome.weight());
            case PARTLY -> partly();
            case FAILED -> failed(outcome.why());
        }
    }

    private void partly() {
        forgiven = 0;
        if (state == CheckState.RETRYING) {
            move(CheckState.UP);
        }
        boolean waits = state == CheckState.UP || !probe.hurries();
        next.in(waits ? config.delayLoop() : 0);
    }

    private void passed(@Nullable Weighing said) {
        next.in(config.delayLoop());
        forgiven = 0;
        if (!Objects.equals(said, weight)) {
            weight = said;
            owner.weighed(this, said);
        }
        CheckState before = state;
        if (before == CheckState.UP) {
            return;
        }
        move(CheckState.UP);
        if (before != CheckState.RETRYING) {
            say(probe.passed());
            owner.judged(this, !before.isUp(), probe.letter(true, ""));
        }
    }

    private void failed(String why) {
        if (state == CheckState.DOWN) {
            next.in(config.delayLoop());
            return;
        }
        if (!state.isPresumed() && forgiven < config.retries()) {
            forgive(why);
            return;
        }
        next.in(config.delayLoop());
        CheckState before = state;
        forgiven = 0;
        move(CheckState.DOWN);
        probe.gaveUp();
        say(probe.failed(why, config.retries(), before.isPresumed()));
        if (weight != null) {
            weight = null;
            owner.weighed(this, null);
        }
        owner.judged(this, before.isUp(), probe.letter(false, why));
    }

    private void say(String line) {
        if (!line.isEmpty()) {
            node.log().notice(line);
        }
    }

    private void forgive(String why) {
        forgiven++;
        next.in(config.delayBeforeRetry());
        if (state == CheckState.UP) {
            move(CheckState.RETRYING);
        }
        if (logAllFailures) {
            node.log().notice(probe.tried(why, forgiven, config.retries()));
        }
    }

    private void move(CheckState to) {
        if (!state.leadsTo(to)) {
            throw new IllegalStateException(service.real() + " can't go from " + state + " to " + to);
        }
        state = to;
    }
}
