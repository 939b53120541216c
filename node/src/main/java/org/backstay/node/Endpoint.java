package org.backstay.node;

/**
 * Where a node listens or connects to, before any name is resolved.
 *
 * @param host an IP address or a name; never empty
 * @param port 0 to 65535; 0 asks the system for a free port when listening
 */
public record Endpoint(String host, int port) {
    private static final int LARGEST_PORT = 65_535;

    /** Rejects an empty host and a port out of range. */
    public Endpoint {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("an endpoint needs a host");
        }
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + LARGEST_PORT);
        }
    }

    /** Returns {@code host:port}, as the originals print it. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
