package org.backstay.proxy.client;

import static org.backstay.base.memory.NativeMemory.getByte;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.backstay.proxy.client.Route.Action;
import org.backstay.resp.command.CommandCatalogue;
import org.backstay.resp.command.CommandSpec;
import org.jspecify.annotations.Nullable;

/**
 * The commands that pass: those that nutcracker 0.5 lets pass, and EXISTS split like the others that count. How many arguments each
 * takes comes from its row. Immutable; looking up allocates nothing.
 */
final class RouteTable {
    private static final String FORWARDED = """
            append bitcount bitfield bitpos copy decr decrby dump expire expireat geoadd geodist geohash geopos georadius
            georadiusbymember geosearch geosearchstore get getbit getdel getex getrange getset hdel hexists hget hgetall hincrby
            hincrbyfloat hkeys hlen hmget hmset hrandfield hscan hset hsetnx hstrlen hvals incr incrby incrbyfloat lindex linsert llen
            lmove lpop lpos lpush lpushx lrange lrem lset ltrim move persist pexpire pexpireat pfadd pfcount pfmerge psetex pttl
            restore rpop rpoplpush rpush rpushx sadd scard sdiff sdiffstore set setbit setex setnx setrange sinter sinterstore
            sismember smembers smismember smove sort spop srandmember srem sscan strlen sunion sunionstore ttl type zadd zcard zcount
            zdiff zdiffstore zincrby zinter zinterstore zlexcount zmscore zpopmax zpopmin zrandmember zrange zrangebylex zrangebyscore
            zrangestore zrank zrem zremrangebylex zremrangebyrank zremrangebyscore zrevrange zrevrangebylex zrevrangebyscore zrevrank
            zscan zscore zunion zunionstore
            """;

    /** The table; the same for every pool. */
    static final RouteTable NUTCRACKER = new RouteTable();

    private static final int ROOM = 1024;

    private final @Nullable Route[] slots = new @Nullable Route[ROOM];

    private RouteTable() {
        Map<String, Integer> arities = new HashMap<>();
        for (CommandSpec row : CommandCatalogue.SERVER) {
            if (row.parent() == null) {
                arities.put(row.name(), row.arity());
            }
        }
        for (String name : FORWARDED.strip().split("\\s+", -1)) {
            add(name, Action.FORWARD, arities.getOrDefault(name, -2));
        }
        add("eval", Action.FORWARD_SCRIPT, -4);
        add("evalsha", Action.FORWARD_SCRIPT, -4);
        add("command", Action.FORWARD_ANYWHERE, -1);
        add("lolwut", Action.FORWARD_ANYWHERE, -1);
        add("mget", Action.SPLIT_ELEMENTS, -2);
        add("del", Action.SPLIT_SUM, -2);
        add("unlink", Action.SPLIT_SUM, -2);
        add("touch", Action.SPLIT_SUM, -2);
        add("exists", Action.SPLIT_SUM, -2);
        add("mset", Action.SPLIT_PAIRS, -3);
        add("ping", Action.PING, -1);
        add("quit", Action.QUIT, -1);
        add("auth", Action.AUTH, -2);
        add("select", Action.SELECT, 2);
    }

    private void add(String name, Action action, int arity) {
        int at = slot(name.length(), name.charAt(0), name.charAt(name.length() / 2), name.charAt(name.length() - 1));
        while (slots[at] != null) {
            at = (at + 1) & (ROOM - 1);
        }
        slots[at] = new Route(name.toLowerCase(Locale.ROOT), action, arity);
    }

    /** What to do with a command, by its name in either case; null for one that does not pass. */
    @Nullable
    Route find(long address, int length) {
        if (length == 0) {
            return null;
        }
        int at = slot(
                length,
                lower(getByte(address)),
                lower(getByte(address + length / 2)),
                lower(getByte(address + length - 1)));
        for (Route route = slots[at]; route != null; route = slots[at]) {
            if (isSame(route.name(), address, length)) {
                return route;
            }
            at = (at + 1) & (ROOM - 1);
        }
        return null;
    }

    private static boolean isSame(String name, long address, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(getByte(address + i)) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int slot(int length, int first, int middle, int last) {
        int mixed = (((length * 31 + first) * 31 + middle) * 31 + last) * 0x9e3779b1;
        return mixed >>> 22;
    }

    private static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
