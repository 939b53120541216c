package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The blocks {@code track_group}, and the static lines that name them. */
final class TrackGroups {
    private static final Keywords<List<String>> KEYWORDS = new Keywords<List<String>>()
            .on(
                    "group",
                    (members, w) -> w.block()
                            .body()
                            .forEach(line -> members.addAll(line.statement().words())));

    private final Map<String, List<String>> members = new LinkedHashMap<>();
    private final List<Naming> namings = new ArrayList<>();

    private record Naming(Words line, String group, KernelEntry entry) {}

    /** Reads a group. */
    void read(Words words) {
        String name = words.required(1);
        if (name == null) {
            return;
        }
        List<String> read = new ArrayList<>();
        KEYWORDS.read(read, words.block().body(), words.diagnostics());
        if (members.putIfAbsent(name, read) != null) {
            words.fault("track_group " + name + " already defined - ignoring the second");
        }
    }

    /** A static line names a group. */
    void name(Words line, String group, KernelEntry entry) {
        namings.add(new Naming(line, group, entry));
    }

    /** All groups that have members, each with what names it. */
    List<TrackGroup> build(Set<String> instances, Diagnostics diagnostics) {
        List<TrackGroup> groups = new ArrayList<>();
        members.forEach((name, all) -> {
            List<String> known = new ArrayList<>(all);
            known.removeIf(member -> isUnknown(member, name, instances, diagnostics));
            if (known.isEmpty()) {
                diagnostics.fault("Static track group " + name + " has no virtual router(s) - removing");
            } else {
                groups.add(new TrackGroup(name, List.copyOf(known), entries(name)));
            }
        });
        for (Naming each : namings) {
            if (!members.containsKey(each.group())) {
                each.line().fault("track_group " + each.group() + " not found");
            } else if (!each.entry().tracked()) {
                each.line().fault("both track_group and no_track are set - not tracking");
            }
        }
        return List.copyOf(groups);
    }

    private static boolean isUnknown(String member, String group, Set<String> instances, Diagnostics diagnostics) {
        if (instances.contains(member)) {
            return false;
        }
        diagnostics.fault(
                "vrrp instance " + member + " specified in track group " + group + " doesn't exist - ignoring");
        return true;
    }

    private List<KernelEntry> entries(String group) {
        return namings.stream()
                .filter(each -> each.group().equals(group) && each.entry().tracked())
                .map(Naming::entry)
                .toList();
    }
}
