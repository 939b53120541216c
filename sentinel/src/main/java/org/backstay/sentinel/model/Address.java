package org.backstay.sentinel.model;

import org.backstay.node.Endpoint;

/**
 * Where an instance listens.
 *
 * @param host as it was given: an IP address, or a name when {@code resolve-hostnames} allows names
 * @param ip the resolved address; empty while the name is not resolved
 * @param port 0 marks an address known to be no longer valid
 */
public record Address(String host, String ip, int port) {
    /** An address whose host is an IP address. */
    public static Address ofIp(String ip, int port) {
        return new Address(ip, ip, port);
    }

    /** Whether both mean the same place: the same port, and the same resolved address or the same name. */
    public boolean samePlace(Address other) {
        return port == other.port && ((!ip.isEmpty() && ip.equals(other.ip)) || host.equalsIgnoreCase(other.host));
    }

    /** Whether there is something to connect to. */
    public boolean reachable() {
        return port != 0 && !ip.isEmpty();
    }

    /** The place to connect to; only when {@link #reachable()}. */
    public Endpoint endpoint() {
        return new Endpoint(ip, port);
    }

    /** The name of a replica at this address: {@code host:port}, brackets around an IPv6 address. */
    public static String name(String host, int port) {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
