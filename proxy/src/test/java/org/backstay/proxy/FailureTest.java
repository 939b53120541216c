package org.backstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.backstay.proxy.testing.OurProxy;
import org.backstay.proxy.testing.Pools;
import org.backstay.proxy.testing.ScriptedServer;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockNutcracker;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers that refuse, hang, die and talk nonsense; clients that talk nonsense or don't listen. */
@Tag("slow")
class FailureTest {
    @Test
    void aServerThatIsNotThereIsReportedInTheOriginalsWords() {
        int nobody = FreePorts.one();
        String yaml = Pools.over("timeout: 1000", nobody);
        try (StockNutcracker original = StockNutcracker.start(yaml);
                OurProxy ours = OurProxy.start(yaml);
                RespConnection client = ours.connect()) {
            Object words = original.call("GET", "a");
            assertThat(words).isEqualTo("-ERR Connection refused");
            for (int i = 0; i < 20; i++) {
                assertThat(client.call("GET", "a")).isEqualTo(words);
                assertThat(client.call("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void aServerThatDiesWithRequestsUnderWayIsReportedInTheOriginalsWords() {
        try (StockRedis redis = StockRedis.start()) {
            String yaml = Pools.over("timeout: 5000", redis);
            try (StockNutcracker original = StockNutcracker.start(yaml);
                    OurProxy ours = OurProxy.start(yaml);
                    RespConnection theirs = new RespConnection(original.port());
                    RespConnection mine = ours.connect()) {
                assertThat(mine.call("SET", "a", "1")).isEqualTo(theirs.call("SET", "a", "1"));
                redis.process().freeze();
                theirs.send("GET", "a");
                mine.send("GET", "a");
                mine.send("GET", "b");
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
                redis.process().kill();
                Object words = theirs.read();
                assertThat(mine.read()).isEqualTo(words);
                assertThat(mine.read()).isEqualTo(words);
                redis.restart();
                await().atMost(Duration.ofSeconds(5)).until(() -> "OK".equals(mine.call("SET", "a", "2")));
            }
        }
    }

    @Test
    void aServerThatHangsIsGivenUpAfterTheTimeout() {
        try (StockRedis redis = StockRedis.start()) {
            String yaml = Pools.over("timeout: 300", redis);
            try (StockNutcracker original = StockNutcracker.start(yaml);
                    OurProxy ours = OurProxy.start(yaml);
                    RespConnection client = ours.connect()) {
                assertThat(client.call("SET", "a", "1")).isEqualTo("OK");
                redis.process().freeze();
                long began = System.nanoTime();
                Object mine = client.call("GET", "a");
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isBetween(Duration.ofMillis(290), Duration.ofMillis(900));
                assertThat(mine).isEqualTo(original.call("GET", "a")).isEqualTo("-ERR Connection timed out");
                redis.process().thaw();
                assertThat(client.call("GET", "a")).isEqualTo("1");
            }
        }
    }

    @Test
    void aFailingServerIsLeftOutAndComesBack() {
        try (StockRedis one = StockRedis.start();
                StockRedis two = StockRedis.start();
                OurProxy ours = OurProxy.startAlone(Pools.over(
                        "timeout: 500\nhash: murmur\nauto_eject_hosts: true\nserver_failure_limit: 2\nserver_retry_timeout: 1500",
                        one,
                        two));
                RespConnection client = ours.connect()) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.call("SET", "k" + i, "1")).isEqualTo("OK");
            }
            int first = ((Number) one.call("DBSIZE")).intValue();
            assertThat(first).isBetween(1, 99);
            one.process().kill();
            await().atMost(Duration.ofSeconds(5)).until(() -> failing(client) == 0);
            assertThat(ours.log()).contains("to delete server '127.0.0.1:" + one.port() + ":1'");
            assertThat(two.call("DBSIZE")).isEqualTo(100L);
            assertThat(StatsText.number(StatsText.read(ours.statisticsPort()), "server_ejects"))
                    .isPositive();
            one.restart();
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                failing(client);
                return ((Number) one.call("DBSIZE")).intValue() == first;
            });
        }
    }

    private static int failing(RespConnection client) {
        int failing = 0;
        for (int i = 0; i < 100; i++) {
            failing += "OK".equals(client.call("SET", "k" + i, "1")) ? 0 : 1;
        }
        return failing;
    }

    @Test
    void withAllServersLeftOutRequestsAreRefused() {
        int nobody = FreePorts.one();
        try (OurProxy ours = OurProxy.startAlone(Pools.over(
                        "timeout: 500\nauto_eject_hosts: true\nserver_failure_limit: 1\nserver_retry_timeout: 60000",
                        nobody));
                RespConnection client = ours.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.call("GET", "a")).isEqualTo("-ERR Connection refused");
            }
            assertThat(client.call("MGET", "a", "b", "c")).isEqualTo("-ERR Connection refused");
        }
    }

    @Test
    void aPartOfASplitRequestThatFailsFailsTheWhole() {
        try (StockRedis one = StockRedis.start();
                OurProxy ours = OurProxy.start(Pools.over("timeout: 500\nhash: murmur", one.port(), FreePorts.one()));
                RespConnection client = ours.connect()) {
            String[] get = new String[51];
            get[0] = "MGET";
            for (int i = 1; i < get.length; i++) {
                get[i] = "k" + i;
            }
            for (int i = 0; i < 5; i++) {
                assertThat(client.call(get)).isEqualTo("-ERR Connection refused");
                assertThat(client.call("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void aServerThatTalksNonsenseFailsOnlyItsOwnRequests() {
        Random random = new Random(3);
        try (ScriptedServer liar = new ScriptedServer((in, out) -> {
                    ScriptedServer.skipGet(in);
                    byte[] nonsense = new byte[1 + random.nextInt(300)];
                    random.nextBytes(nonsense);
                    nonsense[0] = (byte) "+-:$*%~x\n\0".charAt(random.nextInt(10));
                    out.write(nonsense);
                    out.flush();
                });
                OurProxy ours = OurProxy.start(Pools.over("timeout: 500", liar.port()));
                RespConnection other = ours.connect()) {
            for (int i = 0; i < 200; i++) {
                try (RespConnection client = ours.connect()) {
                    client.send("GET", "a");
                    try {
                        client.read();
                    } catch (RuntimeException whateverItMayMean) {
                        // A line that looked like a reply was passed on; that is all the proxy can know.
                    }
                }
                assertThat(other.call("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void repliesCutAnywhereArePassedOnWhole() {
        byte[] reply = "*3\r\n$5\r\nhello\r\n$-1\r\n*2\r\n:7\r\n+x\r\n".getBytes(StandardCharsets.US_ASCII);
        try (ScriptedServer slow = new ScriptedServer((in, out) -> {
                    while (true) {
                        ScriptedServer.skipGet(in);
                        for (byte one : reply) {
                            out.write(one);
                            out.flush();
                            Thread.sleep(1);
                        }
                    }
                });
                OurProxy ours = OurProxy.start(Pools.over("timeout: 5000", slow.port()));
                RespConnection client = ours.connect()) {
            client.send("GET", "a");
            client.send("GET", "b");
            assertThat(client.read()).asString().isEqualTo("[hello, null, [7, x]]");
            assertThat(client.read()).asString().isEqualTo("[hello, null, [7, x]]");
        }
    }

    @Test
    void clientsThatTalkNonsenseAreToldAndClosedAndDisturbNobody() {
        Random random = new Random(11);
        try (StockRedis redis = StockRedis.start();
                OurProxy ours = OurProxy.start(Pools.over("timeout: 5000", redis));
                RespConnection other = ours.connect()) {
            for (String bad : new String[] {
                "*x\r\n", "*1\r\n+1\r\n", "*1\r\n$-5\r\n", "*99999999999\r\n", "*1\r\n$99999999999\r\n"
            }) {
                try (RespConnection client = ours.connect()) {
                    client.sendRaw(bad.getBytes(StandardCharsets.US_ASCII));
                    assertThat(client.read()).as(bad).asString().startsWith("-ERR Protocol error");
                    assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
                }
            }
            for (int i = 0; i < 500; i++) {
                byte[] nonsense = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(nonsense);
                try (RespConnection client = ours.connect()) {
                    client.sendRaw("*2\r\n$3\r\nGET\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.sendRaw(nonsense);
                } catch (UncheckedIOException closedAlready) {
                    continue;
                }
                assertThat(other.call("SET", "steady", "" + i)).isEqualTo("OK");
            }
        }
    }

    @Test
    void aClientThatTakesNoRepliesIsHeldBackAndThenClosed() {
        String value = "x".repeat(1 << 20);
        try (StockRedis redis = StockRedis.start();
                OurProxy ours = OurProxy.startAlone(Pools.over("timeout: 20000", redis));
                RespConnection other = ours.connect();
                RespConnection slow = ours.connect()) {
            assertThat(other.call("SET", "large", value)).isEqualTo("OK");
            for (int i = 0; i < 400; i++) {
                slow.send("GET", "large");
            }
            long began = System.nanoTime();
            assertThat(other.call("GET", "small")).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
            await().atMost(Duration.ofSeconds(10)).until(() -> ours.log().contains("does not take its replies"));
            assertThat(other.call("SET", "small", "1")).isEqualTo("OK");
        }
    }

    @Test
    void aClientThatTakesItsTimeGetsEveryReply() throws InterruptedException {
        String value = "y".repeat(1 << 20);
        try (StockRedis redis = StockRedis.start();
                OurProxy ours = OurProxy.startAlone(Pools.over("timeout: 20000", redis));
                RespConnection client = ours.connect()) {
            assertThat(client.call("SET", "large", value)).isEqualTo("OK");
            for (int i = 0; i < 100; i++) {
                client.send("GET", "large");
            }
            for (int i = 0; i < 100; i++) {
                Thread.sleep(10);
                assertThat(client.read()).isEqualTo(value);
            }
        }
    }

    @Test
    void passwordsAreAskedOfClientsAndGivenToServers() {
        try (StockRedis redis = StockRedis.start("requirepass secret")) {
            String yaml = Pools.over("redis_auth: secret\ntimeout: 1000", redis);
            try (StockNutcracker original = StockNutcracker.start(yaml);
                    OurProxy ours = OurProxy.start(yaml);
                    RespConnection theirs = new RespConnection(original.port());
                    RespConnection mine = ours.connect()) {
                for (String line : new String[] {
                    "GET a", "PING", "AUTH wrong", "GET a", "AUTH secret", "SET a 1", "GET a", "AUTH no", "GET a"
                }) {
                    String[] words = line.split(" ", -1);
                    assertThat(mine.call(words)).as(line).isEqualTo(theirs.call(words));
                }
            }
        }
    }
}
