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
import static org.backstay.resp.command.KeySpec.Flag.VARIABLE_FLAGS;

import java.util.List;

/** Commands for strings. */
public final class StringRows {
    private static final CommandFamily STRINGS = new CommandFamily(CommandGroup.STRING, AclCategory.STRING);

    public static final CommandSpec APPEND = STRINGS.row("append", 3)
            .syntax("key:key value")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, INSERT)
            .since("2.0.0")
            .takes("O(1)")
            .about("Appends to the string at a key, making it when missing.");

    public static final CommandSpec DECR = STRINGS.row("decr", 2)
            .syntax("key:key")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("1.0.0")
            .takes("O(1)")
            .about("Subtracts one from the integer at a key.");

    public static final CommandSpec DECRBY = STRINGS.row("decrby", 3)
            .syntax("key:key decrement:integer")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("1.0.0")
            .takes("O(1)")
            .about("Subtracts a number from the integer at a key.");

    public static final CommandSpec GET = STRINGS.row("get", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("1.0.0")
            .takes("O(1)")
            .about("Gives the string at a key.");

    public static final CommandSpec GETDEL = STRINGS.row("getdel", 2)
            .syntax("key:key")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, DELETE)
            .since("6.2.0")
            .takes("O(1)")
            .about("Gives the string at a key and deletes the key.");

    public static final CommandSpec GETEX = STRINGS.row("getex", -2)
            .syntax("key:key [expiration(EX=seconds:integer | PX=milliseconds:integer | "
                    + "EXAT=unix-time-seconds:unix-time | PXAT=unix-time-milliseconds:unix-time | PERSIST)]")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .note("RW and UPDATE: the time to live changes")
            .since("6.2.0")
            .takes("O(1)")
            .about("Gives the string at a key and sets or drops its time to live.");

    public static final CommandSpec GETRANGE = STRINGS.row("getrange", 4)
            .syntax("key:key start:integer end:integer")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("2.4.0")
            .takes("O(N)")
            .about("Gives a part of the string at a key.");

    public static final CommandSpec GETSET = STRINGS.row("getset", 3)
            .syntax("key:key value")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("1.0.0")
            .takes("O(1)")
            .about("Sets the string at a key and gives the one before.");

    public static final CommandSpec INCR = STRINGS.row("incr", 2)
            .syntax("key:key")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("1.0.0")
            .takes("O(1)")
            .about("Adds one to the integer at a key.");

    public static final CommandSpec INCRBY = STRINGS.row("incrby", 3)
            .syntax("key:key increment:integer")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("1.0.0")
            .takes("O(1)")
            .about("Adds a number to the integer at a key.");

    public static final CommandSpec INCRBYFLOAT = STRINGS.row("incrbyfloat", 3)
            .syntax("key:key increment:double")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("2.6.0")
            .takes("O(1)")
            .about("Adds a floating point number to the number at a key.");

    public static final CommandSpec LCS = STRINGS.row("lcs", -3)
            .syntax("key1:key key2:key [LEN] [IDX] [MINMATCHLEN=len:integer] [WITHMATCHLEN]")
            .is(READONLY)
            .keys(1, 1, 1, RO, ACCESS)
            .since("7.0.0")
            .takes("O(N*M)")
            .about("Finds the longest common subsequence of two strings.");

    public static final CommandSpec MGET = STRINGS.row("mget", -2)
            .syntax("key:key...")
            .is(READONLY, FAST)
            .keys(1, -1, 1, RO, ACCESS)
            .tips("request_policy:multi_shard")
            .since("1.0.0")
            .takes("O(N)")
            .about("Gives the strings at several keys.");

    public static final CommandSpec MSET = STRINGS.row("mset", -3)
            .syntax("key_value(key:key value)...")
            .is(WRITE, DENYOOM)
            .keys(1, -1, 2, OW, UPDATE)
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .since("1.0.1")
            .takes("O(N)")
            .about("Sets several keys.");

    public static final CommandSpec MSETNX = STRINGS.row("msetnx", -3)
            .syntax("key_value(key:key value)...")
            .is(WRITE, DENYOOM)
            .keys(1, -1, 2, OW, INSERT)
            .tips("request_policy:multi_shard", "response_policy:agg_min")
            .since("1.0.1")
            .takes("O(N)")
            .about("Sets several keys unless any of them exists.");

    public static final CommandSpec PSETEX = STRINGS.row("psetex", 4)
            .syntax("key:key milliseconds:integer value")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .since("2.6.0")
            .takes("O(1)")
            .about("Sets the string at a key and its time to live in milliseconds.");

    public static final CommandSpec SET = STRINGS.row("set", -3)
            .syntax("key:key value [condition(NX | XX)@2.6.12] [GET@6.2.0] [expiration(EX=seconds:integer@2.6.12 | "
                    + "PX=milliseconds:integer@2.6.12 | EXAT=unix-time-seconds:unix-time@6.2.0 | "
                    + "PXAT=unix-time-milliseconds:unix-time@6.2.0 | KEEPTTL@6.0.0)]")
            .is(WRITE, DENYOOM)
            .key(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS)
            .note("RW and ACCESS with GET")
            .since("1.0.0")
            .takes("O(1)")
            .about("Sets the string at a key, on conditions and with a time to live if wanted.");

    public static final CommandSpec SETEX = STRINGS.row("setex", 4)
            .syntax("key:key seconds:integer value")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .since("2.0.0")
            .takes("O(1)")
            .about("Sets the string at a key and its time to live in seconds.");

    public static final CommandSpec SETNX = STRINGS.row("setnx", 3)
            .syntax("key:key value")
            .is(WRITE, DENYOOM, FAST)
            .key(1, OW, INSERT)
            .since("1.0.0")
            .takes("O(1)")
            .about("Sets the string at a key unless the key exists.");

    public static final CommandSpec SETRANGE = STRINGS.row("setrange", 4)
            .syntax("key:key offset:integer value")
            .is(WRITE, DENYOOM)
            .key(1, RW, UPDATE)
            .since("2.2.0")
            .takes("O(M)")
            .about("Overwrites a part of the string at a key.");

    public static final CommandSpec STRLEN = STRINGS.row("strlen", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("2.2.0")
            .takes("O(1)")
            .about("Tells how long the string at a key is.");

    public static final CommandSpec SUBSTR = STRINGS.row("substr", 4)
            .syntax("key:key start:integer end:integer")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("1.0.0")
            .takes("O(N)")
            .about("Gives a part of the string at a key; the old name of GETRANGE.");

    /** All of them. */
    public static final List<CommandSpec> ALL = STRINGS.rows();

    private StringRows() {}
}
