package org.backstay.vrrp.report;

import java.util.List;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.config.KernelEntry;
import org.backstay.vrrp.config.TrackGroup;
import org.backstay.vrrp.group.SyncGroup;
import org.backstay.vrrp.link.AddressText;
import org.jspecify.annotations.Nullable;

/**
 * {@code keepalived.data}: how the router is configured and what it is doing, in the original's words and order. What speaks of parts that
 * this program does not have is not there; passwords are not shown.
 */
public final class DataReport {
    private final Page page = new Page();
    private final Snapshot snapshot;

    private DataReport(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The text of the file. */
    public static String text(Snapshot snapshot) {
        DataReport report = new DataReport(snapshot);
        report.write();
        return report.page.text();
    }

    private void write() {
        KeepalivedConfig config = snapshot.config();
        String usual = config.global().defaultInterface();
        LinkSection links = new LinkSection(page, snapshot);
        WatchedSection watched = new WatchedSection(page, snapshot);
        new GlobalSection(page, snapshot).write();
        list(
                "Static Addresses",
                config.staticAddresses().stream()
                        .map(each -> AddressText.of(each, usual, group(each)))
                        .toList());
        list(
                "Static Routes",
                config.staticRoutes().stream()
                        .map(each -> RouteText.of(each) + groupWord(each))
                        .toList());
        list("Static Rules", config.staticRules().stream().map(RuleText::of).toList());
        if (!snapshot.instances().isEmpty()) {
            page.section("VRRP Topology");
            snapshot.instances().forEach(each -> new InstanceSection(page, snapshot, each).write());
        }
        links.ports();
        groups(watched);
        watched.trackers();
        links.links();
    }

    private @Nullable String group(KernelEntry entry) {
        return snapshot.config().trackGroups().stream()
                .filter(each -> each.entries().contains(entry))
                .map(TrackGroup::name)
                .findFirst()
                .orElse(null);
    }

    private String groupWord(KernelEntry entry) {
        String name = group(entry);
        return name == null ? "" : " track_group " + name;
    }

    private void list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            page.section(title);
            lines.forEach(each -> page.words(5, each));
        }
    }

    private void groups(WatchedSection watched) {
        if (snapshot.groups().isEmpty()) {
            return;
        }
        page.section("VRRP Sync groups");
        snapshot.groups().forEach(each -> group(each, watched));
    }

    private void group(SyncGroup group, WatchedSection watched) {
        page.line(1, "VRRP Sync Group", group.config().name() + ", " + InstanceSection.word(group.state()));
        long faults = group.members().stream()
                .filter(each -> !each.faults().isEmpty())
                .count();
        long pending =
                group.members().stream().filter(each -> each.pending() > 0).count();
        page.words(3, "Num member fault " + faults + ", num member init " + pending);
        page.words(3, "VRRP member instances :");
        group.members().forEach(each -> page.words(5, each.config().name()));
        if (group.config().trackWeights()) {
            page.words(3, "sync group tracking weight set");
        }
        page.line(
                3,
                "Using smtp notification",
                Page.yes(group.config().notifications().smtpAlert()));
        if (group.config().notifications().priorityChanges()) {
            page.line(3, "Notify priority changes", "yes");
        }
        watched.watched(group.config().tracked(), "Tracked process :");
        InstanceSection.scripts(page, snapshot, group.config().notifications());
    }
}
