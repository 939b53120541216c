package org.backstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.backstay.proxy.testing.OurProxy;
import org.backstay.proxy.testing.Pools;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockNutcracker;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same requests to the original nutcracker 0.5 and to ours, each with a database of its own on the same servers. */
@Tag("slow")
class ContractTest {
    private static final List<StockRedis> SERVERS = new ArrayList<>();
    private static StockNutcracker original;
    private static OurProxy ours;

    @BeforeAll
    static void start() {
        for (int i = 0; i < 3; i++) {
            SERVERS.add(StockRedis.start());
        }
        StockRedis[] all = SERVERS.toArray(StockRedis[]::new);
        original = StockNutcracker.start(Pools.over("redis_db: 1\nhash: murmur\ntimeout: 5000", all));
        ours = OurProxy.start(Pools.over("redis_db: 2\nhash: murmur\ntimeout: 5000", all));
    }

    @AfterAll
    static void stop() {
        ours.close();
        original.close();
        SERVERS.forEach(StockRedis::close);
    }

    private static void same(RespConnection theirs, RespConnection mine, String... words) {
        assertThat(mine.call(words)).as(String.join(" ", words)).isEqualTo(theirs.call(words));
    }

    @Test
    void commandsOfEveryTypeGetTheSameAnswers() {
        try (RespConnection theirs = new RespConnection(original.port());
                RespConnection mine = ours.connect()) {
            for (String line : COMMANDS.lines().toList()) {
                same(theirs, mine, line.split(" "));
            }
        }
    }

    private static final String COMMANDS = """
            PING
            SET a 1
            GET a
            get A
            GET nothing
            APPEND a 23
            STRLEN a
            INCR a
            INCRBYFLOAT a 0.5
            GETRANGE a 0 1
            SETEX t 100 v
            TTL t
            PERSIST t
            TYPE t
            EXPIRE t 100
            EXISTS t
            LPUSH l 1 2 3
            LRANGE l 0 -1
            LINSERT l BEFORE 2 x
            LPOP l
            LLEN l
            HSET h f 1 g 2
            HGETALL h
            HMGET h f g nope
            HINCRBY h f 5
            SADD s a b c
            SCARD s
            SISMEMBER s a
            SISMEMBER s z
            ZADD z 1 a 2 b
            ZRANGE z 0 -1 WITHSCORES
            ZSCORE z b
            ZRANGEBYSCORE z -inf +inf LIMIT 0 1
            PFADD p a b
            PFCOUNT p
            SETBIT bits 7 1
            BITCOUNT bits
            EVAL return{KEYS[1],ARGV[1]} 1 k v
            EVALSHA 0000000000000000000000000000000000000000 1 k
            INCR l
            GET l
            HGET a f
            MSET m1 1 m2 2 m3 3 m4 4 m5 5
            MGET m1 m2 m3 m4 m5 nothing m1
            MGET m1
            MGET nothing
            MGET l m1 h
            TOUCH m1 m2 nothing
            DEL m1 m2 m3 nothing
            UNLINK m4 m5 m5
            DEL nothing
            MGET m1 m2 m3 m4 m5
            MSET one 1
            GET one
            LOLWUT VERSION 1
            AUTH secret
            SORT l ALPHA
            OBJECTS x
            """.replace("OBJECTS x\n", "");

