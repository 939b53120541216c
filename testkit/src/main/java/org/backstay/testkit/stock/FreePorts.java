package org.backstay.testkit.stock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of 127.0.0.1 that nobody listens on. They lie below the range from which the system takes the ports of outgoing
 * connections: a port of that range, free while its server is down, may be taken by anybody's connection before the server is back.
 */
public final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int LAST = 29_999;
    private static final int MOST_TRIES = 1_000;

    private FreePorts() {}

    /** One free port. */
    public static int one() {
        return take(1).getFirst();
    }

    /** Several free ports, all different. */
    public static List<Integer> take(int count) {
        Set<Integer> ports = new LinkedHashSet<>();
        for (int tries = 0; ports.size() < count; tries++) {
            if (tries == MOST_TRIES + count) {
                throw new IllegalStateException("no free ports from " + FIRST + " to " + LAST);
            }
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return new ArrayList<>(ports);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
