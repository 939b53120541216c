package org.backstay.vrrp.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.backstay.vrrp.config.BfdConfig;
import org.backstay.vrrp.config.ProcessConfig;
import org.backstay.vrrp.config.ScriptConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.tracker.Standing;
import org.backstay.vrrp.tracker.Trackers;

/** What is watched: the lists of who watches, and the trackers themselves. */
final class WatchedSection {
    private final Page page;
    private final Snapshot snapshot;

    WatchedSection(Page page, Snapshot snapshot) {
        this.page = page;
        this.snapshot = snapshot;
    }

    /** What an instance or a group watches. */
    void watched(List<Tracked> tracked, String processes) {
        watched(tracked, Tracked.Kind.INTERFACE, "Tracked interfaces :", " ");
        watched(tracked, Tracked.Kind.SCRIPT, "Tracked scripts :", " ");
        watched(tracked, Tracked.Kind.FILE, "Tracked files :", ", ");
        watched(tracked, Tracked.Kind.PROCESS, processes, ", ");
        watched(tracked, Tracked.Kind.BFD, "Tracked BFDs :", ": ");
        watched(tracked, Tracked.Kind.REDIS, "Tracked redis servers :", ", ");
    }

    private void watched(List<Tracked> tracked, Tracked.Kind kind, String title, String parted) {
        List<Tracked> all = tracked.stream().filter(each -> each.kind() == kind).toList();
        if (!all.isEmpty()) {
            page.words(3, title);
            all.forEach(each -> page.words(5, each.name() + parted + "weight " + weight(each)));
        }
    }

    private String weight(Tracked tracked) {
        Integer own = tracked.weight();
        return weight(own == null ? usualWeight(tracked) : own, tracked.reverse() || isReversed(tracked));
    }

    /** A session that is reversed stays so for those who give another weight. */
    private boolean isReversed(Tracked tracked) {
        return tracked.kind() == Tracked.Kind.BFD
                && snapshot.config().bfds().stream()
                        .anyMatch(each -> each.name().equals(tracked.name()) && each.reverse());
    }

    /** A tracker's own weight counts where nothing else is said. */
    private int usualWeight(Tracked tracked) {
        return switch (tracked.kind()) {
            case INTERFACE -> 0;
            case SCRIPT ->
                first(snapshot.config().scripts().stream()
                        .filter(each -> each.name().equals(tracked.name()))
                        .map(ScriptConfig::weight));
            case FILE ->
                first(snapshot.config().files().stream()
                        .filter(each -> each.name().equals(tracked.name()))
                        .map(each -> each.weight()));
            case PROCESS ->
                first(snapshot.config().processes().stream()
                        .filter(each -> each.name().equals(tracked.name()))
                        .map(ProcessConfig::weight));
            case BFD ->
                first(snapshot.config().bfds().stream()
                        .filter(each -> each.name().equals(tracked.name()))
                        .map(each -> each.weight()));
            case REDIS ->
                first(snapshot.config().redises().stream()
                        .filter(each -> each.name().equals(tracked.name()))
                        .map(each -> each.weight()));
        };
    }

    private static int first(java.util.stream.Stream<Integer> weights) {
        return weights.findFirst().orElse(0);
    }

    /** All trackers, in the original's sections. */
    void trackers() {
        section(Tracked.Kind.SCRIPT, "VRRP Scripts");
        section(Tracked.Kind.FILE, "VRRP Track files");
        section(Tracked.Kind.PROCESS, "VRRP Track processes");
        bfds();
        section(Tracked.Kind.REDIS, "VRRP Redis servers");
    }

    /** All of the file, also those that nobody watches. */
    private void bfds() {
        List<BfdConfig> all = snapshot.config().bfds();
        if (all.isEmpty()) {
            return;
        }
        page.section("VRRP Track BFDs");
        for (BfdConfig each : all) {
            Trackers.Watched tracker = snapshot.trackers().stream()
                    .filter(one -> one.kind() == Tracked.Kind.BFD
                            && one.standing() instanceof Standing.OfOther other
                            && other.name().equals(each.name()))
                    .findFirst()
                    .orElse(null);
            page.line(1, "VRRP Track BFD", each.name());
            line("Weight", weight(each.weight(), each.reverse()));
            boolean up = tracker != null && tracker.standing() instanceof Standing.OfOther other && other.isUp();
            page.words(3, "Bfd is " + (up ? "up" : "down"));
            page.words(3, "Tracking VRRP instances :");
            if (tracker != null) {
                watchers(tracker.watchers());
            }
        }
    }

