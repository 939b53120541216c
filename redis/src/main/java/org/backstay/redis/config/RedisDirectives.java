package org.backstay.redis.config;

import static org.backstay.config.Directive.choice;
import static org.backstay.config.Directive.integer;
import static org.backstay.config.Directive.memory;
import static org.backstay.config.Directive.number;
import static org.backstay.config.Directive.text;
import static org.backstay.config.Directive.words;
import static org.backstay.config.Directive.yesNo;

import java.util.List;
import org.backstay.config.Directive;
import org.backstay.config.DirectiveTable;
import org.backstay.config.Settings;
import org.backstay.node.Log;
import org.backstay.node.process.Supervision;
import org.backstay.node.tls.TlsDirectives;

/** The directives of redis-server that concern the process, the network, clients, encodings and diagnosis. */
public final class RedisDirectives {
    private static final int LARGEST_PORT = 65_535;
    private static final long EXABYTE = 1L << 60;

    // --- process -------------------------------------------------------------------------------------------------

    /** Whether to go on in the background. */
    public static final Directive<Boolean> DAEMONIZE =
            yesNo("daemonize").standard(false).about("Go on in the background.").row();

    /** Who is told that the server is ready. */
    public static final Directive<Supervision> SUPERVISED = choice("supervised", Supervision.class)
            .standard(Supervision.NO)
            .about(
                    "The service manager that is told how the server is; with one, daemonize has no effect. auto takes whichever the"
                            + " environment names.")
            .row();

    /** Where the process id is written. */
    public static final Directive<String> PIDFILE = text("pidfile")
            .standard("")
            .about("File for the process id; empty writes none unless daemonize is on.")
            .row();

    /** How much is logged. */
    public static final Directive<Log.Level> LOGLEVEL = choice("loglevel", Log.Level.class)
            .standard(Log.Level.NOTICE)
            .mutable()
            .about("The least level that is logged.")
            .row();

    /** Where it is logged. */
    public static final Directive<String> LOGFILE = text("logfile")
            .standard("")
            .about("The log file; empty is standard output.")
            .row();

    /** Whether the system log is used as well. */
    public static final Directive<Boolean> SYSLOG_ENABLED = yesNo("syslog-enabled")
            .standard(false)
            .withoutEffect("the log goes to logfile only.")
            .row();

    /** How many databases there are. */
    public static final Directive<Integer> DATABASES = integer("databases", 1, 65_536)
            .standard(16)
            .about("Number of databases; SELECT takes 0 to one less.")
            .row();

    /** The working directory: where the data lies. */
    public static final Directive<String> DIR = text("dir")
            .standard("./")
            .mutable()
            .about("Working directory: snapshot and log lie here.")
            .row();

    /** How often periodic work runs, in times a second. */
    public static final Directive<Integer> HZ = integer("hz", 0, Integer.MAX_VALUE)
            .keptAs(hz -> Math.clamp(hz, 1, 500))
            .standard(10)
            .mutable()
            .about("How often periodic work runs, in times a second; kept within 1 to 500.")
            .row();

    /** Whether the periodic work adapts to the number of clients. */
    public static final Directive<Boolean> DYNAMIC_HZ = yesNo("dynamic-hz")
            .standard(true)
            .mutable()
            .withoutEffect("periodic work does not grow with idle clients here.")
            .row();

    /** Whether the process title is changed. */
    public static final Directive<Boolean> SET_PROC_TITLE = yesNo("set-proc-title")
            .standard(true)
            .withoutEffect("a Java process keeps its title.")
            .row();

    /** Whether a logo is shown at start. */
    public static final Directive<Boolean> ALWAYS_SHOW_LOGO = yesNo("always-show-logo")
            .standard(false)
            .withoutEffect("there is no logo.")
            .row();

