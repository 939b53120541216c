package org.backstay.sentinel.config;

import java.util.ArrayList;
import java.util.List;
import org.backstay.config.Directive;
import org.backstay.config.DirectiveTable;
import org.backstay.node.Log;
import org.backstay.node.process.Supervision;
import org.backstay.node.tls.TlsDirectives;

/**
 * The directives that a sentinel shares with redis-server. All directives of redis.conf may stand in a sentinel's file, and stock
 * sentinels write some there by themselves; those that mean nothing to a sentinel are read, kept and have no effect.
 */
public final class ServerDirectives {
    private static final int LARGEST_PORT = 65_535;
    private static final int MOST_CLIENTS = 1_000_000;
    private static final int MOST_WORDS = 1_000;

    /** Where to listen. */
    public static final Directive<Integer> PORT = Directive.integer("port", 0, LARGEST_PORT)
            .standard(26_379)
            .about("The TCP port to listen on.")
            .row();

    /** On which addresses. */
    public static final Directive<List<String>> BIND = Directive.words("bind", 0, 16)
            .standard(List.of("*", "-::*"))
            .about("Addresses to listen on; a minus sign in front forgives one that this machine does not have.")
            .row();

    /** From which address. */
    public static final Directive<String> BIND_SOURCE_ADDR = Directive.text("bind-source-addr")
            .standard("")
            .about("The local address of connections to watched instances.")
            .row();

    /** Where relative paths begin. */
    public static final Directive<String> DIR = Directive.text("dir")
            .standard(".")
            .about("The folder that relative paths of logs and pid files begin in.")
            .row();

    /** Where the log goes. */
    public static final Directive<String> LOGFILE = Directive.text("logfile")
            .standard("")
            .about("The log; empty for standard output.")
            .row();

    /** What goes to the log. */
    public static final Directive<Log.Level> LOGLEVEL = Directive.choice("loglevel", Log.Level.class)
            .standard(Log.Level.NOTICE)
            .about("The least level that is logged.")
            .row();

    /** Whether to go to the background. */
    public static final Directive<Boolean> DAEMONIZE = Directive.yesNo("daemonize")
            .standard(false)
            .about("Whether to run in the background.")
            .row();

    /** Who is told that the sentinel is ready. */
    public static final Directive<Supervision> SUPERVISED = Directive.choice("supervised", Supervision.class)
            .standard(Supervision.NO)
            .about("The service manager that is told how the sentinel is; with one, daemonize has no effect.")
            .row();

    /** Where the process ID is written. */
    public static final Directive<String> PIDFILE = Directive.text("pidfile")
            .standard("")
            .about("The file for the process ID; in the background /var/run/redis.pid when empty.")
            .row();

    /** Whether strangers are kept out. */
    public static final Directive<Boolean> PROTECTED_MODE = Directive.yesNo("protected-mode")
            .standard(false)
            .about("Whether only local clients are served while there is no password.")
            .row();

    /** The password. */
    public static final Directive<String> REQUIREPASS = Directive.text("requirepass")
            .standard("")
            .about("The password that clients and other sentinels give; empty for none.")
            .row();

    /** How many clients. */
    public static final Directive<Integer> MAXCLIENTS = Directive.integer("maxclients", 1, MOST_CLIENTS)
            .standard(10_000)
            .about("The most clients at a time.")
            .row();

    /** The queue of new connections. */
    public static final Directive<Integer> TCP_BACKLOG = Directive.integer("tcp-backlog", 0, LARGEST_PORT)
            .standard(511)
            .about("Connections that wait to be accepted.")
            .row();

    /** Keep-alive. */
    public static final Directive<Integer> TCP_KEEPALIVE = Directive.integer("tcp-keepalive", 0, Integer.MAX_VALUE)
            .standard(300)
            .about("Seconds between keep-alive probes of clients' connections; 0 for none.")
            .row();

    /** Idle clients. */
    public static final Directive<Integer> TIMEOUT = Directive.integer("timeout", 0, Integer.MAX_VALUE)
            .standard(0)
            .about("Seconds after which an idle client is disconnected; 0 for never.")
            .row();

    private static final List<Directive<?>> IN_FORCE = List.of(
            PORT,
            BIND,
            BIND_SOURCE_ADDR,
            DIR,
            LOGFILE,
            LOGLEVEL,
            DAEMONIZE,
            SUPERVISED,
            PIDFILE,
            PROTECTED_MODE,
            REQUIREPASS,
            MAXCLIENTS,
            TCP_BACKLOG,
            TCP_KEEPALIVE,
            TIMEOUT);

    /** Directives of redis.conf that have no meaning here, or whose meaning this program does not offer. */
    static final List<String> WITHOUT_EFFECT = List.of(
            "acl-pubsub-default",
            "aclfile",
            "acllog-max-len",
            "always-show-logo",
            "appendonly",
            "client-output-buffer-limit",
            "client-query-buffer-limit",
            "crash-log-enabled",
            "crash-memcheck-enabled",
            "databases",
            "disable-thp",
            "dynamic-hz",
            "enable-debug-command",
            "enable-module-command",
            "enable-protected-configs",
            "hz",
            "io-threads",
            "io-threads-do-reads",
            "latency-monitor-threshold",
            "latency-tracking",
            "latency-tracking-info-percentiles",
            "locale-collate",
            "lua-time-limit",
            "maxmemory",
            "maxmemory-policy",
            "oom-score-adj",
            "oom-score-adj-values",
            "proc-title-template",
            "proto-max-bulk-len",
            "rename-command",
            "save",
            "set-proc-title",
            "shutdown-on-sigint",
            "shutdown-on-sigterm",
            "shutdown-timeout",
            "slowlog-log-slower-than",
            "slowlog-max-len",
            "socket-mark-id",
            "syslog-enabled",
            "syslog-facility",
            "syslog-ident",
            "tracking-table-max-keys",
            "unixsocket",
            "unixsocketperm",
            "use-exit-on-panic",
            "user");

    /** All of them. */
    public static final DirectiveTable TABLE = table();

    private ServerDirectives() {}

    private static DirectiveTable table() {
        List<Directive<?>> rows = new ArrayList<>(IN_FORCE);
        rows.addAll(TlsDirectives.ROWS);
        for (String name : WITHOUT_EFFECT) {
            rows.add(Directive.lines(name, 0, MOST_WORDS)
                    .standard(List.of())
                    .about("Read and kept; a sentinel has no use for it.")
                    .row());
        }
        return new DirectiveTable(rows);
    }
}