    private void section(Tracked.Kind kind, String title) {
        List<Trackers.Watched> all =
                snapshot.trackers().stream().filter(each -> each.kind() == kind).toList();
        if (!all.isEmpty()) {
            page.section(title);
            all.forEach(this::tracker);
        }
    }

    private void tracker(Trackers.Watched watched) {
        switch (watched.standing()) {
            case Standing.OfScript script -> script(script, watched.watchers());
            case Standing.OfFile file -> {
                page.line(1, "Track file", file.config().name());
                line("File", file.config().path());
                line("Status", file.value());
                line("Weight", weight(file.config().weight(), file.config().reverse()));
                watchers(watched.watchers());
            }
            case Standing.OfProcess process -> process(process, watched.watchers());
            case Standing.OfOther other -> {
                page.line(1, "VRRP Redis server", other.name());
                line("Status", other.word());
                watchers(watched.watchers());
            }
        }
    }

    private void line(String name, Object value) {
        page.line(3, name, value);
    }

    private static String weight(int weight, boolean reverse) {
        return weight + (reverse ? " reverse" : "");
    }

    private void script(Standing.OfScript script, Map<Instance, Tracked> watchers) {
        ScriptConfig config = script.config();
        page.line(1, "VRRP Script", config.name());
        line("Command", Page.quoted(config.command().command()));
        line("Interval", Page.seconds(config.interval()) + " sec");
        line("Timeout", Page.seconds(config.timeout()) + " sec");
        line("Weight", weight(config.weight(), config.reverse()));
        line("Rise", config.rise());
        line("Fall", config.fall());
        line("Result", script.result());
        line("Insecure", "no");
        // What a script that has run is called is the original's own oversight.
        line("Init state", script.known() ? "unknown" : config.initiallyFailed() ? "INIT/FAILED" : "INIT");
        line("Status", script.result() >= config.rise() ? "GOOD" : "BAD");
        line("Script uid:gid", snapshot.identities().apply(config.command()));
        page.words(3, "VRRP instances :");
        watchers(watchers);
        line("State", script.run().words());
    }

    private void process(Standing.OfProcess process, Map<Instance, Tracked> watchers) {
        ProcessConfig config = process.config();
        List<String> command = config.command();
        page.line(1, "VRRP Track process", config.name());
        line("Process", command.getFirst());
        if (command.size() > 1) {
            line("Parameters", String.join(" ", command.subList(1, command.size())));
            String match = config.match() == ProcessConfig.Match.EXACT
                    ? ""
                    : " = " + config.match().name().toLowerCase(Locale.ROOT);
            page.words(3, "Param match" + match);
        }
        line("Min processes", config.quorum());
        if (config.quorumMax() < Integer.MAX_VALUE) {
            line("Max processes", config.quorumMax());
        }
        line("Current processes", process.count());
        line("Have quorum", process.quorum());
        line("Weight", weight(config.weight(), config.reverse()));
        line("Terminate delay", String.format(Locale.ROOT, "%fs", config.terminateDelay() / 1e9));
        line("Fork delay", String.format(Locale.ROOT, "%fs", config.forkDelay() / 1e9));
        page.words(3, "Fork delay timer " + (process.coming() ? "" : "not ") + "running");
        page.words(3, "Terminate delay timer " + (process.going() ? "" : "not ") + "running");
        line("Full command", config.fullCommand() || command.size() > 1);
        watchers(watchers);
    }

    private void watchers(Map<Instance, Tracked> watchers) {
        page.words(3, "Tracking instances :");
        watchers(watchers, false);
        watchers(watchers, true);
    }

    /** Those that watch by themselves, or those whose groups do. */
    private void watchers(Map<Instance, Tracked> watchers, boolean byGroup) {
        watchers.forEach((instance, as) -> {
            if (byGroup == isGroups(instance, as)) {
                page.words(5, instance.config().name() + ", weight " + weight(as));
            }
        });
    }

    private boolean isGroups(Instance instance, Tracked tracked) {
        return snapshot.groups().stream()
                .anyMatch(group -> group.members().contains(instance)
                        && group.config().tracked().contains(tracked));
    }
}