    /** Whether DEBUG may be used, and by whom. */
    public static final Directive<Protected> ENABLE_DEBUG_COMMAND = choice("enable-debug-command", Protected.class)
            .standard(Protected.NO)
            .about("Who may use DEBUG: no (nobody), local, yes (everybody).")
            .row();

    /** Whether protected directives may be set at run time, and by whom. */
    public static final Directive<Protected> ENABLE_PROTECTED_CONFIGS = choice(
                    "enable-protected-configs", Protected.class)
            .standard(Protected.NO)
            .about("Who may set dir and dbfilename at run time: no (nobody), local, yes (everybody).")
            .row();

    // --- network and clients -------------------------------------------------------------------------------------

    /** The addresses that are listened on. */
    public static final Directive<List<String>> BIND = words("bind", 0, 16)
            .standard(List.of("*", "-::*"))
            .mutable()
            .about("Addresses to listen on; one with a minus in front may be missing on the machine.")
            .row();

    /** The port that is listened on. */
    public static final Directive<Integer> PORT = integer("port", 0, LARGEST_PORT)
            .standard(6379)
            .mutable()
            .about("TCP port; 0 listens nowhere.")
            .row();

    /** The unix domain socket that is listened on. */
    public static final Directive<String> UNIXSOCKET = text("unixsocket")
            .standard("")
            .about("Path of a unix domain socket to listen on, taken from dir; empty for none.")
            .row();

    /** The permissions of its file. */
    public static final Directive<Integer> UNIXSOCKETPERM = Directive.of("unixsocketperm", new FileModeType())
            .standard(0)
            .about("Permissions of the unix domain socket's file, in octal; 0 leaves what the umask gives.")
            .row();

    /** Connections the kernel may hold before they are accepted. */
    public static final Directive<Integer> TCP_BACKLOG = integer("tcp-backlog", 0, Integer.MAX_VALUE)
            .standard(511)
            .about("Connections that may wait to be accepted.")
            .row();

    /** Threads that serve connections: 1 for the one that executes commands alone, else that one and others that read and write. */
    public static final Directive<Integer> IO_THREADS = integer("io-threads", 1, 128)
            .standard(1)
            .about("Threads for commands and connections; all but one read and write.")
            .row();

    /** TCP keep-alive, in seconds. */
    public static final Directive<Integer> TCP_KEEPALIVE = integer("tcp-keepalive", 0, Integer.MAX_VALUE)
            .standard(300)
            .mutable()
            .about("Seconds between TCP keep-alives; 0 sends none.")
            .row();

    /** After how many idle seconds a client is disconnected. */
    public static final Directive<Integer> TIMEOUT = integer("timeout", 0, Integer.MAX_VALUE)
            .standard(0)
            .mutable()
            .about("Idle seconds after which a client is disconnected; 0 never.")
            .row();

    /** Whether a server without a password answers the local machine only. */
    public static final Directive<Boolean> PROTECTED_MODE = yesNo("protected-mode")
            .standard(true)
            .mutable()
            .about("Without a password and a bind directive, serve the local machine only.")
            .row();

    /** The password of the default user. */
    public static final Directive<String> REQUIREPASS = text("requirepass")
            .standard("")
            .mutable()
            .about("Password that AUTH must give; empty needs none.")
            .row();

    /** The most connections. */
    public static final Directive<Integer> MAXCLIENTS = integer("maxclients", 1, Integer.MAX_VALUE)
            .standard(10_000)
            .mutable()
            .about("The most connections.")
            .row();

    /** The most bytes a client may have sent without being executed. */
    public static final Directive<Long> CLIENT_QUERY_BUFFER_LIMIT = memory(
                    "client-query-buffer-limit", 1024 * 1024, EXABYTE)
            .standard(1024L * 1024 * 1024)
            .mutable()
            .about("The most bytes a client may have sent that are not yet executed.")
            .row();

    /** The longest argument. */
    public static final Directive<Long> PROTO_MAX_BULK_LEN = memory("proto-max-bulk-len", 1024 * 1024, EXABYTE)
            .standard(512L * 1024 * 1024)
            .mutable()
            .about("The longest argument of a command, in bytes.")
            .row();

