package org.backstay.stack.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static Round round(String shard, double firstWrite, List<String> faults) {
        return new Round(
                shard,
                "redis-1",
                "redis-2",
                1,
                2,
                3,
                4,
                5,
                firstWrite,
                7,
                10,
                2,
                8,
                0,
                0,
                0,
                9,
                faults.isEmpty(),
                faults);
    }

    @Test
    void medianOfEvenlyManyRoundsLiesBetweenTheMiddleTwo() {
        List<Round> rounds = List.of(round("a", 10, List.of()), round("b", 20, List.of()));
        assertThat(Report.median(rounds, Round::firstWriteMillis)).isEqualTo(15);
    }

    @Test
    void tableSaysNeverForWhatDidNotHappenAndNamesFaults() {
        List<String> table = Report.table(List.of(round("a", -1, List.of("no replica was promoted"))));
        assertThat(table).anyMatch(line -> line.startsWith("first write served") && line.endsWith("never"));
        assertThat(table).contains("FAULT: no replica was promoted");
    }

    @Test
    void jsonEscapesWhatFaultsQuote() {
        String json = Report.json(List.of(round("a", 1, List.of("said \"no\""))));
        assertThat(json).contains("\"first_write_ms\": 1.0").contains("\"said \\\"no\\\"\"");
    }
}
