package org.backstay.redis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.backstay.config.Settings;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** CONFIG GET: every directive of a stock server, with its standard value. */
@Tag("slow")
class ConfigStockTest {
    /** Directives that the original does not have. */
    private static final Set<String> OURS = Set.of(
            "aof-history-seconds",
            "aof-history-size",
            "aof-history-snapshots",
            "aof-segment-size",
            "min-replicas-acknowledge-timeout",
            "min-replicas-to-acknowledge",
            "replica-refuse-unrelated-master");

    /** Those whose value says where the stock server of this test runs. */
    private static final Set<String> OF_THE_PLACE = Set.of(
            "port",
            "dir",
            "bind",
            "save",
            "logfile",
            "enable-debug-command",
            "repl-diskless-sync-delay",
            "protected-mode");

    /** Our own standards: a log that can be restored to a time needs its times. */
    private static final Map<String, String> DIFFERENT = Map.of("aof-timestamp-enabled", "yes");

    @Test
    void everyDirectiveOfTheOriginalIsKnownAndHasItsStandardValue() {
        Settings settings = RedisDirectives.table().read(List.of());
        Map<String, String> ours = new TreeMap<>(settings.show(List.of("*")));
        try (StockRedis stock = StockRedis.start()) {
            Map<String, String> theirs = new TreeMap<>();
            List<?> words = (List<?>) stock.call("CONFIG", "GET", "*");
            for (int i = 0; i < words.size(); i += 2) {
                theirs.put(String.valueOf(words.get(i)), String.valueOf(words.get(i + 1)));
            }
            Set<String> names = new TreeSet<>(theirs.keySet());
            names.addAll(OURS);
            assertThat(ours.keySet()).isEqualTo(names);
            theirs.putAll(DIFFERENT);
            ours.keySet().removeAll(OURS);
            ours.keySet().removeAll(OF_THE_PLACE);
            theirs.keySet().removeAll(OF_THE_PLACE);
            assertThat(ours).isEqualTo(theirs);
        }
    }
}