    // --- encodings -----------------------------------------------------------------------------------------------

    /** The most fields of a packed hash. */
    public static final Directive<Long> HASH_MAX_LISTPACK_ENTRIES = number(
                    "hash-max-listpack-entries", 0, Long.MAX_VALUE)
            .alias("hash-max-ziplist-entries")
            .standard(512L)
            .mutable()
            .about("The most fields of a hash that is kept packed.")
            .row();

    /** The longest field or value of a packed hash. */
    public static final Directive<Long> HASH_MAX_LISTPACK_VALUE = memory("hash-max-listpack-value", 0, EXABYTE)
            .alias("hash-max-ziplist-value")
            .standard(64L)
            .mutable()
            .about("The longest field or value, in bytes, of a hash that is kept packed.")
            .row();

    /** The size of a list's packed nodes. */
    public static final Directive<Integer> LIST_MAX_LISTPACK_SIZE = integer(
                    "list-max-listpack-size", Integer.MIN_VALUE, Integer.MAX_VALUE)
            .alias("list-max-ziplist-size")
            .standard(-2)
            .mutable()
            .about("Elements in a list's node; -1 to -5 are 4, 8, 16, 32 and 64 KB.")
            .row();

    /** How many nodes at a list's ends stay uncompressed. */
    public static final Directive<Integer> LIST_COMPRESS_DEPTH = integer("list-compress-depth", 0, Integer.MAX_VALUE)
            .standard(0)
            .mutable()
            .withoutEffect("list nodes are not compressed in memory.")
            .row();

    /** The most members of a set of integers. */
    public static final Directive<Long> SET_MAX_INTSET_ENTRIES = number("set-max-intset-entries", 0, Long.MAX_VALUE)
            .standard(512L)
            .mutable()
            .about("The most members of a set of integers that is kept packed.")
            .row();

    /** The most members of a packed sorted set. */
    public static final Directive<Long> ZSET_MAX_LISTPACK_ENTRIES = number(
                    "zset-max-listpack-entries", 0, Long.MAX_VALUE)
            .alias("zset-max-ziplist-entries")
            .standard(128L)
            .mutable()
            .about("The most members of a sorted set that is kept packed.")
            .row();

    /** The longest member of a packed sorted set. */
    public static final Directive<Long> ZSET_MAX_LISTPACK_VALUE = memory("zset-max-listpack-value", 0, EXABYTE)
            .alias("zset-max-ziplist-value")
            .standard(64L)
            .mutable()
            .about("The longest member, in bytes, of a sorted set that is kept packed.")
            .row();

    /** The longest sparse HyperLogLog. */
    public static final Directive<Long> HLL_SPARSE_MAX_BYTES = memory("hll-sparse-max-bytes", 0, EXABYTE)
            .standard(3_000L)
            .mutable()
            .about("The most bytes of a HyperLogLog that is kept sparse.")
            .row();

    /** The largest node of a stream. */
    public static final Directive<Long> STREAM_NODE_MAX_BYTES = memory("stream-node-max-bytes", 0, EXABYTE)
            .standard(4_096L)
            .mutable()
            .about("The most bytes of a stream's node; 0 is no limit.")
            .row();

    /** The most entries in a node of a stream. */
    public static final Directive<Long> STREAM_NODE_MAX_ENTRIES = number("stream-node-max-entries", 0, Long.MAX_VALUE)
            .standard(100L)
            .mutable()
            .about("The most entries in a stream's node, deleted ones included; 0 is no limit.")
            .row();

    /** Whether active rehashing is on. */
    public static final Directive<Boolean> ACTIVEREHASHING = yesNo("activerehashing")
            .standard(true)
            .mutable()
            .withoutEffect("tables grow a bucket at a time.")
            .row();

