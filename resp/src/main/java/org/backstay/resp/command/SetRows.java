package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.DELETE;
import static org.backstay.resp.command.KeySpec.Flag.INSERT;
import static org.backstay.resp.command.KeySpec.Flag.OW;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;

import java.util.List;

/** Commands for sets. */
public final class SetRows {
    private static final CommandFamily SETS = new CommandFamily(CommandGroup.SET, AclCategory.SET);

    public static final CommandSpec SADD = SETS.row("sadd", -3)
            .syntax("key:key member...")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, INSERT)
            .since("1.0.0")
            .takes("O(N)")
            .about("Adds members to a set, making it when missing.");

    public static final CommandSpec SCARD = SETS.row("scard", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("1.0.0")
            .takes("O(1)")
            .about("Counts the members of a set.");

    public static final CommandSpec SDIFF = SETS.row("sdiff", -2)
            .syntax("key:key...")
            .is(READONLY)
            .keys(1, -1, 1, RO, ACCESS)
            .tips("nondeterministic_output_order")
            .since("1.0.0")
            .takes("O(N)")
            .about("Gives the members of the first set that no other has.");

    public static final CommandSpec SDIFFSTORE = SETS.row("sdiffstore", -3)
            .syntax("destination:key key:key1...")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .keys(2, -1, 1, RO, ACCESS)
            .since("1.0.0")
            .takes("O(N)")
            .about("Stores the members of the first set that no other has.");

    public static final CommandSpec SINTER = SETS.row("sinter", -2)
            .syntax("key:key...")
            .is(READONLY)
            .keys(1, -1, 1, RO, ACCESS)
            .tips("nondeterministic_output_order")
            .since("1.0.0")
            .takes("O(N*M)")
            .about("Gives the members that all sets have.");

    public static final CommandSpec SINTERCARD = SETS.row("sintercard", -3)
            .syntax("numkeys:integer key:key... [LIMIT=limit:integer]")
            .is(READONLY)
            .countedKeys(1, RO, ACCESS)
            .since("7.0.0")
            .takes("O(N*M)")
            .about("Counts the members that all sets have, up to a limit.");

    public static final CommandSpec SINTERSTORE = SETS.row("sinterstore", -3)
            .syntax("destination:key key:key1...")
            .is(WRITE, DENYOOM)
            .key(1, RW, UPDATE)
            .keys(2, -1, 1, RO, ACCESS)
            .since("1.0.0")
            .takes("O(N*M)")
            .about("Stores the members that all sets have.");

    public static final CommandSpec SISMEMBER = SETS.row("sismember", 3)
            .syntax("key:key member")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("1.0.0")
            .takes("O(1)")
            .about("Tells whether a set has a member.");

    public static final CommandSpec SMEMBERS = SETS.row("smembers", 2)
            .syntax("key:key")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output_order")
            .since("1.0.0")
            .takes("O(N)")
            .about("Gives all members of a set.");

    public static final CommandSpec SMISMEMBER = SETS.row("smismember", -3)
            .syntax("key:key member...")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("6.2.0")
            .takes("O(N)")
            .about("Tells for each of several members whether a set has it.");

    public static final CommandSpec SMOVE = SETS.row("smove", 4)
            .syntax("source:key destination:key1 member")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, DELETE)
            .key(2, RW, INSERT)
            .since("1.0.0")
            .takes("O(1)")
            .about("Moves a member from one set to another.");

    public static final CommandSpec SPOP = SETS.row("spop", -2)
            .syntax("key:key [count:integer@3.2.0]")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, DELETE)
            .tips("nondeterministic_output")
            .since("1.0.0")
            .takes("O(N)")
            .about("Removes random members from a set and gives them.");

    public static final CommandSpec SRANDMEMBER = SETS.row("srandmember", -2)
            .syntax("key:key [count:integer@2.6.0]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("1.0.0")
            .takes("O(N)")
            .about("Gives random members of a set.");

    public static final CommandSpec SREM = SETS.row("srem", -3)
            .syntax("key:key member...")
            .is(WRITE, FAST)
            .key(1, RW, DELETE)
            .since("1.0.0")
            .takes("O(N)")
            .about("Removes members from a set.");

    public static final CommandSpec SSCAN = SETS.row("sscan", -3)
            .syntax("key:key cursor:integer [MATCH=pattern:pattern] [COUNT=count:integer]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("2.8.0")
            .takes("O(1) a call, O(N) for all")
            .about("Walks through a set, a few members a call.");

    public static final CommandSpec SUNION = SETS.row("sunion", -2)
            .syntax("key:key...")
            .is(READONLY)
            .keys(1, -1, 1, RO, ACCESS)
            .tips("nondeterministic_output_order")
            .since("1.0.0")
            .takes("O(N)")
            .about("Gives the members that any of the sets has.");

    public static final CommandSpec SUNIONSTORE = SETS.row("sunionstore", -3)
            .syntax("destination:key key:key1...")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .keys(2, -1, 1, RO, ACCESS)
            .since("1.0.0")
            .takes("O(N)")
            .about("Stores the members that any of the sets has.");

    /** All of them. */
    public static final List<CommandSpec> ALL = SETS.rows();

    private SetRows() {}
}
