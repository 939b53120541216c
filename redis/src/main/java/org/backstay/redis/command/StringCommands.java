package org.backstay.redis.command;

import static org.backstay.resp.command.StringRows.APPEND;
import static org.backstay.resp.command.StringRows.DECR;
import static org.backstay.resp.command.StringRows.DECRBY;
import static org.backstay.resp.command.StringRows.GET;
import static org.backstay.resp.command.StringRows.GETDEL;
import static org.backstay.resp.command.StringRows.GETEX;
import static org.backstay.resp.command.StringRows.GETRANGE;
import static org.backstay.resp.command.StringRows.GETSET;
import static org.backstay.resp.command.StringRows.INCR;
import static org.backstay.resp.command.StringRows.INCRBY;
import static org.backstay.resp.command.StringRows.INCRBYFLOAT;
import static org.backstay.resp.command.StringRows.MGET;
import static org.backstay.resp.command.StringRows.MSET;
import static org.backstay.resp.command.StringRows.MSETNX;
import static org.backstay.resp.command.StringRows.PSETEX;
import static org.backstay.resp.command.StringRows.SET;
import static org.backstay.resp.command.StringRows.SETEX;
import static org.backstay.resp.command.StringRows.SETNX;
import static org.backstay.resp.command.StringRows.SETRANGE;
import static org.backstay.resp.command.StringRows.STRLEN;
import static org.backstay.resp.command.StringRows.SUBSTR;

import java.math.BigDecimal;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.ExtendedDecimal;
import org.backstay.base.number.LongText;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Strings: GET, SET, INCR, APPEND and their relatives. GET, SET and INCR allocate nothing. */
public final class StringCommands {
    private static final String TOO_LONG = "ERR string exceeds maximum allowed size (proto-max-bulk-len)";
    private static final String OVERFLOW = "ERR increment or decrement would overflow";

