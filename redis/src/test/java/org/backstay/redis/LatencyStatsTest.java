package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backstay.redis.replication.OurRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INFO latencystats: how long commands take, by percentile. */
@Tag("slow")
final class LatencyStatsTest {
    private static final double TEN_MILLISECONDS = 10_000;

    @TempDir
    Path folder;

    @Test
    void percentilesOfEachCommandAndSubcommandAreShown() {
        try (OurRedis ours = OurRedis.start(folder, "--latency-tracking-info-percentiles", "0", "50", "100")) {
            for (int i = 0; i < 4; i++) {
                ours.call("DEBUG", "SLEEP", i == 3 ? "0.02" : "0");
            }
            ours.call("CONFIG", "GET", "maxmemory");
            String text = String.valueOf(ours.call("INFO", "latencystats"));
            Matcher sleeps = Pattern.compile("usec_debug:p0=([0-9.]+),p50=([0-9.]+),p100=([0-9.]+)\r")
                    .matcher(text);
            assertThat(sleeps.find()).as(text).isTrue();
            assertThat(Double.parseDouble(sleeps.group(2))).isLessThan(TEN_MILLISECONDS);
            assertThat(Double.parseDouble(sleeps.group(3))).isBetween(2 * TEN_MILLISECONDS, 2 * TEN_MILLISECONDS * 10);
            assertThat(text).contains("latency_percentiles_usec_config|get:p0=");
            assertThat(String.valueOf(ours.call("INFO"))).doesNotContain("# Latencystats");
            assertThat(String.valueOf(ours.call("INFO", "commandstats"))).contains("cmdstat_config|get:calls=1,");
            ours.call("CONFIG", "SET", "latency-tracking", "no");
            assertThat(String.valueOf(ours.call("INFO", "latencystats"))).doesNotContain("usec_debug");
        }
    }
}