    // --- diagnosis -----------------------------------------------------------------------------------------------

    /** From how many microseconds on a command is slow. */
    public static final Directive<Long> SLOWLOG_LOG_SLOWER_THAN = number("slowlog-log-slower-than", -1, Long.MAX_VALUE)
            .standard(10_000L)
            .mutable()
            .about("Microseconds from which a command is kept in the slow log; -1 keeps none.")
            .row();

    /** The most entries of the slow log. */
    public static final Directive<Long> SLOWLOG_MAX_LEN = number("slowlog-max-len", 0, Long.MAX_VALUE)
            .standard(128L)
            .mutable()
            .about("Entries the slow log keeps.")
            .row();

    /** How long a script runs before others are told that the server is busy, and may stop it. */
    public static final Directive<Long> BUSY_REPLY_THRESHOLD = number("busy-reply-threshold", 0, Long.MAX_VALUE)
            .alias("lua-time-limit")
            .standard(5_000L)
            .mutable()
            .about("Milliseconds a script runs before other clients get -BUSY and may stop it; 0: never.")
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(
            DAEMONIZE,
            SUPERVISED,
            PIDFILE,
            LOGLEVEL,
            LOGFILE,
            SYSLOG_ENABLED,
            DATABASES,
            DIR,
            HZ,
            DYNAMIC_HZ,
            SET_PROC_TITLE,
            ALWAYS_SHOW_LOGO,
            ENABLE_DEBUG_COMMAND,
            ENABLE_PROTECTED_CONFIGS,
            BIND,
            PORT,
            UNIXSOCKET,
            UNIXSOCKETPERM,
            TCP_BACKLOG,
            IO_THREADS,
            TCP_KEEPALIVE,
            TIMEOUT,
            PROTECTED_MODE,
            REQUIREPASS,
            MAXCLIENTS,
            CLIENT_QUERY_BUFFER_LIMIT,
            PROTO_MAX_BULK_LEN,
            HASH_MAX_LISTPACK_ENTRIES,
            HASH_MAX_LISTPACK_VALUE,
            LIST_MAX_LISTPACK_SIZE,
            LIST_COMPRESS_DEPTH,
            SET_MAX_INTSET_ENTRIES,
            ZSET_MAX_LISTPACK_ENTRIES,
            ZSET_MAX_LISTPACK_VALUE,
            HLL_SPARSE_MAX_BYTES,
            STREAM_NODE_MAX_BYTES,
            STREAM_NODE_MAX_ENTRIES,
            ACTIVEREHASHING,
            SLOWLOG_LOG_SLOWER_THAN,
            SLOWLOG_MAX_LEN,
            BUSY_REPLY_THRESHOLD);

    private RedisDirectives() {}

    /** Who may do what is dangerous. */
    public enum Protected {
        /** Nobody. */
        NO,
        /** Everybody. */
        YES,
        /** Clients on this machine. */
        LOCAL
    }

    /** The port at which clients find the server: that without TLS, if there is one. */
    public static int clientPort(Settings settings) {
        int plain = settings.get(PORT);
        return plain != 0 ? plain : settings.get(TlsDirectives.TLS_PORT);
    }

    /** All of redis.conf: this class's rows and those of the other families. */
    public static DirectiveTable table() {
        List<Directive<?>> rows = new java.util.ArrayList<>(ROWS);
        rows.addAll(ClientDirectives.ROWS);
        rows.addAll(AclDirectives.ROWS);
        rows.addAll(TlsDirectives.ROWS);
        rows.addAll(LatencyDirectives.ROWS);
        rows.addAll(MemoryDirectives.ROWS);
        rows.addAll(PersistenceDirectives.ROWS);
        rows.addAll(ReplicationDirectives.ROWS);
        rows.addAll(ShutdownDirectives.ROWS);
        rows.addAll(DirectivesWithoutEffect.ROWS);
        return new DirectiveTable(rows);
    }
}
