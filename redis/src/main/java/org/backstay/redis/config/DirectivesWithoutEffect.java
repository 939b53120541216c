package org.backstay.redis.config;

import static org.backstay.config.Directive.choice;
import static org.backstay.config.Directive.memory;
import static org.backstay.config.Directive.number;
import static org.backstay.config.Directive.text;
import static org.backstay.config.Directive.yesNo;

import java.util.List;
import org.backstay.config.Directive;
import org.backstay.config.Directive.Row;

/**
 * Directives of the original that have nothing to act on here: a file with them is accepted, CONFIG GET, SET and REWRITE know them, and the log of the
 * start says why it does nothing.
 */
public final class DirectivesWithoutEffect {
    private static final int LARGEST_PORT = 65_535;
    private static final String CLUSTER = "a server here is one node; keys are spread by the proxy.";
    private static final String DEFRAGMENTATION =
            "memory is kept in slabs by size, and empty ones go back to the system.";
    private static final String PROCESSORS = "bind the process with taskset; it has one busy thread.";
    private static final String CRASH = "the virtual machine reports a crash in hs_err_pidNUMBER.log.";
    private static final String SYSLOG = "the log goes to a file or to standard output.";
    private static final String OOM_SCORE = "leave the score to the service manager.";

    /** All of them, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(
            mutable(yesNo("activedefrag").standard(false), DEFRAGMENTATION),
            count("active-defrag-cycle-min", 1, 99, 1, DEFRAGMENTATION),
            count("active-defrag-cycle-max", 1, 99, 25, DEFRAGMENTATION),
            mutable(memory("active-defrag-ignore-bytes", 1, Long.MAX_VALUE).standard(100L << 20), DEFRAGMENTATION),
            count("active-defrag-max-scan-fields", 1, Long.MAX_VALUE, 1_000, DEFRAGMENTATION),
            count("active-defrag-threshold-lower", 0, 1_000, 10, DEFRAGMENTATION),
            count("active-defrag-threshold-upper", 0, 1_000, 100, DEFRAGMENTATION),
            mutable(yesNo("jemalloc-bg-thread").standard(true), DEFRAGMENTATION),
            fixed(yesNo("disable-thp").standard(true), "no fork copies pages here."),
            mutable(
                    yesNo("aof-rewrite-incremental-fsync").standard(true),
                    "a new base is written by a worker and synced at its end."),
            mutable(
                    choice("sanitize-dump-payload", Sanitization.class).standard(Sanitization.NO),
                    "what DUMP made is always checked before it is used."),
            count(
                    "active-expire-effort",
                    1,
                    10,
                    1,
                    "expired keys are looked for as long as many are found, for a bounded time."),
            fixed(
                    yesNo("io-threads-do-reads").standard(false),
                    "with io-threads, connections are read and written by their threads."),
            fixed(text("server_cpulist").standard(""), PROCESSORS),
            fixed(text("bio_cpulist").standard(""), PROCESSORS),
            fixed(text("aof_rewrite_cpulist").standard(""), PROCESSORS),
            fixed(text("bgsave_cpulist").standard(""), PROCESSORS),
            mutable(yesNo("crash-log-enabled").standard(true), CRASH),
            mutable(yesNo("crash-memcheck-enabled").standard(true), CRASH),
            fixed(text("syslog-ident").standard("redis"), SYSLOG),
            fixed(text("syslog-facility").standard("local0"), SYSLOG),
            mutable(choice("oom-score-adj", OomScore.class).standard(OomScore.NO), OOM_SCORE),
            mutable(Directive.words("oom-score-adj-values", 3, 3).standard(List.of("0", "200", "800")), OOM_SCORE),
            mutable(
                    text("proc-title-template").standard("{title} {listen-addr} {server-mode}"),
                    "the process is named after its command."),
            mutable(text("ignore-warnings").standard(""), "nothing here warns so."),
            fixed(
                    number("socket-mark-id", 0, 0xFFFF_FFFFL).standard(0L),
                    "mark the process's packets by its control group."),
            mutable(
                    choice("propagation-error-behavior", PropagationError.class).standard(PropagationError.IGNORE),
                    "a command of the master's that fails is told in the log, and the stream goes on."),
            mutable(
                    yesNo("replica-ignore-disk-write-errors").standard(false),
                    "a replica whose disk fails always goes on following its master."),
            mutable(
                    choice("repl-diskless-load", DisklessLoad.class).standard(DisklessLoad.DISABLED),
                    "a snapshot is received into a file, so that the data stands until all of it is there."),
            mutable(
                    yesNo("aof-disable-auto-gc").standard(false),
                    "aof-history-size and its relatives say how much of the log is kept."),
            fixed(text("enable-module-command").standard("no"), "modules of the original can't be loaded."),
            fixed(yesNo("cluster-enabled").standard(false), CLUSTER),
            fixed(text("cluster-config-file").standard("nodes.conf"), CLUSTER),
            count("cluster-node-timeout", 0, Long.MAX_VALUE, 15_000, CLUSTER),
            fixed(number("cluster-port", 0, LARGEST_PORT).standard(0L), CLUSTER),
            mutable(text("cluster-announce-ip").standard(""), CLUSTER),
            mutable(text("cluster-announce-hostname").standard(""), CLUSTER),
            count("cluster-announce-port", 0, LARGEST_PORT, 0, CLUSTER),
            count("cluster-announce-tls-port", 0, LARGEST_PORT, 0, CLUSTER),
            count("cluster-announce-bus-port", 0, LARGEST_PORT, 0, CLUSTER),
            mutable(memory("cluster-link-sendbuf-limit", 0, Long.MAX_VALUE).standard(0L), CLUSTER),
            count("cluster-migration-barrier", 0, Integer.MAX_VALUE, 1, CLUSTER),
            mutable(choice("cluster-preferred-endpoint-type", Endpoint.class).standard(Endpoint.IP), CLUSTER),
            mutable(
                    number("cluster-replica-validity-factor", 0, Integer.MAX_VALUE)
                            .alias("cluster-slave-validity-factor")
                            .standard(10L),
                    CLUSTER),
            mutable(
                    yesNo("cluster-replica-no-failover")
                            .alias("cluster-slave-no-failover")
                            .standard(false),
                    CLUSTER),
            mutable(yesNo("cluster-require-full-coverage").standard(true), CLUSTER),
            mutable(yesNo("cluster-allow-reads-when-down").standard(false), CLUSTER),
            mutable(yesNo("cluster-allow-pubsubshard-when-down").standard(true), CLUSTER),
            mutable(yesNo("cluster-allow-replica-migration").standard(true), CLUSTER));

    private DirectivesWithoutEffect() {}

    /** What the original does when a command of the stream or of the log fails. */
    private enum PropagationError {
        IGNORE,
        PANIC,
        PANIC_ON_REPLICAS
    }

    /** Whether the original loads a master's snapshot from the socket. */
    private enum DisklessLoad {
        DISABLED,
        ON_EMPTY_DB,
        SWAPDB
    }

    /** What the original checks of a value that DUMP made. */
    private enum Sanitization {
        NO,
        YES,
        CLIENTS
    }

    /** Whether the original sets its score for when memory runs out. */
    private enum OomScore {
        NO,
        YES,
        RELATIVE,
        ABSOLUTE
    }

    /** What the original's cluster names a node by. */
    private enum Endpoint {
        IP,
        HOSTNAME,
        UNKNOWN_ENDPOINT
    }

    private static Directive<Long> count(String name, long least, long most, long standard, String why) {
        return mutable(number(name, least, most).standard(standard), why);
    }

    private static <T> Directive<T> mutable(Row<T> row, String why) {
        return row.mutable().withoutEffect(why).row();
    }

    private static <T> Directive<T> fixed(Row<T> row, String why) {
        return row.withoutEffect(why).row();
    }
}
