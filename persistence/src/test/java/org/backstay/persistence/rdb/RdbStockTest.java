package org.backstay.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.backstay.node.DiskFile;
import org.backstay.node.Worker;
import org.backstay.persistence.NodeFixture;
import org.backstay.persistence.snapshot.FileTarget;
import org.backstay.persistence.snapshot.SnapshotJob;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files go from a stock redis-server to us and back; its own digest says whether the data is the same. */
@Tag("slow")
final class RdbStockTest {
    private static final String FILL = """
            for i = 1, 300 do redis.call('SET', 'string:' .. i, string.rep('value ' .. i, i)) end
            for i = -40, 40 do redis.call('SET', 'int:' .. i, tostring(math.floor(2 ^ math.abs(i))) ) end
            redis.call('SET', 'empty', '') redis.call('SET', 'zeros', '007') redis.call('SET', 'minus', '-0')
            redis.call('SET', 'binary', '\\0\\1\\255\\r\\n') redis.call('SET', 'big', string.rep('abcdefghij', 100000))
            for i = 1, 200 do redis.call('SET', 'expires:' .. i, i, 'PX', 10000000 + i) end
            for _, n in ipairs({1, 5, 100, 600, 5000}) do
              for i = 1, n do
                redis.call('RPUSH', 'list:' .. n, 'element ' .. i, i, -i * 1000003)
                redis.call('HSET', 'hash:' .. n, 'field' .. i, 'value' .. i, i, i * 70000)
                redis.call('SADD', 'intset:' .. n, i * i * i)
                redis.call('SADD', 'set:' .. n, 'member' .. i, i)
                redis.call('ZADD', 'zset:' .. n, i * 1.5, 'member' .. i, -i, i)
              end
            end
            redis.call('RPUSH', 'plain', string.rep('x', 20000), 'small', string.rep('y', 100))
            redis.call('HSET', 'longhash', 'f', string.rep('v', 300))
            redis.call('ZADD', 'inf', '+inf', 'a', '-inf', 'b', 0, 'c', 1e300, 'd', 0.1, 'e')
            redis.call('SADD', 'wide', 1, 100000, 9223372036854775807, -9223372036854775808)
            for i = 1, 350 do
              redis.call('XADD', 'stream', i * 3 .. '-' .. i, 'field', i, 'other', 'value ' .. i)
              redis.call('XADD', 'stream', i * 3 + 1 .. '-0', 'changing' .. i % 3, string.rep('x', i))
            end
            for i = 1, 350, 7 do redis.call('XDEL', 'stream', i * 3 .. '-' .. i) end
            redis.call('XTRIM', 'stream', 'MAXLEN', '=', 555)
            redis.call('XGROUP', 'CREATE', 'stream', 'group', '0')
            redis.call('XGROUP', 'CREATE', 'stream', 'behind', '$', 'ENTRIESREAD', '600')
            for i = 1, 20 do
              redis.call('XREADGROUP', 'GROUP', 'group', 'consumer' .. i % 7, 'COUNT', i, 'STREAMS', 'stream', '>')
            end
            redis.call('XGROUP', 'CREATECONSUMER', 'stream', 'behind', 'idle')
            redis.call('XCLAIM', 'stream', 'group', '17', '0', '1000-0', '1003-334', 'FORCE', 'RETRYCOUNT', '900', 'TIME', '1')
            redis.call('XGROUP', 'CREATE', 'nothing', 'group', '18446744073709551615-3', 'MKSTREAM')
            redis.call('XADD', 'last', '18446744073709551615-18446744073709551615', '1', '2')
            redis.call('SELECT', 9)
            redis.call('SET', 'elsewhere', 'nine')
            """;

    private static void load(NodeFixture ours, Path file) {
        Worker worker = ours.node().workers().apply("checksum");
        DiskFile open = ours.call(() -> ours.node().disk().openForRead(file));
        KeyspaceLoader loader = ours.call(
                () -> new KeyspaceLoader(ours.keyspace()::database, 16, ours.context(), KeyspaceLoader.KEEP_EXPIRED));
        RdbReader reader = ours.call(() -> new RdbReader(
                file.toString(),
                open,
                loader,
                new FileChecksum(worker, ours.node().disk(), file)));
        await().until(() -> ours.call(() -> reader.step(() -> 0, 1)));
        ours.call(() -> {
            reader.close();
            loader.close();
            open.close();
            worker.close();
            return null;
        });
    }

    private static void save(NodeFixture ours, Path file, boolean compress) {
        Worker worker = ours.node().workers().apply("snapshot");
        ours.await(done -> {
            FileTarget target = new FileTarget(ours.node().disk(), worker, file.resolveSibling("temp.rdb"), file, true);
            SnapshotJob job = new SnapshotJob(ours.node(), ours.keyspace(), ours.context(), target, compress, done);
            job.start(new RdbWriter.Header("7.0.15", 1_700_000_000L, 1000, "0".repeat(40), 0, 0, false), List.of());
        });
        worker.close();
    }

    private static void check(Path file) {
        try (PeerProcess check = PeerProcess.start(
                "check-rdb",
                file.getParent(),
                List.of(Programs.require("redis-check-rdb").toString(), file.toString()))) {
            assertThat(check.awaitEnd()).as(check.output()).isZero();
            assertThat(check.output()).contains("RDB looks OK");
        }
    }

    /** Streams with their groups, which no digest tells. */
    private static List<Object> streams(StockRedis stock) {
        return List.of(
                stock.call("XINFO", "STREAM", "stream", "FULL", "COUNT", "0"),
                stock.call("XINFO", "STREAM", "nothing", "FULL"),
                stock.call("XINFO", "STREAM", "last", "FULL"));
    }

    @Test
    void stocksDataSurvivesTheWayThroughUs(@TempDir Path folder) throws Exception {
        String digest;
        List<Object> streams;
        Path saved = folder.resolve("stock.rdb");
        try (StockRedis stock = StockRedis.start("save \"\"")) {
            assertThat(stock.call("EVAL", FILL, "0")).isNull();
            digest = (String) stock.call("DEBUG", "DIGEST");
            streams = streams(stock);
            stock.call("SAVE");
            Files.copy(stock.folder().resolve("dump.rdb"), saved);
        }
        for (boolean compress : new boolean[] {true, false}) {
            Path back = Files.createDirectories(folder.resolve("back-" + compress));
            try (NodeFixture ours = new NodeFixture()) {
                load(ours, saved);
                save(ours, back.resolve("dump.rdb"), compress);
            }
            check(back.resolve("dump.rdb"));
            try (StockRedis stock = StockRedis.startIn(back, "save \"\"")) {
                assertThat(stock.call("DEBUG", "DIGEST")).isEqualTo(digest);
                assertThat(streams(stock)).isEqualTo(streams);
                assertThat(stock.call("OBJECT", "ENCODING", "hash:5")).isEqualTo("listpack");
                assertThat(stock.call("OBJECT", "ENCODING", "intset:100")).isEqualTo("intset");
                assertThat(stock.call("OBJECT", "ENCODING", "zset:5000")).isEqualTo("skiplist");
            }
        }
    }
}
