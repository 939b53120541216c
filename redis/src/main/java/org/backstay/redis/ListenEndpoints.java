package org.backstay.redis;

import java.util.ArrayList;
import java.util.List;
import org.backstay.node.Endpoint;

/** What {@code bind} and {@code port} mean as addresses. Stateless. */
final class ListenEndpoints {
    private static final String OPTIONAL = "-";

    private ListenEndpoints() {}

    /** The endpoints to listen on; none for port 0. An optional one keeps its minus. */
    static List<Endpoint> of(List<String> bind, int port) {
        List<Endpoint> endpoints = new ArrayList<>();
        if (port == 0) {
            return endpoints;
        }
        for (String address : bind) {
            endpoints.add(new Endpoint(address, port));
        }
        return endpoints;
    }

    /** Whether the server may start without this endpoint. */
    static boolean isOptional(Endpoint endpoint) {
        return endpoint.host().startsWith(OPTIONAL);
    }

    /** The endpoint to bind: without the minus, with the wildcards spelled out. */
    static Endpoint plain(Endpoint endpoint) {
        String host = isOptional(endpoint) ? endpoint.host().substring(1) : endpoint.host();
        return new Endpoint(
                switch (host) {
                    case "*" -> "0.0.0.0";
                    case "::*" -> "::";
                    default -> host;
                },
                endpoint.port());
    }
}
