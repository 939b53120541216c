package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.backstay.testkit.stock.RespConnection;

/** Values as a stock server's DUMP gives them, for RESTORE. */
final class Payloads {
    private static final List<List<String>> MAKING = List.of(
            List.of("SET", "payload", "text"),
            List.of("SET", "payload", "12345"),
            List.of("RPUSH", "payload", "a", "b", "1"),
            List.of("SADD", "payload", "1", "2", "40000"),
            List.of("SADD", "payload", "a", "1"),
            List.of("ZADD", "payload", "1", "a", "2.5", "b"),
            List.of("HSET", "payload", "a", "1", "b", "2"),
            List.of("XADD", "payload", "3-3", "a", "1"),
            List.of("PFADD", "payload", "a", "b"));

    private final List<String> payloads = new ArrayList<>();

    /** Makes them on the server at a port; its key {@code payload} is lost. */
    Payloads(int port) {
        try (RespConnection connection = new RespConnection(port)) {
            for (List<String> making : MAKING) {
                connection.call("DEL", "payload");
                connection.call(making.toArray(String[]::new));
                payloads.add(String.valueOf(connection.call("DUMP", "payload")));
            }
            connection.call("DEL", "payload");
        }
        payloads.add("");
        payloads.add(payloads.getFirst().substring(1));
    }

    String of(SplittableRandom random) {
        return payloads.get(random.nextInt(payloads.size()));
    }
}
