package org.backstay.testkit.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** TCP ports of 127.0.0.1 that nobody listens on. The system does not hand the same one out again soon. */
public final class FreePorts {
    private FreePorts() {}

    /** One free port. */
    public static int one() {
        return take(1).getFirst();
    }

    /** Several free ports, all different. */
    public static List<Integer> take(int count) {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.add(socket.getLocalPort());
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
        } catch (IOException noPorts) {
            throw new UncheckedIOException(noPorts);
        }
        return ports;
    }
}
