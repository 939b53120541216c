package org.backstay.proxy.testing;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.backstay.testkit.stock.StockRedis;

/** Configurations of one pool that listens on {@code {port}}. */
public final class Pools {
    private Pools() {}

    /** A pool over these servers, with more directives, one a line. */
    public static String over(String directives, StockRedis... servers) {
        return over(
                directives,
                IntStream.range(0, servers.length).map(i -> servers[i].port()).toArray());
    }

    /** A pool over servers on these ports. */
    public static String over(String directives, int... ports) {
        return "pool:\n  listen: 127.0.0.1:{port}\n  redis: true\n"
                + directives.lines().map(line -> "  " + line + "\n").collect(Collectors.joining())
                + "  servers:\n"
                + IntStream.of(ports)
                        .mapToObj(port -> "  - 127.0.0.1:" + port + ":1 server" + port % 7 + "-" + port + "\n")
                        .collect(Collectors.joining());
    }
}
