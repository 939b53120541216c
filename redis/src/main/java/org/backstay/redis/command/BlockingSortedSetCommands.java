package org.backstay.redis.command;

import static org.backstay.resp.command.SortedSetRows.BZMPOP;
import static org.backstay.resp.command.SortedSetRows.BZPOPMAX;
import static org.backstay.resp.command.SortedSetRows.BZPOPMIN;
import static org.backstay.resp.command.SortedSetRows.ZMPOP;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.KeyAttempt;
import org.backstay.redis.server.KeyEvent;
import org.backstay.redis.server.KeyWait;
import org.backstay.resp.Request;

/** Pops from the first of several sorted sets, waiting for one or not: BZPOPMIN, ZMPOP and their relatives. */
final class BlockingSortedSetCommands {
    private static final byte[] ZPOPMIN = Words.of("ZPOPMIN");
    private static final byte[] ZPOPMAX = Words.of("ZPOPMAX");

    private BlockingSortedSetCommands() {}

    /** Binds the family. */
    static void bind(Handlers handlers) {
        handlers.on(BZPOPMIN, call -> pop(call, false))
                .on(BZPOPMAX, call -> pop(call, true))
                .on(ZMPOP, BlockingSortedSetCommands::zmpop)
                .on(BZMPOP, BlockingSortedSetCommands::bzmpop);
    }

    /** {@code BZPOPMIN key [key ...] timeout}. */
    private static void pop(Call call, boolean highest) {
        int last = call.request().size() - 1;
        long timeout = Arguments.timeoutMillis(call.request(), last);
        KeyAttempt attempt = (late, key) -> popOne(late, key, highest);
        if (!call.serveOrWait(new KeyWait(ValueType.ZSET, 1, last - 1, timeout, attempt))) {
            call.reply().nilArray();
        }
    }

    private static boolean popOne(Call call, int key, boolean highest) {
        Entry entry = Lookup.forWrite(call, key, ValueType.ZSET);
        ZSetValue zset = ZSets.attached(call, entry);
        if (entry == null || zset == null) {
            return false;
        }
        call.reply().array(3);
        call.reply().bulk(call.request().address(key), call.request().length(key));
        SortedSetCommands.popMembers(call, zset, highest, 1, false);
        call.shrunk(entry, zset.isEmpty(), highest ? KeyEvent.ZPOPMAX : KeyEvent.ZPOPMIN);
        call.propagateInstead(highest ? ZPOPMAX : ZPOPMIN, call.request().bytes(key));
        return true;
    }

    /** {@code ZMPOP numkeys key [key ...] MIN|MAX [COUNT count]}. */
    private static void zmpop(Call call) {
        MultiPop pop = MultiPop.parse(call.request(), 1, "min", "max");
        boolean highest = !pop.fromFirst();
        for (int key = pop.firstKey(); key < pop.endOfKeys(); key++) {
            if (popMany(call, key, highest, pop.count())) {
                return;
            }
        }
        call.reply().nilArray();
    }

    /** {@code BZMPOP timeout numkeys key [key ...] MIN|MAX [COUNT count]}. */
    private static void bzmpop(Call call) {
        MultiPop pop = MultiPop.parse(call.request(), 2, "min", "max");
        boolean highest = !pop.fromFirst();
        long timeout = Arguments.timeoutMillis(call.request(), 1);
        KeyAttempt attempt = (late, key) -> popMany(late, key, highest, pop.count());
        if (!call.serveOrWait(new KeyWait(ValueType.ZSET, pop.firstKey(), pop.keys(), timeout, attempt))) {
            call.reply().nilArray();
        }
    }

    private static boolean popMany(Call call, int key, boolean highest, long count) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, key, ValueType.ZSET);
        ZSetValue zset = ZSets.attached(call, entry);
        if (entry == null || zset == null) {
            return false;
        }
        long popped = Math.min(count, zset.size());
        call.reply().array(2);
        call.reply().bulk(request.address(key), request.length(key));
        call.reply().array((int) popped);
        SortedSetCommands.popMembers(call, zset, highest, popped, true);
        call.shrunk(entry, zset.isEmpty(), highest ? KeyEvent.ZPOPMAX : KeyEvent.ZPOPMIN);
        call.propagateInstead(highest ? ZPOPMAX : ZPOPMIN, request.bytes(key), Words.of(popped));
        return true;
    }
}
