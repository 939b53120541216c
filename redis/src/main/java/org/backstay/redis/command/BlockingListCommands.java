package org.backstay.redis.command;

import static org.backstay.resp.command.ListRows.BLMOVE;
import static org.backstay.resp.command.ListRows.BLMPOP;
import static org.backstay.resp.command.ListRows.BLPOP;
import static org.backstay.resp.command.ListRows.BRPOP;
import static org.backstay.resp.command.ListRows.BRPOPLPUSH;
import static org.backstay.resp.command.ListRows.LMPOP;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.ListValue;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.KeyAttempt;
import org.backstay.redis.server.KeyWait;
import org.backstay.resp.Request;

/** Pops from the first of several lists, and all list commands that wait for an element: BLPOP, BLMOVE and their relatives. */
final class BlockingListCommands {
    private static final byte[] LPOP = Words.of("LPOP");
    private static final byte[] RPOP = Words.of("RPOP");
    private static final byte[] LMOVE = Words.of("LMOVE");
    private static final byte[] RPOPLPUSH = Words.of("RPOPLPUSH");
    private static final byte[] LEFT = Words.of("left");
    private static final byte[] RIGHT = Words.of("right");

    private BlockingListCommands() {}

    /** Binds the family. */
    static void bind(Handlers handlers) {
        handlers.on(BLPOP, call -> pop(call, true))
                .on(BRPOP, call -> pop(call, false))
                .on(LMPOP, BlockingListCommands::lmpop)
                .on(BLMPOP, BlockingListCommands::blmpop)
                .on(BLMOVE, BlockingListCommands::blmove)
                .on(BRPOPLPUSH, BlockingListCommands::brpoplpush);
    }

    /** {@code BLPOP key [key ...] timeout}. */
    private static void pop(Call call, boolean first) {
        int last = call.request().size() - 1;
        long timeout = Arguments.timeoutMillis(call.request(), last);
        KeyAttempt attempt = (late, key) -> popOne(late, key, first);
        if (!call.serveOrWait(new KeyWait(ValueType.LIST, 1, last - 1, timeout, attempt))) {
            call.reply().nilArray();
        }
    }

    private static boolean popOne(Call call, int key, boolean first) {
        Entry entry = Lookup.forWrite(call, key, ValueType.LIST);
        ListValue list = ListCommands.attached(call, entry);
        if (entry == null || list == null) {
            return false;
        }
        call.reply().array(2);
        call.reply().bulk(call.request().address(key), call.request().length(key));
        ListCommands.popMany(call, entry, list, first, 1);
        call.propagateInstead(first ? LPOP : RPOP, call.request().bytes(key));
        return true;
    }

    /** {@code LMPOP numkeys key [key ...] LEFT|RIGHT [COUNT count]}. */
    private static void lmpop(Call call) {
        MultiPop pop = MultiPop.parse(call.request(), 1, "left", "right");
        boolean first = pop.fromFirst();
        for (int key = pop.firstKey(); key < pop.endOfKeys(); key++) {
            if (popMany(call, key, first, pop.count())) {
                return;
            }
        }
        call.reply().nilArray();
    }

    /** {@code BLMPOP timeout numkeys key [key ...] LEFT|RIGHT [COUNT count]}. */
    private static void blmpop(Call call) {
        MultiPop pop = MultiPop.parse(call.request(), 2, "left", "right");
        boolean first = pop.fromFirst();
        long timeout = Arguments.timeoutMillis(call.request(), 1);
        KeyAttempt attempt = (late, key) -> popMany(late, key, first, pop.count());
        if (!call.serveOrWait(new KeyWait(ValueType.LIST, pop.firstKey(), pop.keys(), timeout, attempt))) {
            call.reply().nilArray();
        }
    }

    private static boolean popMany(Call call, int key, boolean first, long count) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, key, ValueType.LIST);
        ListValue list = ListCommands.attached(call, entry);
        if (entry == null || list == null) {
            return false;
        }
        long popped = Math.min(count, list.size());
        call.reply().array(2);
        call.reply().bulk(request.address(key), request.length(key));
        call.reply().array((int) popped);
        ListCommands.popMany(call, entry, list, first, popped);
        call.propagateInstead(first ? LPOP : RPOP, request.bytes(key), Words.of(popped));
        return true;
    }

    /** {@code BLMOVE source destination LEFT|RIGHT LEFT|RIGHT timeout}. */
    private static void blmove(Call call) {
        Request request = call.request();
        boolean fromFirst = ListCommands.isLeft(request, 3);
        boolean toFirst = ListCommands.isLeft(request, 4);
        long timeout = Arguments.timeoutMillis(request, 5);
        await(call, timeout, (late, key) -> {
            if (!ListCommands.tryMove(late, fromFirst, toFirst)) {
                return false;
            }
            late.propagateInstead(
                    LMOVE,
                    late.request().bytes(1),
                    late.request().bytes(2),
                    side(late, 3, fromFirst),
                    side(late, 4, toFirst));
            return true;
        });
    }

    /** A side as the client said it, or, when the client had to wait, as the original has it then. */
    private static byte[] side(Call call, int argument, boolean first) {
        return call.client().isBlocked()
                ? (first ? LEFT : RIGHT)
                : call.request().bytes(argument);
    }

    /** {@code BRPOPLPUSH source destination timeout}. */
    private static void brpoplpush(Call call) {
        long timeout = Arguments.timeoutMillis(call.request(), 3);
        await(call, timeout, (late, key) -> {
            if (!ListCommands.tryMove(late, false, true)) {
                return false;
            }
            late.propagateInstead(
                    RPOPLPUSH, late.request().bytes(1), late.request().bytes(2));
            return true;
        });
    }

    private static void await(Call call, long timeout, KeyAttempt attempt) {
        if (!call.serveOrWait(new KeyWait(ValueType.LIST, 1, 1, timeout, attempt))) {
            call.reply().nil();
        }
    }
}
