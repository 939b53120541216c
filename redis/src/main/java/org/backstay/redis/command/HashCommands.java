package org.backstay.redis.command;

import static org.backstay.resp.command.HashRows.HDEL;
import static org.backstay.resp.command.HashRows.HEXISTS;
import static org.backstay.resp.command.HashRows.HGET;
import static org.backstay.resp.command.HashRows.HGETALL;
import static org.backstay.resp.command.HashRows.HINCRBY;
import static org.backstay.resp.command.HashRows.HINCRBYFLOAT;
import static org.backstay.resp.command.HashRows.HKEYS;
import static org.backstay.resp.command.HashRows.HLEN;
import static org.backstay.resp.command.HashRows.HMGET;
import static org.backstay.resp.command.HashRows.HMSET;
import static org.backstay.resp.command.HashRows.HRANDFIELD;
import static org.backstay.resp.command.HashRows.HSCAN;
import static org.backstay.resp.command.HashRows.HSET;
import static org.backstay.resp.command.HashRows.HSETNX;
import static org.backstay.resp.command.HashRows.HSTRLEN;
import static org.backstay.resp.command.HashRows.HVALS;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.backstay.base.number.ExtendedDecimal;
import org.backstay.base.number.LongText;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Hashes: HSET, HGET, HDEL and their relatives. HSET and HGET allocate nothing. */
public final class HashCommands {
    private static final byte[] HSET_WORD = Words.of("HSET");

