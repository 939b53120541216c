package org.backstay.vrrp.script;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.config.ProbeConfig;
import org.backstay.vrrp.config.RealServerConfig;
import org.backstay.vrrp.config.ScriptCommand;
import org.backstay.vrrp.config.ScriptConfig;
import org.backstay.vrrp.config.VirtualServerConfig;
import org.jspecify.annotations.Nullable;

/** Says of all programs that a configuration names which will not run, and why, before any is run. */
public final class ScriptReview {
    private final Function<ScriptCommand, Finding> inspector;
    private final Consumer<String> told;
    private final Set<String> said = new LinkedHashSet<>();
    private boolean any;
    private boolean unsafe;

    private ScriptReview(Function<ScriptCommand, Finding> inspector, Consumer<String> told) {
        this.inspector = inspector;
        this.told = told;
    }

    /**
     * Looks at all of them.
     *
     * @param inspector looks at one
     * @param told gets a line for each that is not as it should be, in the original's words
     */
    public static void of(KeepalivedConfig config, Function<ScriptCommand, Finding> inspector, Consumer<String> told) {
        ScriptReview review = new ScriptReview(inspector, told);
        for (ScriptConfig each : config.scripts()) {
            review.look(each.command(), "track script " + each.name());
        }
        review.notifications(config).forEach(each -> review.look(each, null));
        for (VirtualServerConfig virtual : config.virtualServers()) {
            for (RealServerConfig real : virtual.servers()) {
                real.checkers().forEach(review::misc);
            }
        }
        if (review.any && !config.global().scriptSecurity()) {
            told.accept("SECURITY VIOLATION - scripts are being executed but script_security not enabled."
                    + (review.unsafe ? " There are insecure scripts." : ""));
        }
    }

    private List<ScriptCommand> notifications(KeepalivedConfig config) {
        List<@Nullable ScriptCommand> all = new ArrayList<>();
        config.groups()
                .forEach(each -> all.addAll(each.notifications().scripts().values()));
        config.instances()
                .forEach(each -> all.addAll(each.notifications().scripts().values()));
        for (GlobalSettings.Fifo each : config.global().fifos()) {
            all.add(each.script());
        }
        for (VirtualServerConfig each : config.virtualServers()) {
            all.add(each.quorumUp());
            all.add(each.quorumDown());
            for (RealServerConfig real : each.servers()) {
                all.add(real.notifyUp());
                all.add(real.notifyDown());
            }
        }
        List<ScriptCommand> there = new ArrayList<>();
        for (ScriptCommand each : all) {
            if (each != null) {
                there.add(each);
            }
        }
        return there;
    }

    private void misc(CheckerConfig checker) {
        if (checker.probe() instanceof ProbeConfig.Script misc) {
            look(misc.command(), "misc script " + misc.command().command().getFirst());
        }
    }

    private void look(ScriptCommand command, @Nullable String what) {
        Finding finding = inspector.apply(command);
        any |= finding.runs();
        unsafe |= finding.verdict() == Finding.Verdict.UNSAFE;
        say(finding.why());
        if (what != null && finding.verdict() == Finding.Verdict.MISSING) {
            say("Disabling " + what + " since not found/accessible");
        } else if (what != null && finding.verdict() == Finding.Verdict.REFUSED) {
            say("Disabling " + what + " due to insecure");
        }
    }

    private void say(String line) {
        if (!line.isEmpty() && said.add(line)) {
            told.accept(line);
        }
    }
}
