package org.backstay.redis.command;

import static org.backstay.resp.command.ListRows.LINDEX;
import static org.backstay.resp.command.ListRows.LINSERT;
import static org.backstay.resp.command.ListRows.LLEN;
import static org.backstay.resp.command.ListRows.LMOVE;
import static org.backstay.resp.command.ListRows.LPOP;
import static org.backstay.resp.command.ListRows.LPOS;
import static org.backstay.resp.command.ListRows.LPUSH;
import static org.backstay.resp.command.ListRows.LPUSHX;
import static org.backstay.resp.command.ListRows.LRANGE;
import static org.backstay.resp.command.ListRows.LREM;
import static org.backstay.resp.command.ListRows.LSET;
import static org.backstay.resp.command.ListRows.LTRIM;
import static org.backstay.resp.command.ListRows.RPOP;
import static org.backstay.resp.command.ListRows.RPOPLPUSH;
import static org.backstay.resp.command.ListRows.RPUSH;
import static org.backstay.resp.command.ListRows.RPUSHX;

import java.util.ArrayList;
import java.util.List;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Lists: LPUSH, LPOP, LRANGE and their relatives. Pushing, popping and ranges allocate nothing. */
public final class ListCommands {
    private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";

    private ListCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(LPUSH, call -> push(call, true, false))
                .on(RPUSH, call -> push(call, false, false))
                .on(LPUSHX, call -> push(call, true, true))
                .on(RPUSHX, call -> push(call, false, true))
                .on(LPOP, call -> pop(call, true))
                .on(RPOP, call -> pop(call, false))
                .on(LLEN, ListCommands::llen)
                .on(LRANGE, ListCommands::lrange)
                .on(LINDEX, ListCommands::lindex)
                .on(LSET, ListCommands::lset)
                .on(LINSERT, ListCommands::linsert)
                .on(LREM, ListCommands::lrem)
                .on(LTRIM, ListCommands::ltrim)
                .on(LPOS, ListCommands::lpos)
                .on(LMOVE, ListCommands::lmove)
                .on(RPOPLPUSH, call -> move(call, false, true));
        BlockingListCommands.bind(handlers);
    }

    private static @Nullable ListValue forRead(Call call) {
        return attached(call, Lookup.forRead(call, 1, ValueType.LIST));
    }

    static @Nullable ListValue attached(Call call, @Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        ListValue list = call.server().values().list();
        list.attach(entry);
        return list;
    }

    private static void push(Call call, boolean first, boolean onlyExisting) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, 1, ValueType.LIST);
        ListValue list = call.server().values().list();
        if (entry == null) {
            if (onlyExisting) {
                call.reply().integer(0);
                return;
            }
            entry = create(call, list, 1);
        }
        list.attach(entry);
        for (int i = 2; i < request.size(); i++) {
            pushTo(list, first, request.address(i), request.length(i));
        }
        call.changed(entry, first ? KeyEvent.LPUSH : KeyEvent.RPUSH);
        call.reply().integer(list.size());
    }

    private static Entry create(Call call, ListValue list, int key) {
        list.create();
        return call.database()
                .add(
                        call.request().address(key),
                        call.request().length(key),
                        ValueType.LIST,
                        list.encoding(),
                        list.root());
    }

    private static void pushTo(ListValue list, boolean first, long address, int length) {
        if (first) {
            list.pushFirst(address, length);
        } else {
            list.pushLast(address, length);
        }
    }

    private static void pop(Call call, boolean first) {
        Request request = call.request();
        if (request.size() > 3) {
            throw Arguments.wrongNumber(call.command().spec().name());
        }
        boolean counted = request.size() == 3;
        long count = counted ? Arguments.integer(request, 2, 0, Long.MAX_VALUE, NOT_POSITIVE) : 1;
        Entry entry = Lookup.forWrite(call, 1, ValueType.LIST);
        ListValue list = attached(call, entry);
        if (entry == null || list == null) {
            replyMissing(call, counted);
            return;
        }
        if (counted) {
            call.reply().array((int) Math.min(count, list.size()));
        }
        popMany(call, entry, list, first, count);
    }

    private static void replyMissing(Call call, boolean counted) {
        if (counted) {
            call.reply().nilArray();
        } else {
            call.reply().nil();
        }
    }

    /** Replies and removes elements; the key goes with its last one. */
    static void popMany(Call call, Entry entry, ListValue list, boolean first, long count) {
        ElementView element = call.server().values().element();
        long left = Math.min(count, list.size());
        if (left == 0) {
            return;
        }
        for (; left > 0; left--) {
            popOne(list, first, element, call);
        }
        call.shrunk(entry, list.isEmpty(), first ? KeyEvent.LPOP : KeyEvent.RPOP);
    }

    private static void popOne(ListValue list, boolean first, ElementView element, Call call) {
        if (first) {
            list.first(element);
            Elements.reply(call.reply(), element);
            list.removeFirst();
        } else {
            list.last(element);
            Elements.reply(call.reply(), element);
            list.removeLast();
        }
    }

    private static void llen(Call call) {
        ListValue list = forRead(call);
        call.reply().integer(list == null ? 0 : list.size());
    }

    private static void lrange(Call call) {
        long from = Arguments.integer(call.request(), 2);
        long to = Arguments.integer(call.request(), 3);
        ListValue list = forRead(call);
        long size = list == null ? 0 : list.size();
        long first = Math.max(from < 0 ? size + from : from, 0);
        long last = Math.min(to < 0 ? size + to : to, size - 1);
        if (list == null || first > last) {
            call.reply().array(0);
            return;
        }
        ElementView element = call.server().values().element();
        call.reply().array((int) (last - first + 1));
        list.seek(first, true);
        for (long i = first; i <= last; i++) {
            list.next(element);
            Elements.reply(call.reply(), element);
        }
    }

    private static void lindex(Call call) {
        ListValue list = forRead(call);
        ElementView element = call.server().values().element();
        if (list != null && list.get(Arguments.integer(call.request(), 2), element)) {
            Elements.reply(call.reply(), element);
        } else {
            call.reply().nil();
        }
    }

    private static void lset(Call call) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, 1, ValueType.LIST);
        ListValue list = attached(call, entry);
        if (entry == null || list == null) {
            throw new CommandException(ErrorReplies.NO_SUCH_KEY);
        }
        long index = Arguments.integer(request, 2);
        if (!list.set(index, request.address(3), request.length(3))) {
            throw new CommandException(ErrorReplies.INDEX_OUT_OF_RANGE);
        }
        call.changed(entry, KeyEvent.LSET);
        call.reply().ok();
    }

    private static void linsert(Call call) {
        Request request = call.request();
        boolean before = request.is(2, "before");
        if (!before && !request.is(2, "after")) {
            throw Arguments.syntax();
        }
        Entry entry = Lookup.forWrite(call, 1, ValueType.LIST);
        ListValue list = attached(call, entry);
        if (entry == null || list == null) {
            call.reply().integer(0);
            return;
        }
        if (!list.insert(before, request.address(3), request.length(3), request.address(4), request.length(4))) {
            call.reply().integer(-1);
            return;
        }
        call.changed(entry, KeyEvent.LINSERT);
        call.reply().integer(list.size());
    }

    private static void lrem(Call call) {
        Request request = call.request();
        long count = Arguments.integer(request, 2);
        Entry entry = Lookup.forWrite(call, 1, ValueType.LIST);
        ListValue list = attached(call, entry);
        long removed = list == null ? 0 : list.remove(count, request.address(3), request.length(3));
        if (entry != null && list != null && removed > 0) {
            call.shrunk(entry, list.isEmpty(), KeyEvent.LREM);
        }
        call.reply().integer(removed);
    }

    private static void ltrim(Call call) {
        long from = Arguments.integer(call.request(), 2);
        long to = Arguments.integer(call.request(), 3);
        Entry entry = Lookup.forWrite(call, 1, ValueType.LIST);
        ListValue list = attached(call, entry);
        if (entry != null && list != null) {
            long size = list.size();
            long first = Math.max(from < 0 ? size + from : from, 0);
            long last = Math.min(to < 0 ? size + to : to, size - 1);
            if (first > last) {
                call.shrunk(entry, true, KeyEvent.LTRIM);
            } else if (last - first + 1 < size) {
                list.trim(first, last);
                call.shrunk(entry, false, KeyEvent.LTRIM);
            } else {
                call.tell(KeyEvent.LTRIM, 1);
            }
        }
        call.reply().ok();
    }

    /** {@code LPOS key element [RANK rank] [COUNT matches] [MAXLEN compared]}. */
    private static void lpos(Call call) {
        Request request = call.request();
        long rank = 1;
        long count = -1;
        long compared = 0;
        for (int i = 3; i < request.size(); i += 2) {
            if (i + 1 >= request.size()) {
                throw Arguments.syntax();
            }
            if (request.is(i, "rank")) {
                rank = rank(request, i + 1);
            } else if (request.is(i, "count")) {
                count = Arguments.integer(request, i + 1, 0, Long.MAX_VALUE, "ERR COUNT can't be negative");
            } else if (request.is(i, "maxlen")) {
                compared = Arguments.integer(request, i + 1, 0, Long.MAX_VALUE, "ERR MAXLEN can't be negative");
            } else {
                throw Arguments.syntax();
            }
        }
        if (rank == Long.MIN_VALUE) {
            // It has no opposite: the original then begins at the last match, and no count is ever reached.
            rank = -1;
            count = Math.min(count, 0);
        }
        List<Long> found = new ArrayList<>();
        ListValue list = forRead(call);
        if (list != null) {
            list.positions(
                    request.address(2),
                    request.length(2),
                    rank,
                    limit(count < 0 ? 1 : count),
                    limit(compared),
                    found::add);
        }
        if (count >= 0) {
            call.reply().array(found.size());
            found.forEach(call.reply()::integer);
        } else if (found.isEmpty()) {
            call.reply().nil();
        } else {
            call.reply().integer(found.getFirst());
        }
    }

    /** Zero means no limit. */
    private static long limit(long count) {
        return count == 0 ? Long.MAX_VALUE : count;
    }

    private static long rank(Request request, int i) {
        long rank = Arguments.integer(request, i);
        if (rank == 0) {
            throw new CommandException(
                    "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... "
                            + "or use negative to start from the end of the list");
        }
        return rank;
    }

    private static void lmove(Call call) {
        move(call, isLeft(call.request(), 3), isLeft(call.request(), 4));
    }

    /** Whether the argument says LEFT, not RIGHT. */
    static boolean isLeft(Request request, int i) {
        if (request.is(i, "left")) {
            return true;
        }
        if (request.is(i, "right")) {
            return false;
        }
        throw Arguments.syntax();
    }

    private static void move(Call call, boolean fromFirst, boolean toFirst) {
        if (!tryMove(call, fromFirst, toFirst)) {
            call.reply().nil();
        }
    }

    /** Moves an element between the lists in arguments 1 and 2 and replies it; false when there is no source. */
    static boolean tryMove(Call call, boolean fromFirst, boolean toFirst) {
        Entry from = Lookup.forWrite(call, 1, ValueType.LIST);
        if (from == null) {
            return false;
        }
        Entry to =
                Lookup.forWrite(call, 2, ValueType.LIST, call.server().values().otherEntry());
        ListValue source = call.server().values().list();
        source.attach(from);
        ElementView element = call.server().values().element();
        if (fromFirst) {
            source.first(element);
        } else {
            source.last(element);
        }
        Elements.reply(call.reply(), element);
        if (to != null && to.keyAddress() == from.keyAddress()) {
            source.rotate(fromFirst, toFirst);
            call.changed(from, toFirst ? KeyEvent.LPUSH : KeyEvent.RPUSH);
            call.tell(fromFirst ? KeyEvent.LPOP : KeyEvent.RPOP, 1);
            return true;
        }
        moveBetween(call, to, fromFirst, toFirst);
        return true;
    }

    /** The source is looked up again after the target was made, because making a key moves the database's cursor. */
    private static void moveBetween(Call call, @Nullable Entry to, boolean fromFirst, boolean toFirst) {
        ListValue target = call.server().values().otherList();
        Entry made = to == null ? create(call, target, 2) : to;
        target.attach(made);
        Entry from =
                Lookup.forWrite(call, 1, ValueType.LIST, call.server().values().thirdEntry());
        ListValue source = call.server().values().list();
        source.attach(java.util.Objects.requireNonNull(from));
        ElementView element = call.server().values().element();
        if (fromFirst) {
            source.first(element);
        } else {
            source.last(element);
        }
        if (element.isInteger()) {
            Request digits = Request.of(Words.of(element.value()));
            pushTo(target, toFirst, digits.address(0), digits.length(0));
            digits.release();
        } else {
            pushTo(target, toFirst, element.address(), element.length());
        }
        call.changed(made, toFirst ? KeyEvent.LPUSH : KeyEvent.RPUSH);
        if (fromFirst) {
            source.removeFirst();
        } else {
            source.removeLast();
        }
        call.shrunk(from, source.isEmpty(), fromFirst ? KeyEvent.LPOP : KeyEvent.RPOP);
    }
}
