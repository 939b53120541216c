package org.backstay.stack.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A drill's rounds as a table for people and as JSON for programs. Stateless. */
final class Report {
    private record Line(String what, String key, ToDoubleFunction<Round> value, int decimals) {}

    private static final List<Line> LINES = List.of(
            new Line("a sentinel noticed (ms)", "detection_ms", Round::detectionMillis, 0),
            new Line("sentinels agreed (ms)", "agreement_ms", Round::agreementMillis, 0),
            new Line("leader elected (ms)", "election_ms", Round::electionMillis, 0),
            new Line("replica promoted (ms)", "promotion_ms", Round::promotionMillis, 0),
            new Line("switch announced (ms)", "switch_ms", Round::switchMillis, 0),
            new Line("first write served (ms)", "first_write_ms", Round::firstWriteMillis, 0),
            new Line("both proxies switched (ms)", "all_proxies_ms", Round::allProxiesMillis, 0),
            new Line("old master back as replica (ms)", "return_ms", Round::returnMillis, 0),
            new Line("writes sent", "sent", Round::sent, 0),
            new Line("writes failed", "failed", Round::failed, 0),
            new Line("writes acknowledged", "acknowledged", Round::acknowledged, 0),
            new Line("acknowledged writes lost", "lost", Round::lost, 0),
            new Line("client connections lost", "connections_lost", Round::connectionsLost, 0));

    private Report() {}

    /** A column a round, and the median where there are several. */
    static List<String> table(List<Round> rounds) {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-34s", "AFTER THE KILL"));
        for (Round round : rounds) {
            head.append(String.format(Locale.ROOT, "%16s", round.shard()));
        }
        lines.add(head + (rounds.size() > 1 ? String.format(Locale.ROOT, "%16s", "MEDIAN") : ""));
        for (Line line : LINES) {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-34s", line.what()));
            for (Round round : rounds) {
                text.append(
                        String.format(Locale.ROOT, "%16s", shown(line.value().applyAsDouble(round))));
            }
            if (rounds.size() > 1) {
                text.append(String.format(Locale.ROOT, "%16s", shown(median(rounds, line.value()))));
            }
            lines.add(text.toString());
        }
        for (Round round : rounds) {
            lines.add(round.killed() + " was killed, "
                    + (round.promoted().isEmpty() ? "nobody" : round.promoted()) + " took over; data afterwards: "
                    + (round.digestsAgree() ? "the same on both" : "NOT the same on both"));
            round.faults().forEach(fault -> lines.add("FAULT: " + fault));
        }
        return lines;
    }

    private static String shown(double value) {
        return value < 0 ? "never" : String.format(Locale.ROOT, "%.0f", value);
    }

    static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static String json(List<Round> rounds) {
        return rounds.stream()
                .map(Report::json)
                .collect(Collectors.joining(",\n    ", "{\n  \"rounds\": [\n    ", "\n  ]\n}\n"));
    }

    private static String json(Round round) {
        String numbers = LINES.stream()
                .map(line -> "\"" + line.key() + "\": "
                        + String.format(Locale.ROOT, "%.1f", line.value().applyAsDouble(round)))
                .collect(Collectors.joining(", "));
        String faults = round.faults().stream()
                .map(fault -> "\"" + fault.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", "));
        return "{\"shard\": \"" + round.shard() + "\", \"killed\": \"" + round.killed() + "\", \"promoted\": \""
                + round.promoted() + "\", " + numbers + ", \"oldest_lost_ms_before_kill\": "
                + String.format(Locale.ROOT, "%.1f", round.oldestLostMillis()) + ", \"digests_agree\": "
                + round.digestsAgree() + ", \"faults\": [" + faults + "]}";
    }
}