    private StringCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(GET, StringCommands::get)
                .on(SET, StringCommands::set)
                .on(SETNX, StringCommands::setnx)
                .on(SETEX, call -> setWithExpiry(call, ExpiryOption.EX))
                .on(PSETEX, call -> setWithExpiry(call, ExpiryOption.PX))
                .on(GETSET, StringCommands::getset)
                .on(GETDEL, StringCommands::getdel)
                .on(GETEX, StringCommands::getex)
                .on(MGET, StringCommands::mget)
                .on(MSET, StringCommands::mset)
                .on(MSETNX, StringCommands::msetnx)
                .on(INCR, call -> incrementBy(call, 1))
                .on(DECR, call -> incrementBy(call, -1))
                .on(INCRBY, call -> incrementBy(call, Arguments.integer(call.request(), 2)))
                .on(DECRBY, StringCommands::decrby)
                .on(INCRBYFLOAT, StringCommands::incrbyfloat)
                .on(APPEND, StringCommands::append)
                .on(STRLEN, StringCommands::strlen)
                .on(GETRANGE, SUBSTR, StringCommands::getrange)
                .on(SETRANGE, StringCommands::setrange);
        LcsCommand.bind(handlers);
    }

    private static void get(Call call) {
        reply(call.reply(), Lookup.forRead(call, 1, ValueType.STRING));
    }

    /** Replies a string's bytes, or nothing. */
    static void reply(ReplyWriter reply, @Nullable Entry entry) {
        if (entry == null) {
            reply.nil();
        } else if (entry.isInteger()) {
            reply.bulk(entry.longValue());
        } else {
            reply.bulk(entry.stringAddress(), entry.stringLength());
        }
    }

    private static void set(Call call) {
        if (call.request().size() == 3) {
            store(call, 1, 2, Entry.NO_EXPIRE);
            call.reply().ok();
            return;
        }
        SetOptions options = SetOptions.parse(call);
        Request request = call.request();
        Entry before = options.get()
                ? Lookup.forRead(call, 1, ValueType.STRING)
                : call.database().peek(request.address(1), request.length(1));
        boolean refused = options.refuses(before != null);
        if (options.get()) {
            reply(call.reply(), before);
        } else if (refused) {
            call.reply().nil();
        } else {
            call.reply().ok();
        }
        if (refused) {
            return;
        }
        store(call, 1, 2, options.expireAt());
        propagate(call, options);
    }

    private static void propagate(Call call, SetOptions options) {
        if (options.expireAt() >= 0) {
            call.propagateInstead(
                    Words.SET,
                    call.request().bytes(1),
                    call.request().bytes(2),
                    Words.PXAT,
                    Words.of(options.expireAt()));
        } else if (options.get()) {
            call.propagateInstead(SetOptions.withoutGet(call.request()));
        }
    }

    private static void store(Call call, int key, int value, long expireAt) {
        Request request = call.request();
        call.database()
                .setString(
                        request.address(key),
                        request.length(key),
                        request.address(value),
                        request.length(value),
                        expireAt);
        call.tell(KeyEvent.SET, key);
        if (expireAt >= 0) {
            call.tell(KeyEvent.EXPIRE, key);
        }
    }

    private static void setnx(Call call) {
        boolean there = Lookup.exists(call, 1);
        if (!there) {
            store(call, 1, 2, Entry.NO_EXPIRE);
        }
        call.reply().integer(there ? 0 : 1);
    }

    private static void setWithExpiry(Call call, ExpiryOption unit) {
        long expireAt = unit.positiveMillis(
                call.request(), 2, call.now(), call.command().spec().name());
        store(call, 1, 3, expireAt);
        call.propagateInstead(
                Words.SET, call.request().bytes(1), call.request().bytes(3), Words.PXAT, Words.of(expireAt));
        call.reply().ok();
    }

    private static void getset(Call call) {
        reply(call.reply(), Lookup.forRead(call, 1, ValueType.STRING));
        store(call, 1, 2, Entry.NO_EXPIRE);
        call.propagateInstead(Words.SET, call.request().bytes(1), call.request().bytes(2));
    }

    private static void getdel(Call call) {
        Entry entry = Lookup.forRead(call, 1, ValueType.STRING);
        reply(call.reply(), entry);
        if (entry != null) {
            call.delete(entry);
            call.propagateInstead(Words.DEL, call.request().bytes(1));
        }
    }

    private static void getex(Call call) {
        Request request = call.request();
        ExpiryOption option = request.size() > 2 ? ExpiryOption.named(request, 2) : null;
        boolean persist = request.size() >= 3 && option == null;
        for (int i = 2; persist && i < request.size(); i++) {
            persist = request.is(i, "persist");
        }
        boolean plain = request.size() == 2;
        if (!plain && !persist && (option == null || request.size() != 4)) {
            throw Arguments.syntax();
        }
        Entry entry = Lookup.forRead(call, 1, ValueType.STRING);
        long expireAt = entry == null || option == null ? 0 : option.positiveMillis(request, 3, call.now(), "getex");
        reply(call.reply(), entry);
        if (entry == null || plain) {
            return;
        }
        if (persist) {
            if (call.database().persist(entry)) {
                call.tell(KeyEvent.PERSIST, 1);
                call.propagateInstead(Words.PERSIST, request.bytes(1));
            }
        } else if (expireAt <= call.now()) {
            call.delete(entry);
            call.propagateInstead(Words.DEL, request.bytes(1));
        } else {
            call.database().expireAt(entry, expireAt);
            call.tell(KeyEvent.EXPIRE, 1);
            call.propagateInstead(Words.PEXPIREAT, request.bytes(1), Words.of(expireAt));
        }
    }

    private static void mget(Call call) {
        Request request = call.request();
        call.reply().array(request.size() - 1);
        for (int i = 1; i < request.size(); i++) {
            Entry entry = call.database().forRead(request.address(i), request.length(i));
            reply(call.reply(), entry == null || entry.type() != ValueType.STRING ? null : entry);
        }
    }

    private static void mset(Call call) {
        setAll(call);
        call.reply().ok();
    }

    private static void msetnx(Call call) {
        for (int i = 1; i < call.request().size(); i += 2) {
            if (Lookup.exists(call, i)) {
                requirePairs(call);
                call.reply().integer(0);
                return;
            }
        }
        setAll(call);
        call.reply().integer(1);
    }

    private static void setAll(Call call) {
        requirePairs(call);
        for (int i = 1; i < call.request().size(); i += 2) {
            store(call, i, i + 1, Entry.NO_EXPIRE);
        }
    }

    private static void requirePairs(Call call) {
        if (call.request().size() % 2 == 0) {
            throw Arguments.wrongNumber(call.command().spec().name());
        }
    }

    private static void decrby(Call call) {
        long decrement = Arguments.integer(call.request(), 2);
        if (decrement == Long.MIN_VALUE) {
            throw new CommandException("ERR decrement would overflow");
        }
        incrementBy(call, -decrement);
    }

    private static void incrementBy(Call call, long increment) {
        Entry entry = Lookup.forWrite(call, 1, ValueType.STRING);
        long before = entry == null ? 0 : integer(entry);
        long after = before + increment;
        if (((before ^ after) & (increment ^ after)) < 0) {
            throw new CommandException(OVERFLOW);
        }
        if (entry == null) {
            call.database().setInteger(call.request().address(1), call.request().length(1), after, Entry.NO_EXPIRE);
        } else {
            call.database().setInteger(entry, after);
        }
        call.tell(KeyEvent.INCRBY, 1);
        call.reply().integer(after);
    }

    private static long integer(Entry entry) {
        if (entry.isInteger()) {
            return entry.longValue();
        }
        if (!LongText.isLong(entry.stringAddress(), entry.stringLength())) {
            throw new CommandException(ErrorReplies.NOT_AN_INTEGER);
        }
        return LongText.parse(entry.stringAddress(), entry.stringLength());
    }

    private static void incrbyfloat(Call call) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, 1, ValueType.STRING);
        BigDecimal before = entry == null ? BigDecimal.ZERO : decimal(entry);
        byte[] text = Increments.sum(before, Increments.decimal(request, 2, Increments.NOT_FINITE));
        Request value = Request.of(text);
        try {
            call.database()
                    .setText(
                            request.address(1),
                            request.length(1),
                            value.address(0),
                            value.length(0),
                            Database.KEEP_EXPIRE);
        } finally {
            value.release();
        }
        call.tell(KeyEvent.INCRBYFLOAT, 1);
        call.propagateInstead(Words.SET, request.bytes(1), text, Words.KEEPTTL);
        call.reply().bulk(text);
    }

    private static BigDecimal decimal(Entry entry) {
        BigDecimal decimal = entry.isInteger()
                ? BigDecimal.valueOf(entry.longValue())
                : ExtendedDecimal.parse(entry.stringAddress(), entry.stringLength());
        if (decimal == null) {
            throw new CommandException(ErrorReplies.NOT_A_FLOAT);
        }
        return decimal;
    }

    private static void append(Call call) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, 1, ValueType.STRING);
        int length = request.length(2);
        if (entry == null) {
            call.database().setString(request.address(1), request.length(1), request.address(2), length);
        } else {
            requireLength(call, (long) entry.stringLength() + length);
            length = call.database().append(entry, request.address(2), length);
        }
        call.tell(KeyEvent.APPEND, 1);
        call.reply().integer(length);
    }

    private static void requireLength(Call call, long length) {
        if (length > Math.min(call.server().clients().limits().longestBulk(), Entry.MAX_STRING)) {
            throw new CommandException(TOO_LONG);
        }
    }

    private static void strlen(Call call) {
        Entry entry = Lookup.forRead(call, 1, ValueType.STRING);
        call.reply().integer(entry == null ? 0 : entry.stringLength());
    }

    private static void getrange(Call call) {
        long from = Arguments.integer(call.request(), 2);
        long to = Arguments.integer(call.request(), 3);
        Entry entry = Lookup.forRead(call, 1, ValueType.STRING);
        int length = entry == null ? 0 : entry.stringLength();
        if (entry == null || (from < 0 && to < 0 && from > to)) {
            call.reply().bulk("");
            return;
        }
        long first = Math.max(from < 0 ? length + from : from, 0);
        long last = Math.min(Math.max(to < 0 ? length + to : to, 0), length - 1L);
        if (first > last) {
            call.reply().bulk("");
        } else if (entry.isInteger()) {
            byte[] text = Words.of(entry.longValue());
            call.reply().bulk(java.util.Arrays.copyOfRange(text, (int) first, (int) last + 1));
        } else {
            call.reply().bulk(entry.stringAddress() + first, (int) (last - first + 1));
        }
    }

    private static void setrange(Call call) {
        Request request = call.request();
        long offset = Arguments.integer(request, 2);
        if (offset < 0) {
            throw new CommandException("ERR offset is out of range");
        }
        int added = request.length(3);
        Entry entry = Lookup.forWrite(call, 1, ValueType.STRING);
        int before = entry == null ? 0 : entry.stringLength();
        if (added == 0) {
            call.reply().integer(before);
            return;
        }
        if (offset > Long.MAX_VALUE - added) {
            throw new CommandException(TOO_LONG);
        }
        requireLength(call, offset + added);
        int length = (int) Math.max(before, offset + added);
        Entry target = WritableString.ofLength(call, 1, entry, length);
        NativeMemory.copy(request.address(3), target.stringAddress() + offset, added);
        call.changed(target, KeyEvent.SETRANGE);
        call.reply().integer(length);
    }
}
