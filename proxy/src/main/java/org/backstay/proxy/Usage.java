package org.backstay.proxy;

import java.util.Locale;
import org.backstay.proxy.config.Options;
import org.backstay.proxy.stats.PoolMetric;
import org.backstay.proxy.stats.ServerMetric;

/** What nutcracker says about itself. */
final class Usage {
    static final String TEXT = """
            Usage: nutcracker [-?hVdDt] [-v verbosity level] [-o output file]
                              [-c conf file] [-s stats port] [-a stats addr]
                              [-i stats interval] [-p pid file] [-m mbuf size]

            Options:
              -h, --help             : this help
              -V, --version          : show version and exit
              -t, --test-conf        : test configuration for syntax errors and exit
              -d, --daemonize        : run as a daemon
              -D, --describe-stats   : print stats description and exit
              -v, --verbose=N        : set logging level (default: 5, min: 0, max: 11)
              -o, --output=S         : set logging file (default: stderr)
              -c, --conf-file=S      : set configuration file (default: %s)
              -s, --stats-port=N     : set stats monitoring port (default: 22222)
              -a, --stats-addr=S     : set stats monitoring ip (default: 0.0.0.0)
              -i, --stats-interval=N : accepted; statistics are always of the moment
              -p, --pid-file=S       : set pid file (default: off)
              -m, --mbuf-size=N      : accepted; buffers have the size they need
                  --loops=N          : share the clients among N loops (default: one for every two cores)

            """.formatted(Options.CONF_FILE);

    private Usage() {}

    static String describeStats() {
        StringBuilder out = new StringBuilder("pool stats:\n");
        for (PoolMetric metric : PoolMetric.values()) {
            line(out, metric, metric.description());
        }
        out.append("\nserver stats:\n");
        for (ServerMetric metric : ServerMetric.values()) {
            line(out, metric, metric.description());
        }
        return out.toString();
    }

    private static void line(StringBuilder out, Enum<?> metric, String description) {
        out.append(String.format("  %-20s\"%s\"%n", metric.name().toLowerCase(Locale.ROOT), description));
    }
}
