package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries of functions are part of the dataset: snapshots have them, and replicas hear of them. */
@Tag("slow")
final class FunctionReplicationTest {
    private static final int PATIENCE_SECONDS = 20;

    private static final String LIBRARY =
            "#!lua name=first\nredis.register_function('put', function(keys, args) return redis.call('set', keys[1], args[1]) end)";

    @TempDir
    Path folder;

    @Test
    void aSnapshotHasThem() {
        try (OurRedis redis = OurRedis.start(folder, "--enable-debug-command", "yes");
                RespConnection connection = new RespConnection(redis.port())) {
            assertThat(connection.call("FUNCTION", "LOAD", LIBRARY)).isEqualTo("first");
            assertThat(connection.call("DEBUG", "RELOAD")).isEqualTo("OK");
            assertThat(connection.call("FCALL", "put", "1", "k", "v")).isEqualTo("OK");
            assertThat(connection.call("GET", "k")).isEqualTo("v");
        }
    }

    @Test
    void aReloadThatKeepsThemFailsUnlessItMayReplaceThem() {
        try (OurRedis ours = OurRedis.start(folder, "--enable-debug-command", "yes");
                StockRedis stock = StockRedis.start("enable-debug-command yes")) {
            for (int port : List.of(stock.port(), ours.port())) {
                try (RespConnection redis = new RespConnection(port)) {
                    redis.call("FUNCTION", "LOAD", LIBRARY);
                    assertThat(redis.call("DEBUG", "RELOAD", "NOFLUSH"))
                            .asString()
                            .contains("ERR Error trying to load the RDB dump");
                    assertThat(redis.call("DEBUG", "RELOAD", "NOFLUSH", "MERGE"))
                            .isEqualTo("OK");
                    assertThat(redis.call("FCALL", "put", "1", "k", "v")).isEqualTo("OK");
                }
            }
        }
    }

    @Test
    void aStockReplicaGetsThemAndWhatTheyWrite() {
        try (OurRedis ours = OurRedis.start(folder);
                StockRedis stock = StockRedis.start("");
                RespConnection master = new RespConnection(ours.port());
                RespConnection replica = new RespConnection(stock.port())) {
            assertThat(master.call("FUNCTION", "LOAD", LIBRARY)).isEqualTo("first");
            replica.call("REPLICAOF", "127.0.0.1", Integer.toString(ours.port()));
            await(() -> String.valueOf(replica.call("FUNCTION", "LIST")).contains("put"));
            master.call("FUNCTION", "LOAD", LIBRARY.replace("first", "second").replace("put", "place"));
            await(() -> String.valueOf(replica.call("FUNCTION", "LIST")).contains("place"));
            assertThat(master.call("FCALL", "place", "1", "k", "v")).isEqualTo("OK");
            master.call("EVAL", "redis.call('incr','n') redis.call('incr','n') return 1", "0");
            await(() -> "v".equals(replica.call("GET", "k")) && "2".equals(replica.call("GET", "n")));
            master.call("FUNCTION", "DELETE", "first");
            await(() -> !String.valueOf(replica.call("FUNCTION", "LIST")).contains("put"));
        }
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(condition);
    }
}
