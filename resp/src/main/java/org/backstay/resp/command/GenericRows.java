package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.LOADING;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.STALE;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.DELETE;
import static org.backstay.resp.command.KeySpec.Flag.INCOMPLETE;
import static org.backstay.resp.command.KeySpec.Flag.INSERT;
import static org.backstay.resp.command.KeySpec.Flag.OW;
import static org.backstay.resp.command.KeySpec.Flag.RM;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;

import java.util.List;

/** Commands for keys of any type. */
public final class GenericRows {
    private static final CommandFamily GENERIC = new CommandFamily(CommandGroup.GENERIC, AclCategory.KEYSPACE);

    public static final CommandSpec COPY = GENERIC.row("copy", -3)
            .syntax("source:key destination:key1 [DB=destination-db:integer] [REPLACE]")
            .is(WRITE, DENYOOM)
            .key(1, RO, ACCESS)
            .key(2, OW, UPDATE)
            .since("6.2.0")
            .takes("O(N)")
            .about("Copies a key's value to another key, in the same or another database.");

    public static final CommandSpec DEL = GENERIC.row("del", -2)
            .syntax("key:key...")
            .is(WRITE)
            .keys(1, -1, 1, RM, DELETE)
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .since("1.0.0")
            .takes("O(N)")
            .about("Deletes keys and counts those that existed.");

    public static final CommandSpec DUMP = GENERIC.row("dump", 2)
            .syntax("key:key")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("2.6.0")
            .takes("O(1)")
            .about("Gives a key's value in serialised form, with version and checksum.");

    public static final CommandSpec EXISTS = GENERIC.row("exists", -2)
            .syntax("key:key...")
            .is(READONLY, FAST)
            .keys(1, -1, 1, RO)
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .since("1.0.0")
            .takes("O(N)")
            .about("Counts how many of the named keys exist.");

    public static final CommandSpec EXPIRE = GENERIC.row("expire", -3)
            .syntax("key:key seconds:integer [condition(NX | XX | GT | LT)@7.0.0]")
            .is(WRITE, FAST)
            .key(1, RW, UPDATE)
            .since("1.0.0")
            .takes("O(1)")
            .about("Sets the time to live of a key, in seconds.");

    public static final CommandSpec EXPIREAT = GENERIC.row("expireat", -3)
            .syntax("key:key unix-time-seconds:unix-time [condition(NX | XX | GT | LT)@7.0.0]")
            .is(WRITE, FAST)
            .key(1, RW, UPDATE)
            .since("1.2.0")
            .takes("O(1)")
            .about("Sets the moment a key expires, in seconds since the epoch.");

