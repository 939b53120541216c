package org.backstay.redis.config;

import static org.backstay.config.Directive.integer;
import static org.backstay.config.Directive.memory;
import static org.backstay.config.Directive.text;
import static org.backstay.config.Directive.yesNo;

import java.util.List;
import org.backstay.config.Directive;

/** The directives of redis-server that concern replication. */
public final class ReplicationDirectives {
    private static final int LARGEST_PORT = 65_535;
    private static final long EXABYTE = 1L << 60;

    /** The master to follow. */
    public static final Directive<List<String>> REPLICAOF = Directive.of("replicaof", new MasterAddressType())
            .alias("slaveof")
            .standard(List.of())
            .about("Host and port of the master to follow; no one for a master.")
            .row();

    /** The password for the master. */
    public static final Directive<String> MASTERAUTH = text("masterauth")
            .standard("")
            .mutable()
            .about("Password for the master; empty sends none.")
            .row();

    /** The user for the master. */
    public static final Directive<String> MASTERUSER = text("masteruser")
            .standard("")
            .mutable()
            .about("User for the master; empty is the default user.")
            .row();

    /** Whether a replica without its master answers with what it has. */
    public static final Directive<Boolean> REPLICA_SERVE_STALE_DATA = yesNo("replica-serve-stale-data")
            .alias("slave-serve-stale-data")
            .standard(true)
            .mutable()
            .about("Serve what there is while the master cannot be reached or is being copied.")
            .row();

    /** Whether a replica refuses writes. */
    public static final Directive<Boolean> REPLICA_READ_ONLY = yesNo("replica-read-only")
            .alias("slave-read-only")
            .standard(true)
            .mutable()
            .about("Refuse writes while following a master.")
            .row();

    /** Whether snapshots for replicas go over the connection without a file. */
    public static final Directive<Boolean> REPL_DISKLESS_SYNC = yesNo("repl-diskless-sync")
            .standard(true)
            .mutable()
            .about("Send snapshots to replicas without writing a file first.")
            .row();

    /** How long a diskless transfer waits for more replicas. */
    public static final Directive<Integer> REPL_DISKLESS_SYNC_DELAY = integer(
                    "repl-diskless-sync-delay", 0, Integer.MAX_VALUE)
            .standard(5)
            .mutable()
            .about("Seconds a diskless transfer waits for further replicas.")
            .row();

    /** How many waiting replicas are enough for a diskless transfer to begin. */
    public static final Directive<Integer> REPL_DISKLESS_SYNC_MAX_REPLICAS = integer(
                    "repl-diskless-sync-max-replicas", 0, Integer.MAX_VALUE)
            .standard(0)
            .mutable()
            .about("Begin a diskless transfer at once when so many replicas wait for it; 0 waits for the delay.")
            .row();

    /** From where a replica connects. */
    public static final Directive<String> BIND_SOURCE_ADDR = Directive.of("bind-source-addr", new IpAddressType())
            .standard("")
            .mutable()
            .about("IP address from which a replica connects to its master; empty lets the system choose.")
            .row();

    /** How often a master pings its replicas. */
    public static final Directive<Integer> REPL_PING_REPLICA_PERIOD = integer(
                    "repl-ping-replica-period", 1, Integer.MAX_VALUE)
            .alias("repl-ping-slave-period")
            .standard(10)
            .mutable()
            .about("Seconds between a master's pings to its replicas.")
            .row();

    /** After how many silent seconds a replication link is broken. */
    public static final Directive<Integer> REPL_TIMEOUT = integer("repl-timeout", 1, Integer.MAX_VALUE)
            .standard(60)
            .mutable()
            .about("Silent seconds after which a replication link is given up.")
            .row();

    /** Whether small packets to replicas are held back. */
    public static final Directive<Boolean> REPL_DISABLE_TCP_NODELAY = yesNo("repl-disable-tcp-nodelay")
            .standard(false)
            .mutable()
            .about("Let the kernel hold back small packets to replicas.")
            .row();

    /** As in the original, less is taken for this. */
    private static final long LEAST_BACKLOG = 16 * 1024;

    /** How much of the stream is kept for replicas that come back. */
    public static final Directive<Long> REPL_BACKLOG_SIZE = memory("repl-backlog-size", 1, EXABYTE)
            .keptAs(bytes -> Math.max(bytes, LEAST_BACKLOG))
            .standard(1024L * 1024)
            .mutable()
            .about("Bytes of the replication stream kept in memory for replicas that come back.")
            .row();

