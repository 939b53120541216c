package org.backstay.proxy.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.backstay.proxy.config.PoolConfig;
import org.backstay.proxy.config.PoolFile;
import org.backstay.proxy.config.ServerConfig;
import org.backstay.proxy.testing.NativeBytes;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockNutcracker;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every one of 10,000 keys is written through the original nutcracker 0.5 and found where our rings say. Each pool has a database of
 * its own on the same servers.
 */
@Tag("slow")
class PlacementTest {
    private static final int KEYS = 10_000;
    private static final int BATCH = 1_000;
    private static final int SERVERS = 5;

    private final List<String> keys = keys();

    @Test
    void everyKeyLandsWhereTheOriginalPutsIt() {
        List<StockRedis> backends = new ArrayList<>();
        try {
            for (int i = 0; i < SERVERS; i++) {
                backends.add(StockRedis.start("databases 64"));
            }
            String yaml = pools(backends.stream().map(StockRedis::port).toList());
            try (StockNutcracker original = StockNutcracker.start(yaml)) {
                compare(PoolFile.read(yaml.replace("{port}", Integer.toString(original.port())), "test.yml"), backends);
            }
        } finally {
            backends.forEach(StockRedis::close);
        }
    }

    private void compare(List<PoolConfig> pools, List<StockRedis> backends) {
        assertThat(pools).hasSizeGreaterThan(2 * KeyHash.values().length);
        for (PoolConfig pool : pools) {
            write(pool.listen().port());
        }
        for (PoolConfig pool : pools) {
            Map<String, Integer> found = new HashMap<>();
            for (StockRedis backend : backends) {
                try (RespConnection connection = new RespConnection(backend.port())) {
                    connection.call("SELECT", Integer.toString(pool.database()));
                    for (Object key : (List<?>) connection.call("KEYS", "*")) {
                        found.put((String) key, backend.port());
                    }
                }
            }
            assertThat(found).as(pool.name()).hasSize(keys.size());
            Ring ring = ring(pool);
            List<String> elsewhere = keys.stream()
                    .filter(key -> found.get(key) != place(pool, ring, key))
                    .toList();
            assertThat(elsewhere)
                    .as("keys of %s that the original puts elsewhere", pool.name())
                    .isEmpty();
        }
    }

    private void write(int port) {
        try (RespConnection connection = new RespConnection(port)) {
            for (int from = 0; from < keys.size(); from += BATCH) {
                List<String> batch = keys.subList(from, Math.min(from + BATCH, keys.size()));
                batch.forEach(key -> connection.send("SET", key, "1"));
                batch.forEach(key -> assertThat(connection.read()).isEqualTo("OK"));
            }
        }
    }

    private static Ring ring(PoolConfig pool) {
        List<RingMember> members = new ArrayList<>();
        for (ServerConfig server : pool.servers()) {
            members.add(new RingMember(members.size(), server.name(), server.weight()));
        }
        return Ring.of(pool.distribution(), members, RandomGenerator.getDefault());
    }

    /** The port of the server that we would send the key to. */
    private static int place(PoolConfig pool, Ring ring, String key) {
        try (NativeBytes bytes = new NativeBytes(key.getBytes(StandardCharsets.ISO_8859_1))) {
            HashTag tag = pool.hashTag();
            long part = tag == null ? bytes.length() : tag.within(bytes.address(), bytes.length());
            int hash = bytes.length() == 0 ? 0 : pool.hash().hash(bytes.address() + (part >>> 32), (int) part);
            return pool.servers().get(ring.server(hash)).address().port();
        }
    }

    private static List<String> keys() {
        Random random = new Random(20_261_122);
        List<String> keys =
                new ArrayList<>(List.of("", "{", "{}x", "}{", "{a}", "x{a}y", "{a}{b}", "ü", "\u00ff\u0080"));
        while (keys.size() < KEYS) {
            int i = keys.size();
            keys.add(
                    switch (i % 4) {
                        case 0 -> "key:" + i;
                        case 1 -> "user:{" + i % 97 + "}:" + i;
                        case 2 -> binary(random, 1 + i % 40) + i;
                        default -> Integer.toString(i, 36);
                    });
        }
        return keys;
    }

    private static String binary(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String pools(List<Integer> ports) {
        StringBuilder yaml = new StringBuilder();
        List<Integer> listens = new ArrayList<>(FreePorts.take(3 * KeyHash.values().length));
        int database = 1;
        for (KeyHash hash : KeyHash.values()) {
            String listen = database == 1 ? "{port}" : listens.removeFirst().toString();
            pool(yaml, "ketama-" + hash.word(), listen, hash, "ketama", null, database++, plain(ports));
            pool(
                    yaml,
                    "weights-" + hash.word(),
                    listens.removeFirst().toString(),
                    hash,
                    "ketama",
                    "{}",
                    database++,
                    named(ports));
            pool(
                    yaml,
                    "modula-" + hash.word(),
                    listens.removeFirst().toString(),
                    hash,
                    "modula",
                    null,
                    database++,
                    named(ports));
        }
        return yaml.toString();
    }

    private static void pool(
            StringBuilder yaml,
            String name,
            String listen,
            KeyHash hash,
            String distribution,
            String tag,
            int database,
            String servers) {
        yaml.append(name).append(":\n  listen: 127.0.0.1:").append(listen).append("\n  redis: true\n  redis_db: ");
        yaml.append(database).append("\n  hash: ").append(hash.word()).append("\n  distribution: ");
        yaml.append(distribution).append('\n');
        if (tag != null) {
            yaml.append("  hash_tag: \"").append(tag).append("\"\n");
        }
        yaml.append("  servers:\n").append(servers);
    }

    private static String plain(List<Integer> ports) {
        StringBuilder lines = new StringBuilder();
        ports.forEach(port -> lines.append("  - 127.0.0.1:").append(port).append(":1\n"));
        return lines.toString();
    }

    /** Names of different lengths and out of order, as the original sorts them; weights that don't divide evenly. */
    private static String named(List<Integer> ports) {
        String[] names = {"zeta", "alpha-long", "b", "server3", "mid"};
        int[] weights = {1, 3, 2, 7, 1};
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ports.size(); i++) {
            lines.append("  - 127.0.0.1:" + ports.get(i) + ":" + weights[i] + " " + names[i] + "\n");
        }
        return lines.toString();
    }
}
