package org.backstay.redis.command;

import static org.backstay.resp.command.SetRows.SADD;
import static org.backstay.resp.command.SetRows.SCARD;
import static org.backstay.resp.command.SetRows.SISMEMBER;
import static org.backstay.resp.command.SetRows.SMEMBERS;
import static org.backstay.resp.command.SetRows.SMISMEMBER;
import static org.backstay.resp.command.SetRows.SMOVE;
import static org.backstay.resp.command.SetRows.SPOP;
import static org.backstay.resp.command.SetRows.SRANDMEMBER;
import static org.backstay.resp.command.SetRows.SREM;
import static org.backstay.resp.command.SetRows.SSCAN;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Commands on one set: SADD, SREM, SPOP and their relatives. SADD and SISMEMBER allocate nothing. */
public final class SetCommands {
    private static final byte[] SREM_WORD = Words.of("SREM");

    private SetCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(SADD, SetCommands::sadd)
                .on(SREM, SetCommands::srem)
                .on(SISMEMBER, SetCommands::sismember)
                .on(SMISMEMBER, SetCommands::smismember)
                .on(SCARD, SetCommands::scard)
                .on(SMEMBERS, SetCommands::smembers)
                .on(SPOP, SetCommands::spop)
                .on(SRANDMEMBER, SetCommands::srandmember)
                .on(SMOVE, SetCommands::smove)
                .on(SSCAN, SetCommands::sscan);
        SetAlgebraCommands.bind(handlers);
    }

    private static @Nullable SetValue forRead(Call call) {
        return attached(call, Lookup.forRead(call, 1, ValueType.SET));
    }

    private static @Nullable SetValue attached(Call call, @Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        SetValue set = call.server().values().set();
        set.attach(entry);
        return set;
    }

    private static boolean contains(@Nullable SetValue set, Request request, int i) {
        return set != null && set.contains(request.address(i), request.length(i));
    }

    private static void sadd(Call call) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, 1, ValueType.SET);
        SetValue set = call.server().values().set();
        if (entry == null) {
            entry = create(call, set, 1);
        }
        set.attach(entry);
        int added = 0;
        for (int i = 2; i < request.size(); i++) {
            if (set.add(request.address(i), request.length(i))) {
                added++;
            }
        }
        if (added > 0) {
            call.changed(entry, KeyEvent.SADD);
        }
        call.reply().integer(added);
    }

    /** Makes the key in an argument with an empty set. */
    static Entry create(Call call, SetValue set, int key) {
        set.create();
        return call.database()
                .add(
                        call.request().address(key),
                        call.request().length(key),
                        ValueType.SET,
                        set.encoding(),
                        set.root());
    }

    private static void srem(Call call) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, 1, ValueType.SET);
        SetValue set = attached(call, entry);
        int removed = 0;
        for (int i = 2; set != null && i < request.size() && !set.isEmpty(); i++) {
            if (set.remove(request.address(i), request.length(i))) {
                removed++;
            }
        }
        if (entry != null && set != null && removed > 0) {
            call.shrunk(entry, set.isEmpty(), KeyEvent.SREM);
        }
        call.reply().integer(removed);
    }

    private static void sismember(Call call) {
        call.reply().integer(contains(forRead(call), call.request(), 2) ? 1 : 0);
    }

    private static void smismember(Call call) {
        SetValue set = forRead(call);
        call.reply().array(call.request().size() - 2);
        for (int i = 2; i < call.request().size(); i++) {
            call.reply().integer(contains(set, call.request(), i) ? 1 : 0);
        }
    }

    private static void scard(Call call) {
        SetValue set = forRead(call);
        call.reply().integer(set == null ? 0 : set.size());
    }

    private static void smembers(Call call) {
        SetValue set = forRead(call);
        call.reply().set(set == null ? 0 : (int) set.size());
        if (set == null) {
            return;
        }
        ElementView member = call.server().values().element();
        set.rewind();
        while (set.next(member)) {
            Elements.reply(call.reply(), member);
        }
    }

    /** {@code SPOP key [count]}: the log is told which members went. */
    private static void spop(Call call) {
        Request request = call.request();
        if (request.size() > 3) {
            throw Arguments.syntax();
        }
        boolean counted = request.size() == 3;
        long count = counted
                ? Arguments.integer(request, 2, 0, Long.MAX_VALUE, "ERR value is out of range, must be positive")
                : 1;
        Entry entry = Lookup.forWrite(call, 1, ValueType.SET);
        SetValue set = attached(call, entry);
        if (entry == null || set == null) {
            if (counted) {
                call.reply().set(0);
            } else {
                call.reply().nil();
            }
            return;
        }
        long popped = Math.min(count, set.size());
        if (counted) {
            call.reply().set((int) popped);
        }
        popMembers(call, entry, set, popped, counted);
    }

    private static void popMembers(Call call, Entry entry, SetValue set, long count, boolean counted) {
        if (count == 0) {
            return;
        }
        // As in the original: one asked for without a count is removed by name, even the last.
        boolean all = counted && count == set.size();
        boolean logged = call.server().propagation().isOpen();
        ElementView member = call.server().values().element();
        byte[] key = call.request().bytes(1);
        for (long i = 0; i < count; i++) {
            set.random(member);
            Elements.reply(call.reply(), member);
            if (logged && !all) {
                call.propagateInstead(SREM_WORD, key, member.toByteArray());
            }
            set.remove(member);
        }
        if (all) {
            call.propagateInstead(Words.DEL, key);
        }
        call.shrunk(entry, set.isEmpty(), KeyEvent.SPOP);
    }

    /** {@code SRANDMEMBER key [count]}: a negative count may show a member more than once. */
    private static void srandmember(Call call) {
        Request request = call.request();
        if (request.size() > 3) {
            throw Arguments.syntax();
        }
        ElementView member = call.server().values().element();
        if (request.size() == 2) {
            SetValue set = forRead(call);
            if (set == null) {
                call.reply().nil();
            } else {
                set.random(member);
                Elements.reply(call.reply(), member);
            }
            return;
        }
        long count = Arguments.randomCount(request, 2);
        SetValue set = forRead(call);
        if (set == null || count == 0) {
            call.reply().array(0);
        } else if (count > 0) {
            long shown = Math.min(count, set.size());
            call.reply().array((int) shown);
            set.sample(shown, found -> Elements.reply(call.reply(), found));
        } else {
            call.reply().array((int) -count);
            for (long i = 0; i < -count; i++) {
                set.random(member);
                Elements.reply(call.reply(), member);
            }
        }
    }

    private static void smove(Call call) {
        Request request = call.request();
        Entry from = Lookup.forWrite(call, 1, ValueType.SET);
        if (from == null) {
            call.reply().integer(0);
            return;
        }
        Entry to =
                Lookup.forWrite(call, 2, ValueType.SET, call.server().values().otherEntry());
        if (!contains(attached(call, from), request, 3)) {
            call.reply().integer(0);
            return;
        }
        if (to == null || to.keyAddress() != from.keyAddress()) {
            moveMember(call, from);
        }
        call.reply().integer(1);
    }

    /** The target is looked up again after the source was changed, because deleting a key moves the database's cursor. */
    private static void moveMember(Call call, Entry from) {
        Request request = call.request();
        SetValue source = attached(call, from);
        if (source == null) {
            return;
        }
        source.remove(request.address(3), request.length(3));
        call.shrunk(from, source.isEmpty(), KeyEvent.SREM);
        SetValue target = call.server().values().otherSet();
        Entry to =
                Lookup.forWrite(call, 2, ValueType.SET, call.server().values().otherEntry());
        Entry made = to == null ? create(call, target, 2) : to;
        target.attach(made);
        target.add(request.address(3), request.length(3));
        call.changed(made, KeyEvent.SADD);
    }

    private static void sscan(Call call) {
        long cursor = ScanOptions.cursor(call.request(), 2);
        SetValue set = forRead(call);
        if (set == null) {
            ScanOptions.reply(call.reply(), 0, List.of());
            return;
        }
        ScanOptions options = ScanOptions.parse(call.request(), 3, false);
        List<byte[]> found = new ArrayList<>();
        LongUnaryOperator step = from -> set.scan(from, member -> {
            byte[] bytes = member.toByteArray();
            if (options.matches(bytes)) {
                found.add(bytes);
            }
        });
        options.scan(call.reply(), cursor, 1, found, step);
    }
}
