package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What watches a stock server by INFO finds the same fields here. */
@Tag("slow")
final class InfoStockTest {
    private static final String LATENCY = "# Latencystats";

    @TempDir
    Path folder;

    @Test
    void everyFieldOfTheOriginalIsThereInItsSection() {
        try (StockRedis stock = StockRedis.start("");
                OurRedis ours = OurRedis.start(folder)) {
            Map<String, Set<String>> expected = fields(stock.port());
            expected.remove(LATENCY); // its fields are commands
            Map<String, Set<String>> found = fields(ours.port());
            assertThat(found.keySet()).containsAll(expected.keySet());
            expected.forEach((section, names) ->
                    assertThat(found.get(section)).as(section).containsAll(names));
        }
    }

    @Test
    void trafficAndMemoryAreThoseThatTheMachineSees() {
        try (OurRedis ours = OurRedis.start(folder);
                RespConnection connection = new RespConnection(ours.port())) {
            connection.call("SET", "key", "x".repeat(100_000));
            connection.call("GET", "key");
            assertThat(number(connection, "total_net_input_bytes")).isGreaterThan(100_000);
            assertThat(number(connection, "total_net_output_bytes")).isGreaterThan(100_000);
            assertThat(number(connection, "total_reads_processed")).isPositive();
            assertThat(number(connection, "total_writes_processed")).isPositive();
            assertThat(number(connection, "used_memory_rss")).isGreaterThan(10_000_000);
            assertThat(number(connection, "total_system_memory")).isGreaterThan(100_000_000);
        }
    }

    private static long number(RespConnection connection, String field) {
        String info = (String) connection.call("INFO", "everything");
        return info.lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(field.length() + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    /** The names by section; those of commands and of errors are not fields. */
    private static Map<String, Set<String>> fields(int port) {
        Map<String, Set<String>> sections = new LinkedHashMap<>();
        try (RespConnection connection = new RespConnection(port)) {
            String section = "";
            for (String line : ((String) connection.call("INFO", "everything")).split("\r\n", -1)) {
                if (line.startsWith("# ")) {
                    section = line;
                    sections.put(section, new LinkedHashSet<>());
                } else if (line.contains(":") && !line.startsWith("cmdstat_") && !line.startsWith("latency_")) {
                    sections.get(section).add(line.substring(0, line.indexOf(':')));
                }
            }
        }
        return sections;
    }
}
