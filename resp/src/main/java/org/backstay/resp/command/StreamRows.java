package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.BLOCKING;
import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.STALE;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.DELETE;
import static org.backstay.resp.command.KeySpec.Flag.INSERT;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;

import java.util.List;

/** Commands for streams and their consumer groups. */
public final class StreamRows {
    private static final CommandFamily STREAMS = new CommandFamily(CommandGroup.STREAM, AclCategory.STREAM);

    public static final CommandSpec XACK = STREAMS.row("xack", -4)
            .syntax("key:key group id...")
            .is(WRITE, FAST)
            .key(1, RW, UPDATE)
            .since("5.0.0")
            .takes("O(1) an entry")
            .about("Takes entries off the list of those delivered but not acknowledged.");

    public static final CommandSpec XADD = STREAMS.row("xadd", -5)
            .syntax("key:key [NOMKSTREAM@6.2.0] [trim(strategy(MAXLEN | MINID@6.2.0) [operator(equal:'=' | "
                    + "approximately:'~')] threshold [LIMIT=count:integer@6.2.0])] id_or_auto(auto_id:'*' | id) "
                    + "field_value(field value)...")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, UPDATE)
            .note("UPDATE: it may trim")
            .tips("nondeterministic_output")
            .since("5.0.0")
            .takes("O(1), O(N) when trimming")
            .about("Appends an entry to a stream.");

    public static final CommandSpec XAUTOCLAIM = STREAMS.row("xautoclaim", -6)
            .syntax("key:key group consumer min-idle-time start [COUNT=count:integer] [JUSTID]")
            .is(WRITE, FAST)
            .key(1, RW, DELETE)
            .tips("nondeterministic_output")
            .since("6.2.0")
            .takes("O(1) for a small count")
            .about("Makes a consumer the owner of entries that others have left pending.");

    public static final CommandSpec XCLAIM = STREAMS.row("xclaim", -6)
            .syntax("key:key group consumer min-idle-time id... [IDLE=ms:integer] "
                    + "[TIME=unix-time-milliseconds:unix-time] [RETRYCOUNT=count:integer] [FORCE] [JUSTID] [LASTID=id]")
            .is(WRITE, FAST)
            .key(1, RW, UPDATE)
            .tips("nondeterministic_output")
            .since("5.0.0")
            .takes("O(log N)")
            .about("Makes a consumer the owner of pending entries.");

    public static final CommandSpec XDEL = STREAMS.row("xdel", -3)
            .syntax("key:key id...")
            .is(WRITE, FAST)
            .key(1, RW, DELETE)
            .since("5.0.0")
            .takes("O(1) an entry")
            .about("Deletes entries of a stream.");

    public static final CommandSpec XGROUP = STREAMS.row("xgroup", -2)
            .in()
            .since("5.0.0")
            .takes("by subcommand")
            .about("Manages the consumer groups of a stream.");

    public static final CommandSpec XGROUP_CREATE = STREAMS.row("xgroup", "create", -5)
            .syntax("key:key groupname id(id | new_id:'$') [MKSTREAM] [ENTRIESREAD=entries_read:integer]")
            .is(WRITE, DENYOOM)
            .key(2, RW, INSERT)
            .since("5.0.0")
            .takes("O(1)")
            .about("Makes a consumer group.");

    public static final CommandSpec XGROUP_CREATECONSUMER = STREAMS.row("xgroup", "createconsumer", 5)
            .syntax("key:key groupname consumername")
            .is(WRITE, DENYOOM)
            .key(2, RW, INSERT)
            .since("6.2.0")
            .takes("O(1)")
            .about("Makes a consumer in a group.");

    public static final CommandSpec XGROUP_DELCONSUMER = STREAMS.row("xgroup", "delconsumer", 5)
            .syntax("key:key groupname consumername")
            .is(WRITE)
            .key(2, RW, DELETE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Deletes a consumer of a group.");

    public static final CommandSpec XGROUP_DESTROY = STREAMS.row("xgroup", "destroy", 4)
            .syntax("key:key groupname")
            .is(WRITE)
            .key(2, RW, DELETE)
            .since("5.0.0")
            .takes("O(N)")
            .about("Deletes a consumer group.");

    public static final CommandSpec XGROUP_HELP = STREAMS.row("xgroup", "help", 2)
            .is(LOADING, STALE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of XGROUP.");

    public static final CommandSpec XGROUP_SETID = STREAMS.row("xgroup", "setid", -5)
            .syntax("key:key groupname id(id | new_id:'$') [ENTRIESREAD=entries_read:integer]")
            .is(WRITE)
            .key(2, RW, UPDATE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Sets the ID that a group has read up to.");

    public static final CommandSpec XINFO = STREAMS.row("xinfo", -2)
            .in()
            .since("5.0.0")
            .takes("by subcommand")
            .about("Looks at streams, their groups and their consumers.");

    public static final CommandSpec XINFO_CONSUMERS = STREAMS.row("xinfo", "consumers", 4)
            .syntax("key:key groupname")
            .is(READONLY)
            .key(2, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the consumers of a group.");

    public static final CommandSpec XINFO_GROUPS = STREAMS.row("xinfo", "groups", 3)
            .syntax("key:key")
            .is(READONLY)
            .key(2, RO, ACCESS)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the groups of a stream.");

    public static final CommandSpec XINFO_HELP = STREAMS.row("xinfo", "help", 2)
            .is(LOADING, STALE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Lists the subcommands of XINFO.");

    public static final CommandSpec XINFO_STREAM = STREAMS.row("xinfo", "stream", -3)
            .syntax("key:key [FULL=full([COUNT=count:integer])]")
            .is(READONLY)
            .key(2, RO, ACCESS)
            .since("5.0.0")
            .takes("O(1)")
            .about("Describes a stream.");

    public static final CommandSpec XLEN = STREAMS.row("xlen", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("5.0.0")
            .takes("O(1)")
            .about("Counts the entries of a stream.");

    public static final CommandSpec XPENDING = STREAMS.row("xpending", -3)
            .syntax("key:key group [filters([IDLE=min-idle-time:integer@6.2.0] start end count:integer [consumer])]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("5.0.0")
            .takes("O(N)")
            .about("Lists the entries that a group has delivered but that were not acknowledged.");

    public static final CommandSpec XRANGE = STREAMS.row("xrange", -4)
            .syntax("key:key start end [COUNT=count:integer]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("5.0.0")
            .takes("O(N)")
            .about("Gives the entries within a range of IDs.");

    public static final CommandSpec XREAD = STREAMS.row("xread", -4)
            .syntax("[COUNT=count:integer] [BLOCK=milliseconds:integer] STREAMS=streams(key:key... id...)")
            .is(BLOCKING, READONLY)
            .firstHalfAfter("STREAMS", 1, RO, ACCESS)
            .since("5.0.0")
            .takes("O(N)")
            .about("Gives the entries behind given IDs of several streams, waiting if need be.");

    public static final CommandSpec XREADGROUP = STREAMS.row("xreadgroup", -7)
            .syntax("GROUP=group_consumer(group consumer) [COUNT=count:integer] [BLOCK=milliseconds:integer] [NOACK] "
                    + "STREAMS=streams(key:key... id...)")
            .is(BLOCKING, WRITE)
            .firstHalfAfter("STREAMS", 4, RO, ACCESS)
            .since("5.0.0")
            .takes("O(M)")
            .about("Gives a consumer entries of several streams, waiting if need be.");

    public static final CommandSpec XREVRANGE = STREAMS.row("xrevrange", -4)
            .syntax("key:key end start [COUNT=count:integer]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("5.0.0")
            .takes("O(N)")
            .about("Gives the entries within a range of IDs, last first.");

    public static final CommandSpec XSETID = STREAMS.row("xsetid", -3)
            .syntax(
                    "key:key last-id [ENTRIESADDED=entries_added:integer@7.0.0] [MAXDELETEDID=max_deleted_entry_id@7.0.0]")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, UPDATE)
            .since("5.0.0")
            .takes("O(1)")
            .about("Sets the last ID of a stream, for replication.");

    public static final CommandSpec XTRIM = STREAMS.row("xtrim", -4)
            .syntax("key:key trim(strategy(MAXLEN | MINID@6.2.0) [operator(equal:'=' | approximately:'~')] threshold "
                    + "[LIMIT=count:integer@6.2.0])")
            .is(WRITE)
            .key(1, RW, DELETE)
            .tips("nondeterministic_output")
            .since("5.0.0")
            .takes("O(N)")
            .about("Removes the oldest entries of a stream.");

    /** All of them. */
    public static final List<CommandSpec> ALL = STREAMS.rows();

    private StreamRows() {}
}
