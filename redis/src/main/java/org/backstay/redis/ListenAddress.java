package org.backstay.redis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.config.Settings;
import org.backstay.node.Endpoint;
import org.backstay.node.tls.TlsDirectives;
import org.backstay.redis.config.RedisDirectives;

/**
 * One socket that the directives ask for.
 *
 * @param kind what is spoken there
 * @param endpoint where it listens, wildcards spelled out
 * @param optional whether the server may do without it, if it has another one
 */
record ListenAddress(Kind kind, Endpoint endpoint, boolean optional) {
    private static final String OPTIONAL = "-";

    /** What is spoken at a socket, under the original's names. */
    enum Kind {
        TCP,
        TLS,
        UNIX
    }

    /** What {@code bind}, {@code port}, {@code tls-port} and {@code unixsocket} ask for; none for port 0. */
    static List<ListenAddress> of(Settings settings) {
        List<ListenAddress> addresses = new ArrayList<>();
        addBound(addresses, Kind.TCP, settings.get(RedisDirectives.BIND), settings.get(RedisDirectives.PORT));
        addBound(addresses, Kind.TLS, settings.get(RedisDirectives.BIND), settings.get(TlsDirectives.TLS_PORT));
        String file = settings.get(RedisDirectives.UNIXSOCKET);
        if (!file.isEmpty()) {
            Path path =
                    Path.of(settings.get(RedisDirectives.DIR)).toAbsolutePath().resolve(file);
            Endpoint socket = Endpoint.unix(path.normalize().toString());
            addresses.add(new ListenAddress(Kind.UNIX, socket, false));
        }
        return addresses;
    }

    /** Whether both are on the same port, and may exclude each other. */
    boolean sharesPortWith(ListenAddress other) {
        return endpoint.port() == other.endpoint.port();
    }

    private static void addBound(List<ListenAddress> to, Kind kind, List<String> hosts, int port) {
        if (port != 0) {
            hosts.forEach(host -> to.add(bound(kind, host, port)));
        }
    }

    private static ListenAddress bound(Kind kind, String host, int port) {
        boolean optional = host.startsWith(OPTIONAL);
        String plain = optional ? host.substring(OPTIONAL.length()) : host;
        Endpoint endpoint = new Endpoint(
                switch (plain) {
                    case "*" -> "0.0.0.0";
                    case "::*" -> "::";
                    default -> plain;
                },
                port);
        return new ListenAddress(kind, endpoint, optional);
    }
}
