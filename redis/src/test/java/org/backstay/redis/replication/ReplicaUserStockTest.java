package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that come in as a user of their own (masteruser), which may follow and nothing else. */
@Tag("slow")
final class ReplicaUserStockTest {
    private static final String[] FOLLOWER = {"user", "follower", "on", ">secret", "+psync", "+replconf", "+ping"};

    @TempDir
    Path folder;

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(condition);
    }

    @Test
    void ourReplicaFollowsAsTheUserItWasGiven() {
        try (StockRedis master = StockRedis.start(String.join(" ", FOLLOWER));
                OurRedis replica = OurRedis.start(
                        folder, "--masteruser", "follower", "--masterauth", "wrong", "--repl-backlog-size", "1mb")) {
            replica.call("SET", "own", "to be replaced");
            replica.call("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
            await(
                    "the refusal",
                    () -> String.valueOf(master.call("ACL", "LOG", "1")).contains("follower"));
            assertThat(replica.info("master_link_status")).isEqualTo("down");
            replica.call("CONFIG", "SET", "masterauth", "secret");
            await("link up", () -> "up".equals(replica.info("master_link_status")));
            master.call("SET", "k", "v");
            await("the write", () -> "v".equals(RespConnection.once(replica.port(), "GET", "k")));
        }
    }

    @Test
    void aStockReplicaFollowsUsAsTheUserItWasGivenUntilThatIsDeleted() throws Exception {
        Path ours = Files.createDirectory(folder.resolve("ours"));
        try (OurRedis master = OurRedis.start(
                        ours, "--user", String.join(" ", FOLLOWER).substring("user ".length()));
                StockRedis replica = StockRedis.start(
                        "masteruser follower", "masterauth secret", "replicaof 127.0.0.1 " + master.port())) {
            await("link up", () -> "up".equals(replica.info("master_link_status")));
            master.call("SET", "k", "v");
            assertThat(master.call("WAIT", "1", "5000")).isEqualTo(1L);
            assertThat(RespConnection.once(replica.port(), "GET", "k")).isEqualTo("v");
            assertThat(String.valueOf(master.call("CLIENT", "LIST", "TYPE", "replica")))
                    .contains("user=follower");
            master.call("ACL", "DELUSER", "follower");
            await("link down", () -> "down".equals(replica.info("master_link_status")));
            await("no replica", () -> "0".equals(master.info("connected_slaves")));
        }
    }
}
