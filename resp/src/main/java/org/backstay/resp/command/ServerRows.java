package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.ADMIN;
import static org.backstay.resp.command.CommandFlag.ALLOW_BUSY;
import static org.backstay.resp.command.CommandFlag.ASKING;
import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.NO_ASYNC_LOADING;
import static org.backstay.resp.command.CommandFlag.NO_MULTI;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.STALE;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.OW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;

import java.util.List;

/** Commands for the server, its data as a whole, and replication. */
public final class ServerRows {
    private static final CommandFamily SERVER = new CommandFamily(CommandGroup.SERVER);

    public static final CommandSpec BGREWRITEAOF = SERVER.row("bgrewriteaof", 1)
            .is(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .since("1.0.0")
            .takes("O(1)")
            .about("Writes the append-only file anew in the background.");

    public static final CommandSpec BGSAVE = SERVER.row("bgsave", -1)
            .syntax("[SCHEDULE@3.2.2]")
            .is(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .since("1.0.0")
            .takes("O(1)")
            .about("Saves the data to disk in the background.");

    public static final CommandSpec DBSIZE = SERVER.row("dbsize", 1)
            .is(READONLY, FAST)
            .in(AclCategory.KEYSPACE)
            .tips("request_policy:all_shards", "response_policy:agg_sum")
            .since("1.0.0")
            .takes("O(1)")
            .about("Counts the keys of the database.");

    public static final CommandSpec DEBUG = SERVER.row("debug", -2)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("1.0.0")
            .takes("by subcommand")
            .about("Serves tests and the search for faults.");

    public static final CommandSpec FAILOVER = SERVER.row("failover", -1)
            .syntax("[TO=target(host port:integer [FORCE])] [ABORT] [TIMEOUT=milliseconds:integer]")
            .is(ADMIN, NOSCRIPT, STALE)
            .since("6.2.0")
            .takes("O(1)")
            .about("Hands the master's role over to a replica.");

    public static final CommandSpec FLUSHALL = SERVER.row("flushall", -1)
            .syntax("[async(ASYNC@4.0.0 | SYNC@6.2.0)]")
            .is(WRITE)
            .in(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .since("1.0.0")
            .takes("O(N)")
            .about("Deletes all keys of all databases.");

    public static final CommandSpec FLUSHDB = SERVER.row("flushdb", -1)
            .syntax("[async(ASYNC@4.0.0 | SYNC@6.2.0)]")
            .is(WRITE)
            .in(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .since("1.0.0")
            .takes("O(N)")
            .about("Deletes all keys of the database.");

    public static final CommandSpec INFO = SERVER.row("info", -1)
            .syntax("[section...]")
            .is(LOADING, STALE)
            .in(AclCategory.DANGEROUS)
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .since("1.0.0")
            .takes("O(1)")
            .about("Describes the server's state in figures.");

    public static final CommandSpec LASTSAVE = SERVER.row("lastsave", 1)
            .is(LOADING, STALE, FAST)
            .in(AclCategory.ADMIN, AclCategory.DANGEROUS)
            .tips("nondeterministic_output")
            .since("1.0.0")
            .takes("O(1)")
            .about("Tells when the data was last saved, in seconds since the epoch.");

    public static final CommandSpec LOLWUT = SERVER.row("lolwut", -1)
            .syntax("[VERSION=version:integer]")
            .is(READONLY, FAST)
            .since("5.0.0")
            .takes("none")
            .about("Shows a picture and the version.");

    public static final CommandSpec MONITOR = SERVER.row("monitor", 1)
            .is(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("1.0.0")
            .takes("none")
            .about("Shows every command the server receives.");

    public static final CommandSpec PSYNC = SERVER.row("psync", -3)
            .syntax("replicationid offset:integer")
            .is(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI)
            .since("2.8.0")
            .takes("none")
            .about("Begins or continues replication: a replica's request.");

    public static final CommandSpec REPLCONF = SERVER.row("replconf", -1)
            .is(ADMIN, NOSCRIPT, LOADING, STALE, ALLOW_BUSY)
            .since("3.0.0")
            .takes("O(1)")
            .about("Agrees on replication between a replica and its master.");

    public static final CommandSpec REPLICAOF = SERVER.row("replicaof", 3)
            .syntax("args(host-port(host port:integer) | no-one(NO ONE))")
            .is(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
            .since("5.0.0")
            .takes("O(1)")
            .about("Makes the server a replica of another, or a master.");

    public static final CommandSpec RESTORE_ASKING = SERVER.row("restore-asking", -4)
            .syntax("key:key ttl:integer serialized-value [REPLACE@3.0.0] [ABSTTL@5.0.0] "
                    + "[IDLETIME=seconds:integer@5.0.0] [FREQ=frequency:integer@5.0.0]")
            .is(WRITE, DENYOOM, ASKING)
            .key(1, OW, UPDATE)
            .in(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .since("3.0.0")
            .takes("O(N*M)")
            .about("Makes a key of a serialised value while its slot moves.");

    public static final CommandSpec ROLE = SERVER.row("role", 1)
            .is(NOSCRIPT, LOADING, STALE, FAST)
            .in(AclCategory.ADMIN, AclCategory.DANGEROUS)
            .since("2.8.12")
            .takes("O(1)")
            .about("Tells the server's part in replication.");

    public static final CommandSpec SAVE = SERVER.row("save", 1)
            .is(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI)
            .since("1.0.0")
            .takes("O(N)")
            .about("Saves the data to disk while everybody waits.");

    public static final CommandSpec SHUTDOWN = SERVER.row("shutdown", -1)
            .syntax("[nosave_save(NOSAVE | SAVE)] [NOW@7.0.0] [FORCE@7.0.0] [ABORT@7.0.0]")
            .is(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
            .since("1.0.0")
            .takes("O(N)")
            .about("Saves the data if told to and ends the server.");

    public static final CommandSpec SLAVEOF = SERVER.row("slaveof", 3)
            .syntax("args(host-port(host port:integer) | no-one(NO ONE))")
            .is(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
            .since("1.0.0")
            .takes("O(1)")
            .about("Makes the server a replica of another, or a master; the old name of REPLICAOF.");

    public static final CommandSpec SWAPDB = SERVER.row("swapdb", 3)
            .syntax("index1:integer index2:integer")
            .is(WRITE, FAST)
            .in(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .since("4.0.0")
            .takes("O(N)")
            .about("Exchanges two databases.");

    public static final CommandSpec SYNC = SERVER.row("sync", 1)
            .is(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI)
            .since("1.0.0")
            .takes("none")
            .about("Begins replication with a whole copy: an old replica's request.");

    public static final CommandSpec TIME = SERVER.row("time", 1)
            .is(LOADING, STALE, FAST)
            .tips("nondeterministic_output")
            .since("2.6.0")
            .takes("O(1)")
            .about("Tells the server's time.");

    /** All of them. */
    public static final List<CommandSpec> ALL = SERVER.rows();

    private ServerRows() {}
}
