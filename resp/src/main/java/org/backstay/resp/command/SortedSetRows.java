package org.backstay.resp.command;

import static org.backstay.resp.command.CommandFlag.BLOCKING;
import static org.backstay.resp.command.CommandFlag.DENYOOM;
import static org.backstay.resp.command.CommandFlag.FAST;
import static org.backstay.resp.command.CommandFlag.NOSCRIPT;
import static org.backstay.resp.command.CommandFlag.READONLY;
import static org.backstay.resp.command.CommandFlag.WRITE;
import static org.backstay.resp.command.KeySpec.Flag.ACCESS;
import static org.backstay.resp.command.KeySpec.Flag.DELETE;
import static org.backstay.resp.command.KeySpec.Flag.OW;
import static org.backstay.resp.command.KeySpec.Flag.RO;
import static org.backstay.resp.command.KeySpec.Flag.RW;
import static org.backstay.resp.command.KeySpec.Flag.UPDATE;

import java.util.List;

/** Commands for sorted sets. */
public final class SortedSetRows {
    private static final CommandFamily SORTED_SETS = new CommandFamily(CommandGroup.SORTED_SET, AclCategory.SORTEDSET);

    public static final CommandSpec BZMPOP = SORTED_SETS
            .row("bzmpop", -5)
            .syntax("timeout:double numkeys:integer key:key... where(MIN | MAX) [COUNT=count:integer]")
            .is(WRITE, BLOCKING)
            .countedKeys(2, RW, ACCESS, DELETE)
            .since("7.0.0")
            .takes("O(K)+O(M*log(N))")
            .about("Pops members from the first sorted set that has any, waiting if need be.");

    public static final CommandSpec BZPOPMAX = SORTED_SETS
            .row("bzpopmax", -3)
            .syntax("key:key... timeout:double")
            .is(WRITE, NOSCRIPT, BLOCKING, FAST)
            .keys(1, -2, 1, RW, ACCESS, DELETE)
            .since("5.0.0")
            .takes("O(log(N))")
            .about("Pops the highest member of the first sorted set that has any, waiting if need be.");

    public static final CommandSpec BZPOPMIN = SORTED_SETS
            .row("bzpopmin", -3)
            .syntax("key:key... timeout:double")
            .is(WRITE, NOSCRIPT, BLOCKING, FAST)
            .keys(1, -2, 1, RW, ACCESS, DELETE)
            .since("5.0.0")
            .takes("O(log(N))")
            .about("Pops the lowest member of the first sorted set that has any, waiting if need be.");