    public static final CommandSpec EXPIRETIME = GENERIC.row("expiretime", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("7.0.0")
            .takes("O(1)")
            .about("Tells the moment a key expires, in seconds since the epoch.");

    public static final CommandSpec KEYS = GENERIC.row("keys", 2)
            .syntax("pattern:pattern")
            .is(READONLY)
            .in(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .tips("nondeterministic_output_order", "request_policy:all_shards")
            .since("1.0.0")
            .takes("O(N)")
            .about("Lists the keys that fit a glob pattern.");

    public static final CommandSpec MIGRATE = GENERIC.row("migrate", -6)
            .syntax("host port:integer key_or_empty_string(key:key | empty_string:'') destination-db:integer "
                    + "timeout:integer [COPY@3.0.0] [REPLACE@3.0.0] [authentication([AUTH=password@4.0.7] | "
                    + "[AUTH2=username_password(username password)@6.0.0])] [KEYS=key:key1...@3.0.6]")
            .is(WRITE)
            .key(3, RW, ACCESS, DELETE)
            .keysAfter("KEYS", -2, RW, ACCESS, DELETE, INCOMPLETE)
            .in(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .tips("nondeterministic_output")
            .since("2.6.0")
            .takes("O(N)")
            .about("Moves keys to another server in one step.");

    public static final CommandSpec MOVE = GENERIC.row("move", 3)
            .syntax("key:key db:integer")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("1.0.0")
            .takes("O(1)")
            .about("Moves a key to another database.");

    public static final CommandSpec OBJECT = GENERIC.row("object", -2)
            .in()
            .since("2.2.3")
            .takes("by subcommand")
            .about("Looks at how a value is stored.");

    public static final CommandSpec OBJECT_HELP = GENERIC.row("object", "help", 2)
            .is(LOADING, STALE)
            .since("6.2.0")
            .takes("O(1)")
            .about("Lists the subcommands of OBJECT.");

    public static final CommandSpec OBJECT_ENCODING = GENERIC.row("object", "encoding", 3)
            .syntax("key:key")
            .is(READONLY)
            .key(2, RO)
            .tips("nondeterministic_output")
            .since("2.2.3")
            .takes("O(1)")
            .about("Names the encoding of a key's value.");

    public static final CommandSpec OBJECT_IDLETIME = GENERIC.row("object", "idletime", 3)
            .syntax("key:key")
            .is(READONLY)
            .key(2, RO)
            .tips("nondeterministic_output")
            .since("2.2.3")
            .takes("O(1)")
            .about("Tells how many seconds a key has not been used.");

    public static final CommandSpec OBJECT_FREQ = GENERIC.row("object", "freq", 3)
            .syntax("key:key")
            .is(READONLY)
            .key(2, RO)
            .tips("nondeterministic_output")
            .since("4.0.0")
            .takes("O(1)")
            .about("Tells how often a key is used, on a logarithmic scale.");

    public static final CommandSpec OBJECT_REFCOUNT = GENERIC.row("object", "refcount", 3)
            .syntax("key:key")
            .is(READONLY)
            .key(2, RO)
            .tips("nondeterministic_output")
            .since("2.2.3")
            .takes("O(1)")
            .about("Tells how many references a value has.");

    public static final CommandSpec PERSIST = GENERIC.row("persist", 2)
            .syntax("key:key")
            .is(WRITE, FAST)
            .key(1, RW, UPDATE)
            .since("2.2.0")
            .takes("O(1)")
            .about("Takes the time to live away from a key.");

    public static final CommandSpec PEXPIRE = GENERIC.row("pexpire", -3)
            .syntax("key:key milliseconds:integer [condition(NX | XX | GT | LT)@7.0.0]")
            .is(WRITE, FAST)
            .key(1, RW, UPDATE)
            .since("2.6.0")
            .takes("O(1)")
            .about("Sets the time to live of a key, in milliseconds.");

    public static final CommandSpec PEXPIREAT = GENERIC.row("pexpireat", -3)
            .syntax("key:key unix-time-milliseconds:unix-time [condition(NX | XX | GT | LT)@7.0.0]")
            .is(WRITE, FAST)
            .key(1, RW, UPDATE)
            .since("2.6.0")
            .takes("O(1)")
            .about("Sets the moment a key expires, in milliseconds since the epoch.");

    public static final CommandSpec PEXPIRETIME = GENERIC.row("pexpiretime", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("7.0.0")
            .takes("O(1)")
            .about("Tells the moment a key expires, in milliseconds since the epoch.");

    public static final CommandSpec PTTL = GENERIC.row("pttl", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("2.6.0")
            .takes("O(1)")
            .about("Tells how many milliseconds a key has left.");

    public static final CommandSpec RANDOMKEY = GENERIC.row("randomkey", 1)
            .is(READONLY)
            .tips("nondeterministic_output", "request_policy:all_shards")
            .since("1.0.0")
            .takes("O(1)")
            .about("Names a random key of the database.");

    public static final CommandSpec RENAME = GENERIC.row("rename", 3)
            .syntax("key:key newkey:key1")
            .is(WRITE)
            .key(1, RW, ACCESS, DELETE)
            .key(2, OW, UPDATE)
            .since("1.0.0")
            .takes("O(1)")
            .about("Gives a key another name, replacing what had it.");

    public static final CommandSpec RENAMENX = GENERIC.row("renamenx", 3)
            .syntax("key:key newkey:key1")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, DELETE)
            .key(2, OW, INSERT)
            .since("1.0.0")
            .takes("O(1)")
            .about("Gives a key another name unless that name is taken.");

    public static final CommandSpec RESTORE = GENERIC.row("restore", -4)
            .syntax("key:key ttl:integer serialized-value [REPLACE@3.0.0] [ABSTTL@5.0.0] "
                    + "[IDLETIME=seconds:integer@5.0.0] [FREQ=frequency:integer@5.0.0]")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .in(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .since("2.6.0")
            .takes("O(N*M)")
            .about("Makes a key of a serialised value.");

    public static final CommandSpec SCAN = GENERIC.row("scan", -2)
            .syntax("cursor:integer [MATCH=pattern:pattern] [COUNT=count:integer] [TYPE=type@6.0.0]")
            .is(READONLY)
            .tips("nondeterministic_output", "request_policy:special")
            .since("2.8.0")
            .takes("O(1) a call, O(N) for all")
            .about("Walks through the keys, a few a call.");

    public static final CommandSpec SORT = GENERIC.row("sort", -2)
            .syntax("key:key [BY=pattern:pattern1] [LIMIT=offset_count(offset:integer count:integer)] "
                    + "[GET*=pattern:pattern1...] [order(ASC | DESC)] [sorting:ALPHA] [STORE=destination:key2]")
            .is(WRITE, DENYOOM)
            .key(1, RO, ACCESS)
            .keysSomewhere(RO, ACCESS)
            .note("BY and GET name keys by pattern")
            .keysSomewhere(OW, UPDATE)
            .note("STORE may stand anywhere")
            .in(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, AclCategory.DANGEROUS)
            .since("1.0.0")
            .takes("O(N+M*log(M))")
            .about("Sorts the elements of a list, set or sorted set, and may store them.");

    public static final CommandSpec SORT_RO = GENERIC.row("sort_ro", -2)
            .syntax("key:key [BY=pattern:pattern1] [LIMIT=offset_count(offset:integer count:integer)] "
                    + "[GET*=pattern:pattern1...] [order(ASC | DESC)] [sorting:ALPHA]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .keysSomewhere(RO, ACCESS)
            .note("BY and GET name keys by pattern")
            .in(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, AclCategory.DANGEROUS)
            .since("7.0.0")
            .takes("O(N+M*log(M))")
            .about("Sorts the elements of a list, set or sorted set.");

    public static final CommandSpec TOUCH = GENERIC.row("touch", -2)
            .syntax("key:key...")
            .is(READONLY, FAST)
            .keys(1, -1, 1, RO)
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .since("3.2.1")
            .takes("O(N)")
            .about("Marks keys as just used and counts those that exist.");

    public static final CommandSpec TTL = GENERIC.row("ttl", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("1.0.0")
            .takes("O(1)")
            .about("Tells how many seconds a key has left.");

    public static final CommandSpec TYPE = GENERIC.row("type", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("1.0.0")
            .takes("O(1)")
            .about("Names the type of a key's value.");

    public static final CommandSpec UNLINK = GENERIC.row("unlink", -2)
            .syntax("key:key...")
            .is(WRITE, FAST)
            .keys(1, -1, 1, RM, DELETE)
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .since("4.0.0")
            .takes("O(1)")
            .about("Deletes keys and frees their memory in the background.");

    public static final CommandSpec WAIT = GENERIC.row("wait", 3)
            .syntax("numreplicas:integer timeout:integer")
            .is(NOSCRIPT)
            .in(AclCategory.CONNECTION)
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .since("3.0.0")
            .takes("O(1)")
            .about("Waits until replicas have confirmed the writes of this connection.");

    public static final CommandSpec WAITAOF = GENERIC.row("waitaof", 4)
            .is(NOSCRIPT)
            .in(AclCategory.CONNECTION)
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .since("7.2.0")
            .takes("O(1)")
            .about("Waits until this server and replicas have the writes of this connection on disk.");

    /** All of them. */
    public static final List<CommandSpec> ALL = GENERIC.rows();

    private GenericRows() {}
}
