package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MONITOR and SLOWLOG show commands in the order, and with the secrets left out, in which a stock server shows them. */
@Tag("slow")
final class MonitorStockTest {
    private static final String LAST = "the last one";

    private static final List<List<String>> COMMANDS = List.of(
            List.of("SET", "key", "value"),
            List.of("MULTI"),
            List.of("SET", "a", "1"),
            List.of("GET", "a"),
            List.of("EXEC"),
            List.of("MULTI"),
            List.of("NOPE"),
            List.of("EXEC"),
            List.of("SELECT", "3"),
            List.of("EVAL", "return redis.call('set', KEYS[1], ARGV[1])", "1", "b", "2"),
            List.of("MULTI"),
            List.of("EVAL", "return redis.call('get', KEYS[1])", "1", "b"),
            List.of("EXEC"),
            List.of("AUTH", "not-right"),
            List.of("AUTH", "nobody", "not-right"),
            List.of("HELLO", "2", "SETNAME", "auth", "AUTH", "nobody", "not-right"),
            List.of("MIGRATE", "127.0.0.1", "1", "auth", "9", "5"),
            List.of("MIGRATE", "127.0.0.1", "1", "none", "9", "5", "COPY", "AUTH", "secret"),
            List.of("MIGRATE", "127.0.0.1", "1", "none", "9", "5", "AUTH2", "user", "secret", "REPLACE"),
            List.of("MIGRATE", "127.0.0.1", "1", "", "9", "5", "AUTH", "secret", "KEYS", "auth", "x"),
            List.of("CONFIG", "SET", "maxmemory", "0"),
            List.of("ECHO", LAST));

    private static final List<List<String>> SECRET_SETTINGS = List.of(
            List.of("CONFIG", "SET", "masteruser", "name"),
            List.of("CONFIG", "SET", "MasterAuth", "secret", "maxmemory", "0"),
            List.of("ACL", "SETUSER", "kim", "on", ">secret"),
            List.of("ACL", "GETUSER", "kim"),
            List.of("ACL", "DELUSER", "kim"),
            List.of("CONFIG", "SET", "requirepass", ""));

    @TempDir
    Path folder;

    @Test
    void monitorShowsWhatRanInOrderAndWithoutSecrets() {
        try (StockRedis stock = StockRedis.start("");
                OurRedis ours = OurRedis.start(folder)) {
            List<String> expected = monitored(stock.port());
            assertThat(expected).anyMatch(line -> line.contains("(redacted)"));
            assertThat(monitored(ours.port())).isEqualTo(expected);
        }
    }

    @Test
    void aMonitorThatWasResetIsShownNothingMore() {
        try (OurRedis ours = OurRedis.start(folder);
                RespConnection monitor = new RespConnection(ours.port())) {
            assertThat(monitor.call("MONITOR")).isEqualTo("OK");
            assertThat(monitor.call("RESET")).isEqualTo("RESET");
        }
    }

    @Test
    void theSlowLogHasNoSecrets() {
        try (StockRedis stock = StockRedis.start("");
                OurRedis ours = OurRedis.start(folder)) {
            assertThat(slow(ours.port())).isEqualTo(slow(stock.port()));
        }
    }

    /** What MONITOR shows of the commands: database, whether a script asked, and words. */
    private static List<String> monitored(int port) {
        try (RespConnection monitor = new RespConnection(port);
                RespConnection client = new RespConnection(port)) {
            monitor.call("MONITOR");
            COMMANDS.forEach(words -> client.call(words.toArray(String[]::new)));
            List<String> lines = new ArrayList<>();
            do {
                String line = String.valueOf(monitor.read());
                String place = line.substring(line.indexOf('['), line.indexOf(']') + 1);
                lines.add(place.replaceAll("127.*", "client]") + line.substring(line.indexOf(']') + 1));
            } while (!lines.getLast().contains(LAST));
            return lines;
        }
    }

    private static List<Object> slow(int port) {
        try (RespConnection client = new RespConnection(port)) {
            client.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
            client.call("SLOWLOG", "RESET");
            COMMANDS.forEach(words -> client.call(words.toArray(String[]::new)));
            SECRET_SETTINGS.forEach(words -> client.call(words.toArray(String[]::new)));
            client.call("CONFIG", "SET", "slowlog-log-slower-than", "-1");
            List<Object> arguments = new ArrayList<>();
            for (Object entry : (List<?>) client.call("SLOWLOG", "GET", "-1")) {
                arguments.add(((List<?>) entry).get(3));
            }
            return arguments;
        }
    }
}
