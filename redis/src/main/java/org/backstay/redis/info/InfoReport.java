package org.backstay.redis.info;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** All sections of INFO, in the original's order. Owned by the server's loop. */
public final class InfoReport {
    private static final List<String> ORDER = List.of(
            "Server",
            "Clients",
            "Memory",
            "Persistence",
            "Stats",
            "Replication",
            "CPU",
            "Modules",
            "Commandstats",
            "Errorstats",
            "Latencystats",
            "Cluster",
            "Keyspace");

    private final List<InfoSection> sections = new ArrayList<>();

    /** Adds a section; its place follows from its name. */
    public void add(InfoSection section) {
        sections.add(section);
        sections.sort(java.util.Comparator.comparingInt(each -> ORDER.indexOf(each.name())));
    }

    /** Adds lines to the end of a section that was added before. */
    public void extend(String name, InfoSection.Body more) {
        sections.replaceAll(section -> section.name().equals(name)
                ? new InfoSection(name, section.standard(), to -> {
                    section.body().write(to);
                    more.write(to);
                })
                : section);
    }

    /**
     * Writes the sections that were asked for.
     *
     * @param wanted names in lower case; {@code default}, {@code all} and {@code everything} stand for several; empty is default
     */
    public String text(Set<String> wanted) {
        boolean all = wanted.contains("all") || wanted.contains("everything");
        boolean standard = wanted.isEmpty() || wanted.contains("default");
        StringBuilder text = new StringBuilder();
        for (InfoSection section : sections) {
            if (all
                    || (standard && section.standard())
                    || wanted.contains(section.name().toLowerCase(Locale.ROOT))) {
                if (!text.isEmpty()) {
                    text.append("\r\n");
                }
                text.append("# ").append(section.name()).append("\r\n");
                section.body().write(new InfoSection.Lines(text));
            }
        }
        return text.toString();
    }
}
