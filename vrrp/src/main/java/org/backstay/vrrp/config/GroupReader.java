package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.List;
import org.backstay.config.Block;

/** A {@code vrrp_sync_group}. */
final class GroupReader {
    private final List<String> members = new ArrayList<>();
    private final List<Tracked> tracked = new ArrayList<>();
    private final Notifications.Builder notifications = new Notifications.Builder();
    private boolean trackWeights;

    private static final Keywords<GroupReader> KEYWORDS = new Keywords<GroupReader>()
            .on(
                    "group",
                    (g, w) -> w.block()
                            .body()
                            .forEach(line -> g.members.addAll(line.statement().words())))
            .on("track_interface", (g, w) -> TrackedLines.read(Tracked.Kind.INTERFACE, w, g.tracked))
            .on("track_script", (g, w) -> TrackedLines.read(Tracked.Kind.SCRIPT, w, g.tracked))
            .on("track_file", (g, w) -> TrackedLines.read(Tracked.Kind.FILE, w, g.tracked))
            .on("track_process", (g, w) -> TrackedLines.read(Tracked.Kind.PROCESS, w, g.tracked))
            .on("track_bfd", (g, w) -> TrackedLines.read(Tracked.Kind.BFD, w, g.tracked))
            .on("track_redis", (g, w) -> TrackedLines.read(Tracked.Kind.REDIS, w, g.tracked))
            .on("notify_master", (g, w) -> g.notifications.script(Notifications.Event.MASTER, w))
            .on("notify_backup", (g, w) -> g.notifications.script(Notifications.Event.BACKUP, w))
            .on("notify_fault", (g, w) -> g.notifications.script(Notifications.Event.FAULT, w))
            .on("notify_stop", (g, w) -> g.notifications.script(Notifications.Event.STOP, w))
            .on("notify", (g, w) -> g.notifications.script(Notifications.Event.ANY, w))
            .on("notify_priority_changes", (g, w) -> g.notifications.priorityChanges = w.flag(false))
            .on("smtp_alert", (g, w) -> g.notifications.smtpAlert = w.flag(false))
            .on("sync_group_tracking_weight", (g, w) -> g.trackWeights = true)
            .on("global_tracking", (g, w) -> g.trackWeights = true);

    private GroupReader() {}

    static GroupConfig read(String name, Block block, GlobalReader global, Diagnostics diagnostics) {
        GroupReader reader = new GroupReader();
        KEYWORDS.read(reader, block.body(), diagnostics);
        return new GroupConfig(
                name,
                List.copyOf(reader.members),
                List.copyOf(reader.tracked),
                reader.trackWeights,
                reader.notifications.build(global.routerAlert(), global.priorityChanges));
    }
}