    /** How long it is kept without replicas. */
    public static final Directive<Integer> REPL_BACKLOG_TTL = integer("repl-backlog-ttl", 0, Integer.MAX_VALUE)
            .standard(3600)
            .mutable()
            .about("Seconds the backlog is kept without any replica; 0 for ever.")
            .row();

    /** How gladly sentinel promotes this replica. */
    public static final Directive<Integer> REPLICA_PRIORITY = integer("replica-priority", 0, Integer.MAX_VALUE)
            .alias("slave-priority")
            .standard(100)
            .mutable()
            .about("Sentinel promotes the replica with the lowest; 0 is never promoted.")
            .row();

    /** Whether sentinel is told of this replica. */
    public static final Directive<Boolean> REPLICA_ANNOUNCED = yesNo("replica-announced")
            .standard(true)
            .mutable()
            .about("Let sentinels know of this replica.")
            .row();

    /** The address a replica tells its master. */
    public static final Directive<String> REPLICA_ANNOUNCE_IP = text("replica-announce-ip")
            .alias("slave-announce-ip")
            .standard("")
            .mutable()
            .about("Address that the replica tells its master; empty for its own.")
            .row();

    /** The port a replica tells its master. */
    public static final Directive<Integer> REPLICA_ANNOUNCE_PORT = integer("replica-announce-port", 0, LARGEST_PORT)
            .alias("slave-announce-port")
            .standard(0)
            .mutable()
            .about("Port that the replica tells its master; 0 for its own.")
            .row();

    /** How many replicas must be near for writes to be taken. */
    public static final Directive<Integer> MIN_REPLICAS_TO_WRITE = integer(
                    "min-replicas-to-write", 0, Integer.MAX_VALUE)
            .alias("min-slaves-to-write")
            .standard(0)
            .mutable()
            .about("Refuse writes unless so many replicas have answered lately; 0 takes them always.")
            .row();

    /** How long ago a near replica may have answered. */
    public static final Directive<Integer> MIN_REPLICAS_MAX_LAG = integer("min-replicas-max-lag", 0, Integer.MAX_VALUE)
            .alias("min-slaves-max-lag")
            .standard(10)
            .mutable()
            .about("Seconds since a replica's last answer up to which it counts as near.")
            .row();

    /** How many replicas must have a write before it is answered. */
    public static final Directive<Integer> MIN_REPLICAS_TO_ACKNOWLEDGE = integer(
                    "min-replicas-to-acknowledge", 0, Integer.MAX_VALUE)
            .standard(0)
            .mutable()
            .about(
                    "Answer a write only when so many replicas have it, with appendfsync always on disk; 0 answers without them. Without so many, writes are refused.")
            .row();

    /** How long an answer waits for them. */
    public static final Directive<Integer> MIN_REPLICAS_ACKNOWLEDGE_TIMEOUT = integer(
                    "min-replicas-acknowledge-timeout", 1, Integer.MAX_VALUE)
            .standard(1000)
            .mutable()
            .about(
                    "Milliseconds after which such a write is answered UNCERTAIN: it was executed, and may or may not last.")
            .row();

    /** Whether data is kept when the master comes back without its own. */
    public static final Directive<Boolean> REPLICA_REFUSE_UNRELATED_MASTER = yesNo("replica-refuse-unrelated-master")
            .standard(true)
            .mutable()
            .about(
                    "Keep the data when the master comes back with another, shorter history; REPLICAOF, repeated, takes the master's.")
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(
            REPLICAOF,
            MASTERAUTH,
            MASTERUSER,
            REPLICA_SERVE_STALE_DATA,
            REPLICA_READ_ONLY,
            REPL_DISKLESS_SYNC,
            REPL_DISKLESS_SYNC_DELAY,
            REPL_DISKLESS_SYNC_MAX_REPLICAS,
            BIND_SOURCE_ADDR,
            REPL_PING_REPLICA_PERIOD,
            REPL_TIMEOUT,
            REPL_DISABLE_TCP_NODELAY,
            REPL_BACKLOG_SIZE,
            REPL_BACKLOG_TTL,
            REPLICA_PRIORITY,
            REPLICA_ANNOUNCED,
            REPLICA_ANNOUNCE_IP,
            REPLICA_ANNOUNCE_PORT,
            MIN_REPLICAS_TO_WRITE,
            MIN_REPLICAS_MAX_LAG,
            MIN_REPLICAS_TO_ACKNOWLEDGE,
            MIN_REPLICAS_ACKNOWLEDGE_TIMEOUT,
            REPLICA_REFUSE_UNRELATED_MASTER);

    private ReplicationDirectives() {}
}