    public static final CommandSpec ZADD = SORTED_SETS
            .row("zadd", -4)
            .syntax("key:key [condition(NX | XX)@3.0.2] [comparison(GT | LT)@6.2.0] [change:CH@3.0.2] "
                    + "[increment:INCR@3.0.2] score_member(score:double member)...")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, UPDATE)
            .since("1.2.0")
            .takes("O(log(N)) a member")
            .about("Adds members with scores, or changes the scores they have.");

    public static final CommandSpec ZCARD = SORTED_SETS
            .row("zcard", 2)
            .syntax("key:key")
            .is(READONLY, FAST)
            .key(1, RO)
            .since("1.2.0")
            .takes("O(1)")
            .about("Counts the members of a sorted set.");

    public static final CommandSpec ZCOUNT = SORTED_SETS
            .row("zcount", 4)
            .syntax("key:key min:double max:double")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("2.0.0")
            .takes("O(log(N))")
            .about("Counts the members within a range of scores.");

    public static final CommandSpec ZDIFF = SORTED_SETS
            .row("zdiff", -3)
            .syntax("numkeys:integer key:key... [WITHSCORES]")
            .is(READONLY)
            .countedKeys(1, RO, ACCESS)
            .since("6.2.0")
            .takes("O(L+(N-K)*log(N))")
            .about("Gives the members of the first sorted set that no other has.");

    public static final CommandSpec ZDIFFSTORE = SORTED_SETS
            .row("zdiffstore", -4)
            .syntax("destination:key numkeys:integer key:key1...")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .countedKeys(2, RO, ACCESS)
            .since("6.2.0")
            .takes("O(L+(N-K)*log(N))")
            .about("Stores the members of the first sorted set that no other has.");

    public static final CommandSpec ZINCRBY = SORTED_SETS
            .row("zincrby", 4)
            .syntax("key:key increment:integer member")
            .is(WRITE, DENYOOM, FAST)
            .key(1, RW, ACCESS, UPDATE)
            .since("1.2.0")
            .takes("O(log(N))")
            .about("Adds to a member's score.");

    public static final CommandSpec ZINTER = SORTED_SETS
            .row("zinter", -3)
            .syntax("numkeys:integer key:key... [WEIGHTS=weight:integer...] [AGGREGATE=aggregate(SUM | MIN | MAX)] "
                    + "[WITHSCORES]")
            .is(READONLY)
            .countedKeys(1, RO, ACCESS)
            .since("6.2.0")
            .takes("O(N*K)+O(M*log(M))")
            .about("Gives the members that all sorted sets have, their scores combined.");

    public static final CommandSpec ZINTERCARD = SORTED_SETS
            .row("zintercard", -3)
            .syntax("numkeys:integer key:key... [LIMIT=limit:integer]")
            .is(READONLY)
            .countedKeys(1, RO, ACCESS)
            .since("7.0.0")
            .takes("O(N*K)")
            .about("Counts the members that all sorted sets have, up to a limit.");

    public static final CommandSpec ZINTERSTORE = SORTED_SETS
            .row("zinterstore", -4)
            .syntax("destination:key numkeys:integer key:key1... [WEIGHTS=weight:integer...] "
                    + "[AGGREGATE=aggregate(SUM | MIN | MAX)]")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .countedKeys(2, RO, ACCESS)
            .since("2.0.0")
            .takes("O(N*K)+O(M*log(M))")
            .about("Stores the members that all sorted sets have, their scores combined.");

    public static final CommandSpec ZLEXCOUNT = SORTED_SETS
            .row("zlexcount", 4)
            .syntax("key:key min max")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("2.8.9")
            .takes("O(log(N))")
            .about("Counts the members within a range of names.");

    public static final CommandSpec ZMPOP = SORTED_SETS
            .row("zmpop", -4)
            .syntax("numkeys:integer key:key... where(MIN | MAX) [COUNT=count:integer]")
            .is(WRITE)
            .countedKeys(1, RW, ACCESS, DELETE)
            .since("7.0.0")
            .takes("O(K)+O(M*log(N))")
            .about("Pops members from the first sorted set that has any.");

    public static final CommandSpec ZMSCORE = SORTED_SETS
            .row("zmscore", -3)
            .syntax("key:key member...")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("6.2.0")
            .takes("O(N)")
            .about("Gives the scores of several members.");

    public static final CommandSpec ZPOPMAX = SORTED_SETS
            .row("zpopmax", -2)
            .syntax("key:key [count:integer]")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, DELETE)
            .since("5.0.0")
            .takes("O(log(N)*M)")
            .about("Pops the members with the highest scores.");

    public static final CommandSpec ZPOPMIN = SORTED_SETS
            .row("zpopmin", -2)
            .syntax("key:key [count:integer]")
            .is(WRITE, FAST)
            .key(1, RW, ACCESS, DELETE)
            .since("5.0.0")
            .takes("O(log(N)*M)")
            .about("Pops the members with the lowest scores.");

    public static final CommandSpec ZRANDMEMBER = SORTED_SETS
            .row("zrandmember", -2)
            .syntax("key:key [options(count:integer [WITHSCORES])]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("6.2.0")
            .takes("O(N)")
            .about("Gives random members of a sorted set.");

    public static final CommandSpec ZRANGE = SORTED_SETS
            .row("zrange", -4)
            .syntax("key:key start stop [sortby(BYSCORE | BYLEX)@6.2.0] [REV@6.2.0] "
                    + "[LIMIT=offset_count(offset:integer count:integer)@6.2.0] [WITHSCORES]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("1.2.0")
            .takes("O(log(N)+M)")
            .about("Gives a range of a sorted set by position, score or name.");

    public static final CommandSpec ZRANGEBYLEX = SORTED_SETS
            .row("zrangebylex", -4)
            .syntax("key:key min max [LIMIT=offset_count(offset:integer count:integer)]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("2.8.9")
            .takes("O(log(N)+M)")
            .about("Gives the members within a range of names.");

    public static final CommandSpec ZRANGEBYSCORE = SORTED_SETS
            .row("zrangebyscore", -4)
            .syntax(
                    "key:key min:double max:double [WITHSCORES@2.0.0] [LIMIT=offset_count(offset:integer count:integer)]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("1.0.5")
            .takes("O(log(N)+M)")
            .about("Gives the members within a range of scores.");

    public static final CommandSpec ZRANGESTORE = SORTED_SETS
            .row("zrangestore", -5)
            .syntax("dst:key src:key1 min max [sortby(BYSCORE | BYLEX)] [REV] [LIMIT=offset_count(offset:integer "
                    + "count:integer)]")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .key(2, RO, ACCESS)
            .since("6.2.0")
            .takes("O(log(N)+M)")
            .about("Stores a range of a sorted set in another key.");

    public static final CommandSpec ZRANK = SORTED_SETS
            .row("zrank", 3)
            .syntax("key:key member")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("2.0.0")
            .takes("O(log(N))")
            .about("Tells a member's position, counted from the lowest score.");

    public static final CommandSpec ZREM = SORTED_SETS
            .row("zrem", -3)
            .syntax("key:key member...")
            .is(WRITE, FAST)
            .key(1, RW, DELETE)
            .since("1.2.0")
            .takes("O(M*log(N))")
            .about("Removes members from a sorted set.");

    public static final CommandSpec ZREMRANGEBYLEX = SORTED_SETS
            .row("zremrangebylex", 4)
            .syntax("key:key min max")
            .is(WRITE)
            .key(1, RW, DELETE)
            .since("2.8.9")
            .takes("O(log(N)+M)")
            .about("Removes the members within a range of names.");

    public static final CommandSpec ZREMRANGEBYRANK = SORTED_SETS
            .row("zremrangebyrank", 4)
            .syntax("key:key start:integer stop:integer")
            .is(WRITE)
            .key(1, RW, DELETE)
            .since("2.0.0")
            .takes("O(log(N)+M)")
            .about("Removes the members within a range of positions.");

    public static final CommandSpec ZREMRANGEBYSCORE = SORTED_SETS
            .row("zremrangebyscore", 4)
            .syntax("key:key min:double max:double")
            .is(WRITE)
            .key(1, RW, DELETE)
            .since("1.2.0")
            .takes("O(log(N)+M)")
            .about("Removes the members within a range of scores.");

    public static final CommandSpec ZREVRANGE = SORTED_SETS
            .row("zrevrange", -4)
            .syntax("key:key start:integer stop:integer [WITHSCORES]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("1.2.0")
            .takes("O(log(N)+M)")
            .about("Gives a range of a sorted set by position, highest first.");

    public static final CommandSpec ZREVRANGEBYLEX = SORTED_SETS
            .row("zrevrangebylex", -4)
            .syntax("key:key max min [LIMIT=offset_count(offset:integer count:integer)]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("2.8.9")
            .takes("O(log(N)+M)")
            .about("Gives the members within a range of names, last first.");

    public static final CommandSpec ZREVRANGEBYSCORE = SORTED_SETS
            .row("zrevrangebyscore", -4)
            .syntax("key:key max:double min:double [WITHSCORES] [LIMIT=offset_count(offset:integer count:integer)]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .since("2.2.0")
            .takes("O(log(N)+M)")
            .about("Gives the members within a range of scores, highest first.");

    public static final CommandSpec ZREVRANK = SORTED_SETS
            .row("zrevrank", 3)
            .syntax("key:key member")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("2.0.0")
            .takes("O(log(N))")
            .about("Tells a member's position, counted from the highest score.");

    public static final CommandSpec ZSCAN = SORTED_SETS
            .row("zscan", -3)
            .syntax("key:key cursor:integer [MATCH=pattern:pattern] [COUNT=count:integer]")
            .is(READONLY)
            .key(1, RO, ACCESS)
            .tips("nondeterministic_output")
            .since("2.8.0")
            .takes("O(1) a call, O(N) for all")
            .about("Walks through a sorted set, a few members a call.");

    public static final CommandSpec ZSCORE = SORTED_SETS
            .row("zscore", 3)
            .syntax("key:key member")
            .is(READONLY, FAST)
            .key(1, RO, ACCESS)
            .since("1.2.0")
            .takes("O(1)")
            .about("Gives a member's score.");

    public static final CommandSpec ZUNION = SORTED_SETS
            .row("zunion", -3)
            .syntax("numkeys:integer key:key... [WEIGHTS=weight:integer...] [AGGREGATE=aggregate(SUM | MIN | MAX)] "
                    + "[WITHSCORES]")
            .is(READONLY)
            .countedKeys(1, RO, ACCESS)
            .since("6.2.0")
            .takes("O(N)+O(M*log(M))")
            .about("Gives the members of all sorted sets, their scores combined.");

    public static final CommandSpec ZUNIONSTORE = SORTED_SETS
            .row("zunionstore", -4)
            .syntax("destination:key numkeys:integer key:key1... [WEIGHTS=weight:integer...] "
                    + "[AGGREGATE=aggregate(SUM | MIN | MAX)]")
            .is(WRITE, DENYOOM)
            .key(1, OW, UPDATE)
            .countedKeys(2, RO, ACCESS)
            .since("2.0.0")
            .takes("O(N)+O(M*log(M))")
            .about("Stores the members of all sorted sets, their scores combined.");

    /** All of them. */
    public static final List<CommandSpec> ALL = SORTED_SETS.rows();

    private SortedSetRows() {}
}
