package org.backstay.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.backstay.config.ConfigException;
import org.backstay.node.Endpoint;
import org.backstay.proxy.ring.Distribution;
import org.backstay.proxy.ring.HashTag;
import org.backstay.proxy.ring.KeyHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolFileTest {
    private static String resource(String name) throws IOException {
        try (InputStream in = PoolFileTest.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static PoolConfig one(String text) {
        return PoolFile.read(text, "f.yml").getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nutcracker.yml", "nutcracker-tabs.yml"})
    void operatorsFilesAreAcceptedAsTheyStand(String name) throws IOException {
        PoolConfig pool = one(resource(name));
        assertThat(pool.name()).isEqualTo("redis");
        assertThat(pool.listen()).isEqualTo(new Endpoint("172.16.10.54", 6666));
        assertThat(pool.hash()).isEqualTo(KeyHash.FNV1A_64);
        assertThat(pool.distribution()).isEqualTo(Distribution.KETAMA);
        assertThat(pool.autoEject()).isTrue();
        assertThat(pool.timeoutMillis()).isEqualTo(400);
        assertThat(pool.retryMillis()).isEqualTo(3000);
        assertThat(pool.failureLimit()).isEqualTo(1);
        assertThat(pool.servers())
                .extracting(ServerConfig::name)
                .containsExactly("172.16.10.55:6379", "172.16.10.56:6379");
    }

    private static final String FULL = """
            full:
              listen: 127.0.0.1:22121
              hash: murmur
              hash_tag: "{}"
              distribution: modula
              timeout: 250
              backlog: 1024
              client_connections: 100
              redis: true
              tcpkeepalive: true
              redis_auth: secret
              redis_db: 3
              preconnect: true
              auto_eject_hosts: true
              server_connections: 2
              server_retry_timeout: 2000
              server_failure_limit: 3
              servers:
               - 127.0.0.1:6379:1
               - 127.0.0.1:6380:2 short
               - host:11211:1
            """;

    @Test
    void everyDirectiveOfTheOriginalIsRead() {
        PoolConfig pool = one(FULL);
        assertThat(pool)
                .isEqualTo(new PoolConfig(
                        "full",
                        new Endpoint("127.0.0.1", 22_121),
                        "127.0.0.1:22121",
                        KeyHash.MURMUR,
                        new HashTag((byte) '{', (byte) '}'),
                        Distribution.MODULA,
                        250,
                        1024,
                        true,
                        true,
                        "secret",
                        3,
                        2,
                        true,
                        2000,
                        3,
                        pool.servers(),
                        pool.sentinels()));
        // Shorter names first; memcached's port is no part of a name.
        assertThat(pool.servers()).extracting(ServerConfig::name).containsExactly("host", "short", "127.0.0.1:6379");
        assertThat(pool.servers())
                .extracting(ServerConfig::label)
                .containsExactly("host:11211:1", "127.0.0.1:6380:2", "127.0.0.1:6379:1");
    }

    @Test
    void whatIsLeftOutHasTheOriginalsDefaults() {
        PoolConfig pool = one("p:\n  listen: 0.0.0.0:1\n  redis: true\n  servers:\n  - a:1:1\n");
        assertThat(pool.hash()).isEqualTo(KeyHash.FNV1A_64);
        assertThat(pool.distribution()).isEqualTo(Distribution.KETAMA);
        assertThat(pool.timeoutMillis()).isEqualTo(-1);
        assertThat(pool.backlog()).isEqualTo(512);
        assertThat(pool.retryMillis()).isEqualTo(30_000);
        assertThat(pool.failureLimit()).isEqualTo(2);
        assertThat(pool.serverConnections()).isEqualTo(1);
        assertThat(pool.autoEject()).isFalse();
        assertThat(pool.followsSentinels()).isFalse();
    }

    @Test
    void serversOfAPoolWithSentinelsAreNamedByMaster() {
        PoolConfig pool = one("""
                p:
                  listen: 0.0.0.0:1
                  redis: true
                  auto_eject_hosts: true
                  servers:
                  - one:1
                  - two:3 name2
                  - 10.0.0.1:6379:1 three
                  sentinels:
                  - 10.0.0.2:26379
                  - 10.0.0.3:26379:1
                """);
        assertThat(pool.sentinels())
                .containsExactly(new Endpoint("10.0.0.2", 26_379), new Endpoint("10.0.0.3", 26_379));
        assertThat(pool.servers()).extracting(ServerConfig::master).containsExactly("one", "two", "three");
        assertThat(pool.servers()).extracting(ServerConfig::name).containsExactly("one", "name2", "three");
        assertThat(pool.servers()).allMatch(server -> server.address() == null);
        assertThat(pool.autoEject())
                .as("a master that fails is replaced, not left out")
                .isFalse();
    }

    /** A change to the full file, the line of the fault, and what the complaint says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hash: murmur|hash: md6|3|not a valid hash",
                "hash_tag: \"{}\"|hash_tag: \"{\"|4|two characters",
                "distribution: modula|distribution: ring|5|not a valid distribution",
                "timeout: 250|timeout: soon|6|not a number",
                "timeout: 250|timeout: 99999999999|6|a number",
                "redis: true|redis: false|9|memcached is not supported yet",
                "redis: true|redis: yes|9|\"true\" or \"false\"",
                "preconnect: true|preconect: true|13|unknown",
                "listen: 127.0.0.1:22121|listen: 127.0.0.1|2|hostname:port",
                "listen: 127.0.0.1:22121|listen: 127.0.0.1:70000|2|1 to 65535",
                "listen: 127.0.0.1:22121|listen: /tmp/socket|2|unix sockets are not supported yet",
                "server_connections: 2|server_connections: 0|15|1 to",
                "- 127.0.0.1:6379:1|- 127.0.0.1:6379|19|hostname:port:weight [name]",
                "- 127.0.0.1:6379:1|- 127.0.0.1:6379:0|19|zero weight",
                "- 127.0.0.1:6379:1|- 127.0.0.1:6379:1 short|20|same name",
                "backlog: 1024|timeout: 3|7|again"
            })
    void faultsAreNamedWithTheirLine(String good, String bad, int line, String words) {
        assertThatThrownBy(() -> one(FULL.replace(good, bad)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("f.yml:")
                .hasMessageContaining(words)
                .satisfies(fault -> assertThat(((ConfigException) fault).line()).isEqualTo(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "a",
                "- a",
                "a: b",
                "a:\n  - b",
                "a:\n  servers: x",
                "a: {redis: true}",
                "a:\n  redis: true\n  servers:\n    - [x]",
                "a:\n  redis: [true]",
                "\u0000",
                "a:\n b\n  c: d",
                "%TAG",
                "&a a: *a",
                "a:\n  redis: true\n  servers:\n",
                "a:\n  redis: true\n  listen: x:1\n  servers:\n  - a:1:1\nb:\n  redis: true\n  listen: x:1\n  servers:\n  - a:1:1\n"
            })
    void whatIsNoConfigurationIsRefused(String text) {
        assertThatThrownBy(() -> PoolFile.read(text, "f.yml")).isInstanceOf(ConfigException.class);
    }

    @Test
    void damagedFilesNeverDoMoreThanComplain() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(FULL);
            for (int j = 0; j <= random.nextInt(4); j++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(300));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.setLength(at + 1);
                }
            }
            try {
                assertThat(PoolFile.read(text.toString(), "f.yml")).isNotEmpty();
            } catch (ConfigException complaint) {
                assertThat(complaint.getMessage()).startsWith("f.yml").doesNotContain("\n");
            }
        }
    }
}
