package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.DELETE;
import static org.backstay.resp.command.KeySpec.Flag.INSERT;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;

import java.util.List;

/** Commands for hashes. */
public final class HashRows {
    private static final CommandFamily HASHES = new CommandFamily(CommandGroup.HASH, AclCategory.HASH);

    public static final CommandSpec HDEL = HASHES.row("hdel", -3)
            .syntax("key:key field...")
            .is(WRITE, FAST)
            .key(1, RW, DELETE)
            .since("2.0.0")
            .takes("O(N)")
            .about("Deletes fields of a hash.");

    public static final CommandSpec HEXISTS = HASHES.row("hexists", 3)
            .syntax("key:key field")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("2.0.0")
            .takes("O(1)")
            .about("Tells whether a hash has a field.");

    public static final CommandSpec HGET = HASHES.row("hget", 3)
            .syntax("key:key field")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("2.0.0")
            .takes("O(1)")
            .about("Gives a field's value.");

    public static final CommandSpec HGETALL = HASHES.row("hgetall", 2)
            .syntax("key:key")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output_order")
            .since("2.0.0")
            .takes("O(N)")
            .about("Gives all fields and values of a hash.");

    public static final CommandSpec HINCRBY = HASHES.row("hincrby", 4)
            .syntax("key:key field increment:integer")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("2.0.0")
            .takes("O(1)")
            .about("Adds a number to the integer in a field.");

    public static final CommandSpec HINCRBYFLOAT = HASHES.row("hincrbyfloat", 4)
            .syntax("key:key field increment:double")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("2.6.0")
            .takes("O(1)")
            .about("Adds a floating point number to the number in a field.");

    public static final CommandSpec HKEYS = HASHES.row("hkeys", 2)
            .syntax("key:key")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output_order")
            .since("2.0.0")
            .takes("O(N)")
            .about("Gives all fields of a hash.");

    public static final CommandSpec HLEN = HASHES.row("hlen", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("2.0.0")
            .takes("O(1)")
            .about("Counts the fields of a hash.");

    public static final CommandSpec HMGET = HASHES.row("hmget", -3)
            .syntax("key:key field...")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("2.0.0")
            .takes("O(N)")
            .about("Gives the values of several fields.");

    public static final CommandSpec HMSET = HASHES.row("hmset", -4)
            .syntax("key:key field_value(field value)...")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, UPDATE)
            .since("2.0.0")
            .takes("O(N)")
            .about("Sets several fields of a hash; HSET does it too.");

    public static final CommandSpec HRANDFIELD = HASHES.row("hrandfield", -2)
            .syntax("key:key [options(count:integer [WITHVALUES])]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("6.2.0")
            .takes("O(N)")
            .about("Gives random fields of a hash.");

    public static final CommandSpec HSCAN = HASHES.row("hscan", -3)
            .syntax("key:key cursor:integer [MATCH=pattern:pattern] [COUNT=count:integer]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("2.8.0")
            .takes("O(1) a call, O(N) for all")
            .about("Walks through a hash, a few fields a call.");

    public static final CommandSpec HSET = HASHES.row("hset", -4)
            .syntax("key:key field_value(field value)...")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, UPDATE)
            .since("2.0.0")
            .takes("O(N)")
            .about("Sets fields of a hash and counts the new ones.");

    public static final CommandSpec HSETNX = HASHES.row("hsetnx", 4)
            .syntax("key:key field value")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, INSERT)
            .since("2.0.0")
            .takes("O(1)")
            .about("Sets a field of a hash unless it exists.");

    public static final CommandSpec HSTRLEN = HASHES.row("hstrlen", 3)
            .syntax("key:key field")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("3.2.0")
            .takes("O(1)")
            .about("Tells how long a field's value is.");

    public static final CommandSpec HVALS = HASHES.row("hvals", 2)
            .syntax("key:key")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output_order")
            .since("2.0.0")
            .takes("O(N)")
            .about("Gives all values of a hash.");

    /** All of them. */
    public static final List<CommandSpec> ALL = HASHES.rows();

    private HashRows() {}
}