    private HashCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(HSET, HMSET, HashCommands::hset)
                .on(HSETNX, HashCommands::hsetnx)
                .on(HGET, HashCommands::hget)
                .on(HMGET, HashCommands::hmget)
                .on(HGETALL, call -> all(call, true, true))
                .on(HKEYS, call -> all(call, true, false))
                .on(HVALS, call -> all(call, false, true))
                .on(HDEL, HashCommands::hdel)
                .on(HLEN, HashCommands::hlen)
                .on(HSTRLEN, HashCommands::hstrlen)
                .on(HEXISTS, HashCommands::hexists)
                .on(HINCRBY, HashCommands::hincrby)
                .on(HINCRBYFLOAT, HashCommands::hincrbyfloat)
                .on(HRANDFIELD, HashCommands::hrandfield)
                .on(HSCAN, HashCommands::hscan);
    }

    /** The hash for reading, or null. */
    private static @Nullable HashValue forRead(Call call) {
        Entry entry = Lookup.forRead(call, 1, ValueType.HASH);
        if (entry == null) {
            return null;
        }
        HashValue hash = call.server().values().hash();
        hash.attach(entry);
        return hash;
    }

    /** The key for changing, made when it is not there; {@code values().hash()} is attached to it. */
    private static Entry forWrite(Call call) {
        Entry entry = Lookup.forWrite(call, 1, ValueType.HASH);
        HashValue hash = call.server().values().hash();
        if (entry == null) {
            hash.create();
            Request request = call.request();
            entry = call.database()
                    .add(request.address(1), request.length(1), ValueType.HASH, hash.encoding(), hash.root());
        }
        hash.attach(entry);
        return entry;
    }

    private static boolean put(HashValue hash, Request request, int field) {
        return hash.put(
                request.address(field), request.length(field), request.address(field + 1), request.length(field + 1));
    }

    private static void hset(Call call) {
        Request request = call.request();
        if (request.size() % 2 != 0) {
            throw Arguments.wrongNumber(call.command().spec().name());
        }
        Entry entry = forWrite(call);
        int created = 0;
        for (int i = 2; i < request.size(); i += 2) {
            if (put(call.server().values().hash(), request, i)) {
                created++;
            }
        }
        call.changed(entry, KeyEvent.HSET);
        if (call.command().spec().equals(HMSET)) {
            call.reply().ok();
        } else {
            call.reply().integer(created);
        }
    }

    private static void hsetnx(Call call) {
        Request request = call.request();
        HashValue there = forRead(call);
        if (there != null && there.contains(request.address(2), request.length(2))) {
            call.reply().integer(0);
            return;
        }
        Entry entry = forWrite(call);
        put(call.server().values().hash(), request, 2);
        call.changed(entry, KeyEvent.HSET);
        call.reply().integer(1);
    }

    private static void hget(Call call) {
        replyField(call, forRead(call), 2);
    }

    private static void replyField(Call call, @Nullable HashValue hash, int argument) {
        Request request = call.request();
        ElementView value = call.server().values().element();
        if (hash != null && hash.get(request.address(argument), request.length(argument), value)) {
            Elements.reply(call.reply(), value);
        } else {
            call.reply().nil();
        }
    }

    private static void hmget(Call call) {
        HashValue hash = forRead(call);
        call.reply().array(call.request().size() - 2);
        for (int i = 2; i < call.request().size(); i++) {
            replyField(call, hash, i);
        }
    }

    private static void all(Call call, boolean fields, boolean values) {
        HashValue hash = forRead(call);
        int size = hash == null ? 0 : (int) hash.size();
        if (fields && values) {
            call.reply().map(size);
        } else {
            call.reply().array(size);
        }
        if (hash == null) {
            return;
        }
        ElementView field = call.server().values().element();
        ElementView value = call.server().values().otherElement();
        hash.rewind();
        while (hash.next(field, value)) {
            if (fields) {
                Elements.reply(call.reply(), field);
            }
            if (values) {
                Elements.reply(call.reply(), value);
            }
        }
    }

    private static void hdel(Call call) {
        Request request = call.request();
        Entry entry = Lookup.forWrite(call, 1, ValueType.HASH);
        if (entry == null) {
            call.reply().integer(0);
            return;
        }
        HashValue hash = call.server().values().hash();
        hash.attach(entry);
        int deleted = 0;
        for (int i = 2; i < request.size() && !hash.isEmpty(); i++) {
            if (hash.remove(request.address(i), request.length(i))) {
                deleted++;
            }
        }
        if (deleted > 0) {
            call.shrunk(entry, hash.isEmpty(), KeyEvent.HDEL);
        }
        call.reply().integer(deleted);
    }

    private static void hlen(Call call) {
        HashValue hash = forRead(call);
        call.reply().integer(hash == null ? 0 : hash.size());
    }

    private static void hstrlen(Call call) {
        HashValue hash = forRead(call);
        ElementView value = call.server().values().element();
        boolean found = hash != null
                && hash.get(call.request().address(2), call.request().length(2), value);
        call.reply().integer(found ? value.textLength() : 0);
    }

    private static void hexists(Call call) {
        HashValue hash = forRead(call);
        boolean found = hash != null
                && hash.contains(call.request().address(2), call.request().length(2));
        call.reply().integer(found ? 1 : 0);
    }

    private static void hincrby(Call call) {
        Request request = call.request();
        long increment = Arguments.integer(request, 3);
        HashValue there = forRead(call);
        ElementView value = call.server().values().element();
        boolean found = there != null && there.get(request.address(2), request.length(2), value);
        long before = found ? integer(value) : 0;
        long after = before + increment;
        if (((before ^ after) & (increment ^ after)) < 0) {
            throw new CommandException("ERR increment or decrement would overflow");
        }
        store(call, Words.of(after), KeyEvent.HINCRBY);
        call.reply().integer(after);
    }

    private static long integer(ElementView value) {
        if (value.isInteger()) {
            return value.value();
        }
        if (!LongText.isLong(value.address(), value.length())) {
            throw new CommandException("ERR hash value is not an integer");
        }
        return LongText.parse(value.address(), value.length());
    }

    private static void hincrbyfloat(Call call) {
        Request request = call.request();
        BigDecimal increment = Increments.decimal(request, 3, "ERR value is NaN or Infinity");
        HashValue there = forRead(call);
        ElementView value = call.server().values().element();
        boolean found = there != null && there.get(request.address(2), request.length(2), value);
        byte[] text = Increments.sum(found ? decimal(value) : BigDecimal.ZERO, increment);
        store(call, text, KeyEvent.HINCRBYFLOAT);
        call.propagateInstead(HSET_WORD, request.bytes(1), request.bytes(2), text);
        call.reply().bulk(text);
    }

    private static BigDecimal decimal(ElementView value) {
        BigDecimal decimal = value.isInteger()
                ? BigDecimal.valueOf(value.value())
                : ExtendedDecimal.parse(value.address(), value.length());
        if (decimal == null) {
            throw new CommandException("ERR hash value is not a float");
        }
        return decimal;
    }

    /** Gives the field in argument 2 a value made here. */
    private static void store(Call call, byte[] text, KeyEvent event) {
        Entry entry = forWrite(call);
        Request value = Request.of(text);
        try {
            call.server()
                    .values()
                    .hash()
                    .put(call.request().address(2), call.request().length(2), value.address(0), value.length(0));
        } finally {
            value.release();
        }
        call.changed(entry, event);
    }

    /** {@code HRANDFIELD key [count [WITHVALUES]]}: a negative count may show a field more than once. */
    private static void hrandfield(Call call) {
        Request request = call.request();
        if (request.size() == 2) {
            randomOne(call, forRead(call));
            return;
        }
        long count = Arguments.randomCount(request, 2);
        boolean withValues = request.size() == 4 && request.is(3, "withvalues");
        if (request.size() > 4 || (request.size() == 4 && !withValues)) {
            throw Arguments.syntax();
        }
        if (withValues && count > Long.MAX_VALUE / 2) {
            throw new CommandException("ERR value is out of range");
        }
        HashValue hash = forRead(call);
        if (hash == null || count == 0) {
            call.reply().array(0);
        } else {
            randomMany(call, hash, count, withValues);
        }
    }

    private static void randomOne(Call call, @Nullable HashValue hash) {
        if (hash == null) {
            call.reply().nil();
            return;
        }
        hash.random(call.server().values().element(), call.server().values().otherElement());
        Elements.reply(call.reply(), call.server().values().element());
    }

    private static void randomMany(Call call, HashValue hash, long count, boolean withValues) {
        ReplyWriter reply = call.reply();
        boolean pairs = withValues && reply.protocol() == 3;
        long shown = count < 0 ? -count : Math.min(count, hash.size());
        reply.array((int) (withValues && !pairs ? shown * 2 : shown));
        if (count > 0) {
            hash.sample(shown, (field, value) -> show(reply, field, value, withValues, pairs));
            return;
        }
        ElementView field = call.server().values().element();
        ElementView value = call.server().values().otherElement();
        for (long i = 0; i < shown; i++) {
            hash.random(field, value);
            show(reply, field, value, withValues, pairs);
        }
    }

    private static void show(ReplyWriter reply, ElementView field, ElementView value, boolean withValue, boolean pair) {
        if (pair) {
            reply.array(2);
        }
        Elements.reply(reply, field);
        if (withValue) {
            Elements.reply(reply, value);
        }
    }

    private static void hscan(Call call) {
        long cursor = ScanOptions.cursor(call.request(), 2);
        HashValue hash = forRead(call);
        if (hash == null) {
            ScanOptions.reply(call.reply(), 0, List.of());
            return;
        }
        ScanOptions options = ScanOptions.parse(call.request(), 3, false);
        List<byte[]> found = new ArrayList<>();
        LongUnaryOperator step = from -> hash.scan(from, (field, value) -> {
            byte[] name = field.toByteArray();
            if (options.matches(name)) {
                found.add(name);
                found.add(value.toByteArray());
            }
        });
        options.scan(call.reply(), cursor, 2, found, step);
    }
}
