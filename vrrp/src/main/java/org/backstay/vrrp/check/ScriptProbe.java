package org.backstay.vrrp.check;

import java.util.function.Consumer;
import org.backstay.node.Node;
import org.backstay.vrrp.config.ProbeConfig;
import org.backstay.vrrp.instance.Alarm;
import org.backstay.vrrp.script.ScriptRunner;
import org.jspecify.annotations.Nullable;

/** {@code MISC_CHECK}: a program is run; one that takes too long is ended, and has failed. */
final class ScriptProbe implements Probe {
    private static final long PATIENCE = 2_000_000_000;
    private static final int SIGNALLED = 128;
    private static final int LEAST_WEIGHT_CODE = 2;

    private final Service service;
    private final ScriptRunner scripts;
    private final ProbeConfig.Script config;
    private final long limit;
    private final Alarm late;
    private @Nullable Run run;

    /** A program; {@code limit} in nanoseconds is when it is ended. */
    ScriptProbe(Node node, Service service, ScriptRunner scripts, ProbeConfig.Script config, long limit) {
        this.service = service;
        this.scripts = scripts;
        this.config = config;
        this.limit = limit;
        late = new Alarm(node.loop(), node.clock(), this::tooLong);
    }

    /** One run of it. */
    private final class Run implements ScriptRunner.Observer {
        private final Consumer<Outcome> done;
        private ScriptRunner.@Nullable Running program;
        private boolean terminated;

        Run(Consumer<Outcome> done) {
            this.done = done;
        }

        @Override
        public void started(ScriptRunner.Running running) {
            program = running;
            if (run != this) {
                running.terminate();
            }
        }

        @Override
        public void ended(int code) {
            if (run == this) {
                run = null;
                late.off();
                done.accept(outcome(code, terminated));
            }
        }

        void end() {
            if (program != null && terminated) {
                program.kill();
            } else if (program != null) {
                program.terminate();
            }
            terminated = true;
        }
    }

    @Override
    public void attempt(boolean up, Consumer<Outcome> done) {
        Run next = new Run(done);
        run = next;
        late.in(limit);
        scripts.start(config.command(), next);
    }

    private void tooLong() {
        if (run != null) {
            run.end();
            late.in(PATIENCE);
        }
    }

    private Outcome outcome(int code, boolean terminated) {
        if (code == 0) {
            return Outcome.PASSED;
        }
        if (terminated) {
            return Outcome.failed("timed out");
        }
        if (config.dynamic() && code >= LEAST_WEIGHT_CODE) {
            return Outcome.weighing(new Weighing(code - LEAST_WEIGHT_CODE, false));
        }
        return Outcome.failed(
                code > SIGNALLED
                        ? "failed (due to signal " + (code - SIGNALLED) + ")"
                        : "failed (exited with status " + code + ")");
    }

    @Override
    public void cancel() {
        late.off();
        Run ending = run;
        run = null;
        if (ending != null) {
            ending.end();
        }
    }

    private String line(String what, String retries) {
        String[] parts = what.split(" \\(", 2);
        String reason = parts.length == 1 ? "" : " (" + parts[1];
        return "Misc check for [" + service.real() + " VS " + service.virtual() + "] by ["
                + config.command().command().getFirst() + "] " + parts[0] + retries + reason + ".";
    }

    private static String count(int retries) {
        return retries + (retries == 1 ? " retry" : " retries");
    }

    @Override
    public String passed() {
        return line("succeeded", "");
    }

    @Override
    public String failed(String why, int retries, boolean first) {
        return line(why, retries == 0 ? " with retry disabled" : " after " + count(retries));
    }

    @Override
    public String tried(String why, int count, int retries) {
        return line(why, count == 1 ? ", will do " + count(retries) : " on retry " + (count - 1) + "/" + retries);
    }

    @Override
    public String letter(boolean up, String why) {
        String how = up ? "succeeded" : why.split(" \\(", 2)[0];
        return "=> MISC CHECK " + how + " on service <=";
    }
}
