package org.backstay.node;

/**
 * Where a node listens or connects to, before any name is resolved: a TCP port, or a unix domain socket of this machine.
 *
 * @param host an IP address or a name, or the path of a unix domain socket, which begins with a slash; never empty
 * @param port 0 to 65535; 0 asks the system for a free port when listening, and is a unix domain socket's
 */
public record Endpoint(String host, int port) {
    private static final int LARGEST_PORT = 65_535;
    private static final String ROOT = "/";

    /** Rejects an empty host and a port out of range. */
    public Endpoint {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("an endpoint needs a host");
        }
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + LARGEST_PORT);
        }
    }

    /** The unix domain socket of this absolute path. */
    public static Endpoint unix(String path) {
        if (!path.startsWith(ROOT)) {
            throw new IllegalArgumentException("the path of a unix domain socket must be absolute: " + path);
        }
        return new Endpoint(path, 0);
    }

    /** Whether this is a unix domain socket, and the host is its path. */
    public boolean isUnix() {
        return port == 0 && host.startsWith(ROOT);
    }

    /** Returns {@code host:port}, as the originals print it. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
