package org.backstay.vrrp.tracker;

import org.backstay.node.Node;
import org.backstay.vrrp.config.ScriptConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Alarm;
import org.backstay.vrrp.instance.Contribution;
import org.backstay.vrrp.script.ScriptRunner;
import org.jspecify.annotations.Nullable;

/** A {@code vrrp_script}: run at each interval, but never twice at once; one that takes too long is ended and has failed. */
final class ScriptTracker implements Tracker, ScriptRunner.Observer {
    private static final long PATIENCE = 2_000_000_000;

    private final ScriptConfig config;
    private final Node node;
    private final ScriptRunner scripts;
    private final Runnable changed;
    private final RiseAndFall verdict;
    private final Alarm next;
    private final Alarm limit;
    private ScriptRunner.@Nullable Running running;
    private boolean busy;
    private boolean asked;
    private boolean stopped;
    private boolean ended;
    private int lastCode;

    ScriptTracker(ScriptConfig config, Node node, ScriptRunner scripts, Runnable changed) {
        this.config = config;
        this.node = node;
        this.scripts = scripts;
        this.changed = changed;
        verdict = new RiseAndFall(config.rise(), config.fall(), config.initiallyFailed());
        next = new Alarm(node.loop(), node.clock(), this::run);
        limit = new Alarm(node.loop(), node.clock(), this::tooLong);
    }

    @Override
    public void start() {
        next.in(0);
    }

    @Override
    public void stop() {
        stopped = true;
        next.off();
        limit.off();
        if (running != null) {
            running.terminate();
        }
    }

    private void run() {
        next.in(config.interval());
        if (busy) {
            node.log().notice("Track script " + config.name() + " is already running, expect idle - skipping run");
            return;
        }
        busy = true;
        asked = false;
        limit.in(config.timeout());
        scripts.start(config.command(), this);
    }

    @Override
    public void started(ScriptRunner.Running program) {
        running = program;
        if (stopped) {
            program.terminate();
        }
    }

    private void tooLong() {
        if (running == null) {
            return;
        }
        if (asked) {
            running.kill();
            return;
        }
        asked = true;
        running.terminate();
        limit.in(PATIENCE);
    }

    @Override
    public void ended(int code) {
        busy = false;
        ended = true;
        running = null;
        limit.off();
        if (stopped) {
            return;
        }
        if (code != lastCode) {
            node.log().notice("Script `" + config.name() + "` now returning " + code);
            lastCode = code;
        }
        boolean success = code == 0 && !asked;
        if (verdict.result(success)) {
            node.log()
                    .notice("VRRP_Script(" + config.name() + ") "
                            + (success ? "succeeded" : asked ? "timed_out" : "failed"));
            changed.run();
        }
    }

    @Override
    public Contribution contribution(Tracked as) {
        return Tracker.upOrDown(verdict.known(), verdict.up(), as, config.weight(), config.reverse());
    }

    @Override
    public Standing standing() {
        Standing.Run run = asked && busy ? Standing.Run.TERMINATED : busy ? Standing.Run.RUNNING : Standing.Run.IDLE;
        return new Standing.OfScript(config, verdict.count(), ended, run);
    }
}
