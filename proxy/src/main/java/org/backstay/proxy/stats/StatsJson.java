package org.backstay.proxy.stats;

import java.util.List;
import java.util.Locale;

/** The document of the stats port, byte for byte in the original's form. */
final class StatsJson {
    private StatsJson() {}

    /**
     * What stands before the pools.
     *
     * @param source the machine's name
     * @param version of the program
     * @param uptime in seconds
     * @param timestamp in seconds since the Unix epoch
     * @param totalConnections made since the start, listening ones included
     * @param currentConnections open now, listening ones included
     */
    record Header(
            String source,
            String version,
            long uptime,
            long timestamp,
            long totalConnections,
            long currentConnections) {}

    static String render(Header header, List<PoolCounters> pools) {
        StringBuilder out = new StringBuilder(1024);
        out.append('{');
        text(out, "service", "nutcracker");
        text(out, "source", header.source());
        text(out, "version", header.version());
        number(out, "uptime", header.uptime());
        number(out, "timestamp", header.timestamp());
        number(out, "total_connections", header.totalConnections());
        number(out, "curr_connections", header.currentConnections());
        for (PoolCounters pool : pools) {
            quote(out, pool.name()).append(": {");
            for (PoolMetric metric : PoolMetric.values()) {
                number(out, metric.name().toLowerCase(Locale.ROOT), pool.pool().get(metric));
            }
            for (PoolCounters.Server server : pool.servers()) {
                quote(out, server.name()).append(": {");
                for (ServerMetric metric : ServerMetric.values()) {
                    number(
                            out,
                            metric.name().toLowerCase(Locale.ROOT),
                            server.counters().get(metric));
                }
                end(out);
            }
            end(out);
        }
        out.setLength(out.length() - 1);
        return out.append("}\n").toString();
    }

    private static void text(StringBuilder out, String key, String value) {
        quote(out, key).append(':');
        quote(out, value).append(", ");
    }

    private static void number(StringBuilder out, String key, long value) {
        quote(out, key).append(':').append(value).append(", ");
    }

    /** Replaces the last comma and space by the end of an object and a comma. */
    private static void end(StringBuilder out) {
        out.setLength(out.length() - (out.charAt(out.length() - 1) == ' ' ? 2 : 1));
        out.append("},");
    }

    private static StringBuilder quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"');
    }
}
