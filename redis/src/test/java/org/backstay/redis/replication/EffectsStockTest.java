package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What replicas are told of commands that are not repeated to them word by word: the same as by a stock master. */
@Tag("slow")
final class EffectsStockTest {
    private static final String LAST = "last";

    private static final List<List<String>> COMMANDS = List.of(
            List.of("SADD", "one", "a"),
            List.of("SPOP", "one"),
            List.of("SADD", "one", "a"),
            List.of("SPOP", "one", "1"),
            List.of("SADD", "one", "a"),
            List.of("EVAL", "return redis.call('spop', KEYS[1])", "1", "one"),
            List.of("SPOP", "one"),
            List.of("SPOP", "one", "3"),
            List.of("SET", "text", "v", "EXAT", "9999999999", "NX"),
            List.of("GETDEL", "text"),
            List.of("INCRBYFLOAT", "number", "0.5"),
            List.of("HINCRBYFLOAT", "hash", "field", "1.25"),
            List.of("EVAL", "redis.call('set', KEYS[1], 1); redis.call('incr', KEYS[1])", "1", "number"),
            List.of("RPUSH", "list", "a", "b", "c"),
            List.of("BLPOP", "list", "0"),
            List.of("BLMOVE", "list", "list2", "LEFT", "RIGHT", "0"),
            List.of("BRPOPLPUSH", "list", "list2", "0"),
            List.of("ZADD", "zset", "1", "a", "2", "b"),
            List.of("BZPOPMIN", "zset", "0"),
            List.of("BZMPOP", "0", "1", "zset", "MAX"),
            List.of("SET", "gone", "v", "PXAT", "1"),
            List.of("SET", "text", "v"),
            List.of("PEXPIRE", "text", "-1"),
            List.of("SET", "text", "v"),
            List.of("GETEX", "text", "PXAT", "99999999999999"),
            List.of("GETEX", "text", "PERSIST"),
            List.of("SET", "fresh", "v", "nx", "GET", "get"),
            List.of("PEXPIREAT", "fresh", "99999999999999", "NX"),
            List.of("PEXPIREAT", "fresh", "99999999999998", "xx", "LT"),
            List.of("XADD", "stream", "MAXLEN", "~", "10", "01-00", "f", "v"),
            List.of("XADD", "stream", "1-1", "f", "v"),
            List.of("XADD", "stream", "MAXLEN", "~", "1", "1-2", "f", "v"),
            List.of("XTRIM", "stream", "MAXLEN", "1"),
            List.of("XGROUP", "CREATE", "stream", "group", "0"),
            List.of("MULTI"),
            List.of("SPOP", "list"),
            List.of("INCR", "count"),
            List.of("EXEC"),
            List.of("SET", LAST, "1"));

    @TempDir
    Path folder;

    @Test
    void replicasAreToldTheSameEffectsAsByAStockMaster() throws IOException {
        try (StockRedis stock = StockRedis.start("repl-diskless-sync no", "enable-debug-command yes");
                OurRedis ours = OurRedis.start(folder, "--repl-diskless-sync", "no")) {
            List<String> expected = told(stock.port());
            assertThat(expected).hasSizeGreaterThan(COMMANDS.size() / 2).contains("SREM one a", "DEL one");
            assertThat(told(ours.port())).isEqualTo(expected);
        }
    }

    private static List<String> told(int port) throws IOException {
        try (RespConnection client = new RespConnection(port);
                StreamTap tap = new StreamTap(port)) {
            client.call("DEBUG", "SET-ACTIVE-EXPIRE", "0");
            COMMANDS.forEach(words -> client.call(words.toArray(String[]::new)));
            String offset = String.valueOf(client.call("INFO", "replication"))
                    .replaceAll("(?s).*master_repl_offset:(\\d+).*", "$1");
            tap.readUpTo(Long.parseLong(offset));
            return tap.commands().stream()
                    .map(command -> line(command.words()))
                    .filter(line -> !line.equals("PING"))
                    .toList();
        }
    }

    private static String line(List<?> words) {
        List<String> shown = words.stream().map(String::valueOf).toList();
        return shown.getFirst().toUpperCase(Locale.ROOT) + " " + String.join(" ", shown.subList(1, shown.size()));
    }
}