    @Test
    void pipelineOfTenThousandIsAnsweredInOrder() {
        try (RespConnection mine = ours.connect()) {
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    switch (i % 4) {
                        case 0 -> mine.send("SET", "pipe:" + i, "v" + i);
                        case 1 -> mine.send("GET", "pipe:" + (i - 1));
                        case 2 -> mine.send("PING", "echo" + i);
                        default -> mine.send("MGET", "pipe:" + (i - 3), "pipe:0", "none");
                    }
                }
            });
            for (int i = 0; i < 10_000; i++) {
                Object answer = mine.read();
                switch (i % 4) {
                    case 0 -> assertThat(answer).isEqualTo("OK");
                    case 1 -> assertThat(answer).isEqualTo("v" + (i - 1));
                    case 2 -> assertThat(answer).isEqualTo("echo" + i);
                    default -> assertThat(answer).isEqualTo(Arrays.asList("v" + (i - 3), "v0", null));
                }
            }
            assertThat(writer.isAlive()).isFalse();
        }
    }

    @Test
    void elementsOfAThousandKeysComeInTheirOrder() {
        String[] set = new String[2_001];
        String[] get = new String[1_001];
        set[0] = "MSET";
        get[0] = "MGET";
        List<Object> expected = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            String value = "v".repeat(random.nextInt(300)) + i;
            set[1 + 2 * i] = "order:" + i;
            set[2 + 2 * i] = value;
            get[1 + i] = "order:" + i;
            expected.add(value);
        }
        try (RespConnection mine = ours.connect()) {
            assertThat(mine.call(set)).isEqualTo("OK");
            assertThat(mine.call(get)).isEqualTo(expected);
            get[0] = "EXISTS";
            assertThat(mine.call(get)).isEqualTo(1_000L);
            get[0] = "DEL";
            assertThat(mine.call(get)).isEqualTo(1_000L);
        }
    }

    @Test
    void largeValuesPassWhole() {
        String value = "0123456789abcdef".repeat(400_000);
        try (RespConnection mine = ours.connect()) {
            assertThat(mine.call("SET", "large", value)).isEqualTo("OK");
            assertThat(mine.call("GET", "large")).isEqualTo(value);
            assertThat(mine.call("MSET", "large2", value, "small", "1", "small2", "2"))
                    .isEqualTo("OK");
            assertThat(mine.call("MGET", "small", "large", "small2", "large2"))
                    .isEqualTo(List.of("1", value, "2", value));
            assertThat(mine.call("DEL", "large", "large2")).isEqualTo(2L);
        }
    }

    @Test
    void whatTheOriginalRefusesByClosingGetsAnErrorAndTheConnectionStays() {
        for (String line : List.of(
                "KEYS *", "GET", "SUBSCRIBE c", "MULTI", "SELECT 3", "FLUSHALL", "MSET a", "HELLO 3", "GET a b")) {
            String[] words = line.split(" ");
            try (RespConnection theirs = new RespConnection(original.port());
                    RespConnection mine = ours.connect()) {
                assertThatThrownBy(() -> theirs.call(words)).as(line).isInstanceOf(UncheckedIOException.class);
                assertThat(mine.call(words)).as(line).asString().startsWith("-ERR ");
                assertThat(mine.call("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void quitClosesAfterWhatIsDueAsTheOriginalDoes() {
        for (int port : List.of(original.port(), ours.port())) {
            try (RespConnection client = new RespConnection(port)) {
                client.send("SET", "quit", "1");
                client.send("QUIT");
                assertThat(client.read()).isEqualTo("OK");
                assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
            }
        }
    }

    @Test
    void inlineCommandsPass() {
        try (RespConnection mine = ours.connect()) {
            mine.sendRaw("SET inline 5\r\nGET inline\r\nPING\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(mine.read()).isEqualTo("OK");
            assertThat(mine.read()).isEqualTo("5");
            assertThat(mine.read()).isEqualTo("PONG");
        }
    }

    @Test
    void requestsCutAnywhereAreUnderstood() {
        byte[] bytes = "*3\r\n$4\r\nMGET\r\n$1\r\na\r\n$4\r\nnone\r\n*2\r\n$3\r\nGET\r\n$1\r\na\r\n*1\r\n$4\r\nPING\r\n"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (RespConnection mine = ours.connect()) {
            mine.call("SET", "a", "1");
            for (byte one : bytes) {
                mine.sendRaw(new byte[] {one});
            }
            assertThat((List<?>) mine.read()).hasSize(2);
            assertThat(mine.read()).isEqualTo("1");
            assertThat(mine.read()).isEqualTo("PONG");
        }
    }

    @Test
    void statisticsHaveTheOriginalsForm() {
        String theirs = StatsText.read(original.statisticsPort());
        String mine = StatsText.read(ours.statisticsPort());
        assertThat(StatsText.shape(mine)).isEqualTo(StatsText.shape(theirs));
    }
}
