package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.BLOCKING;
import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.DELETE;
import static org.backstay.resp.command.KeySpec.Flag.INSERT;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;

import java.util.List;

/** Commands for lists. */
public final class ListRows {
    private static final CommandFamily LISTS = new CommandFamily(CommandGroup.LIST, AclCategory.LIST);

    public static final CommandSpec BLMOVE = LISTS.row("blmove", 6)
            .syntax("source:key destination:key1 wherefrom(LEFT | RIGHT) whereto(LEFT | RIGHT) timeout:double")
            .is(WRITE, DENYOOM, NOSCRIPT, BLOCKING)
            .key(1, RW, ACCESS, DELETE)
            .key(2, RW, INSERT)
            .since("6.2.0")
            .takes("O(1)")
            .about("Moves an element from list to list, waiting for one if need be.");

    public static final CommandSpec BLMPOP = LISTS.row("blmpop", -5)
            .syntax("timeout:double numkeys:integer key:key... where(LEFT | RIGHT) [COUNT=count:integer]")
            .is(WRITE, BLOCKING)
            .countedKeys(2, RW, ACCESS, DELETE)
            .since("7.0.0")
            .takes("O(N+M)")
            .about("Pops elements from the first list that has any, waiting if need be.");

    public static final CommandSpec BLPOP = LISTS.row("blpop", -3)
            .syntax("key:key... timeout:double")
            .is(WRITE, NOSCRIPT, BLOCKING)
            .keys(1, -2, 1, RW, ACCESS, DELETE)
            .since("2.0.0")
            .takes("O(N)")
            .about("Pops the first element of the first list that has any, waiting if need be.");

    public static final CommandSpec BRPOP = LISTS.row("brpop", -3)
            .syntax("key:key... timeout:double")
            .is(WRITE, NOSCRIPT, BLOCKING)
            .keys(1, -2, 1, RW, ACCESS, DELETE)
            .since("2.0.0")
            .takes("O(N)")
            .about("Pops the last element of the first list that has any, waiting if need be.");

    public static final CommandSpec BRPOPLPUSH = LISTS.row("brpoplpush", 4)
            .syntax("source:key destination:key1 timeout:double")
            .is(WRITE, DENYOOM, NOSCRIPT, BLOCKING)
            .key(1, RW, ACCESS, DELETE)
            .key(2, RW, INSERT)
            .since("2.2.0")
            .takes("O(1)")
            .about("Moves the last element of a list to the front of another, waiting if need be.");

    public static final CommandSpec LINDEX = LISTS.row("lindex", 3)
            .syntax("key:key index:integer")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("1.0.0")
            .takes("O(N)")
            .about("Gives the element at a position of a list.");

    public static final CommandSpec LINSERT = LISTS.row("linsert", 5)
            .syntax("key:key where(BEFORE | AFTER) pivot element")
            .is(WRITE, DENYOOM)
            .key(1, RW, INSERT)
            .since("2.2.0")
            .takes("O(N)")
            .about("Inserts an element before or after another.");

    public static final CommandSpec LLEN = LISTS.row("llen", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("1.0.0")
            .takes("O(1)")
            .about("Tells how long a list is.");

    public static final CommandSpec LMOVE = LISTS.row("lmove", 5)
            .syntax("source:key destination:key1 wherefrom(LEFT | RIGHT) whereto(LEFT | RIGHT)")
            .is(WRITE, DENYOOM)
            .key(1, RW, ACCESS, DELETE)
            .key(2, RW, INSERT)
            .since("6.2.0")
            .takes("O(1)")
            .about("Moves an element from an end of a list to an end of another.");

    public static final CommandSpec LMPOP = LISTS.row("lmpop", -4)
            .syntax("numkeys:integer key:key... where(LEFT | RIGHT) [COUNT=count:integer]")
            .is(WRITE)
            .countedKeys(1, RW, ACCESS, DELETE)
            .since("7.0.0")
            .takes("O(N+M)")
            .about("Pops elements from the first list that has any.");

    public static final CommandSpec LPOP = LISTS.row("lpop", -2)
            .syntax("key:key [count:integer@6.2.0]")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, DELETE)
            .since("1.0.0")
            .takes("O(N)")
            .about("Pops elements from the front of a list.");

    public static final CommandSpec LPOS = LISTS.row("lpos", -3)
            .syntax("key:key element [RANK=rank:integer] [COUNT=num-matches:integer] [MAXLEN=len:integer]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("6.0.6")
            .takes("O(N)")
            .about("Finds the positions of an element in a list.");

    public static final CommandSpec LPUSH = LISTS.row("lpush", -3)
            .syntax("key:key element...")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, INSERT)
            .since("1.0.0")
            .takes("O(N)")
            .about("Adds elements to the front of a list, making it when missing.");

    public static final CommandSpec LPUSHX = LISTS.row("lpushx", -3)
            .syntax("key:key element...")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, INSERT)
            .since("2.2.0")
            .takes("O(N)")
            .about("Adds elements to the front of a list that exists.");

    public static final CommandSpec LRANGE = LISTS.row("lrange", 4)
            .syntax("key:key start:integer stop:integer")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("1.0.0")
            .takes("O(S+N)")
            .about("Gives a range of a list.");

    public static final CommandSpec LREM = LISTS.row("lrem", 4)
            .syntax("key:key count:integer element")
            .is(WRITE)
            .key(1, RW, DELETE)
            .since("1.0.0")
            .takes("O(N+M)")
            .about("Removes elements equal to a value from a list.");

    public static final CommandSpec LSET = LISTS.row("lset", 4)
            .syntax("key:key index:integer element")
            .is(WRITE, DENYOOM)
            .key(1, RW, UPDATE)
            .since("1.0.0")
            .takes("O(N)")
            .about("Replaces the element at a position of a list.");

    public static final CommandSpec LTRIM = LISTS.row("ltrim", 4)
            .syntax("key:key start:integer stop:integer")
            .is(WRITE)
            .key(1, RW, DELETE)
            .since("1.0.0")
            .takes("O(N)")
            .about("Cuts a list down to a range.");

    public static final CommandSpec RPOP = LISTS.row("rpop", -2)
            .syntax("key:key [count:integer@6.2.0]")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, DELETE)
            .since("1.0.0")
            .takes("O(N)")
            .about("Pops elements from the end of a list.");

    public static final CommandSpec RPOPLPUSH = LISTS.row("rpoplpush", 3)
            .syntax("source:key destination:key1")
            .is(WRITE, DENYOOM)
            .key(1, RW, ACCESS, DELETE)
            .key(2, RW, INSERT)
            .since("1.2.0")
            .takes("O(1)")
            .about("Moves the last element of a list to the front of another.");

    public static final CommandSpec RPUSH = LISTS.row("rpush", -3)
            .syntax("key:key element...")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, INSERT)
            .since("1.0.0")
            .takes("O(N)")
            .about("Adds elements to the end of a list, making it when missing.");

    public static final CommandSpec RPUSHX = LISTS.row("rpushx", -3)
            .syntax("key:key element...")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, INSERT)
            .since("2.2.0")
            .takes("O(N)")
            .about("Adds elements to the end of a list that exists.");

    /** All of them. */
    public static final List<CommandSpec> ALL = LISTS.rows();

    private ListRows() {}
}
