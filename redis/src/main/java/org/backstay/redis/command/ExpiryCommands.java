package org.backstay.redis.command;

import static org.backstay.resp.command.GenericRows.EXPIRE;
import static org.backstay.resp.command.GenericRows.EXPIREAT;
import static org.backstay.resp.command.GenericRows.EXPIRETIME;
import static org.backstay.resp.command.GenericRows.PERSIST;
import static org.backstay.resp.command.GenericRows.PEXPIRE;
import static org.backstay.resp.command.GenericRows.PEXPIREAT;
import static org.backstay.resp.command.GenericRows.PEXPIRETIME;
import static org.backstay.resp.command.GenericRows.PTTL;
import static org.backstay.resp.command.GenericRows.TTL;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.KeyEvent;
import org.backstay.resp.Request;

/** When keys' time is over: EXPIRE, TTL, PERSIST and their relatives. */
public final class ExpiryCommands {
    private static final int NO_KEY = -2;
    private static final int NO_EXPIRY = -1;

    private ExpiryCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(EXPIRE, call -> expire(call, ExpiryOption.EX))
                .on(PEXPIRE, call -> expire(call, ExpiryOption.PX))
                .on(EXPIREAT, call -> expire(call, ExpiryOption.EXAT))
                .on(PEXPIREAT, call -> expire(call, ExpiryOption.PXAT))
                .on(TTL, call -> timeLeft(call, 1_000))
                .on(PTTL, call -> timeLeft(call, 1))
                .on(EXPIRETIME, call -> expireTime(call, 1_000))
                .on(PEXPIRETIME, call -> expireTime(call, 1))
                .on(PERSIST, ExpiryCommands::persist);
    }

    /** The conditions that may stand behind a time. */
    private record Condition(boolean onlyWithout, boolean onlyWith, boolean onlyLater, boolean onlySooner) {
        static Condition parse(Request request) {
            boolean nx = false;
            boolean xx = false;
            boolean gt = false;
            boolean lt = false;
            for (int i = 3; i < request.size(); i++) {
                if (request.is(i, "nx")) {
                    nx = true;
                } else if (request.is(i, "xx")) {
                    xx = true;
                } else if (request.is(i, "gt")) {
                    gt = true;
                } else if (request.is(i, "lt")) {
                    lt = true;
                } else {
                    throw new CommandException("ERR Unsupported option " + Arguments.shown(request, i));
                }
            }
            if (nx && (xx || gt || lt)) {
                throw new CommandException("ERR NX and XX, GT or LT options at the same time are not compatible");
            }
            if (gt && lt) {
                throw new CommandException("ERR GT and LT options at the same time are not compatible");
            }
            return new Condition(nx, xx, gt, lt);
        }

        /** Whether a key with this expiry may get that one; a key without one lives for ever. */
        boolean allows(long before, long after) {
            boolean has = before != Entry.NO_EXPIRE;
            return !(onlyWithout && has)
                    && !(onlyWith && !has)
                    && !(onlyLater && (!has || after <= before))
                    && !(onlySooner && has && after >= before);
        }
    }

    private static void expire(Call call, ExpiryOption unit) {
        Request request = call.request();
        Condition condition = Condition.parse(request);
        long value = Arguments.integer(request, 2);
        long expireAt = unit.millis(value, call.now(), call.command().spec().name());
        Entry entry = call.database().forWrite(request.address(1), request.length(1));
        if (entry == null || !condition.allows(entry.expireAt(), expireAt)) {
            call.reply().integer(0);
            return;
        }
        if (expireAt <= call.now() && call.server().keyspace().expiredKeys() == ExpiredKeys.DELETE) {
            call.delete(entry);
            call.propagateInstead(Words.DEL, request.bytes(1));
        } else {
            call.database().expireAt(entry, Math.max(expireAt, 0));
            call.tell(KeyEvent.EXPIRE, 1);
            call.propagateInstead(moment(request, expireAt));
        }
        call.reply().integer(1);
    }

    /** The command as one about a moment; its conditions stay. */
    private static byte[][] moment(Request request, long expireAt) {
        byte[][] words = Words.all(request);
        words[0] = Words.PEXPIREAT;
        words[2] = Words.of(expireAt);
        return words;
    }

    private static void timeLeft(Call call, long unitMillis) {
        Entry entry =
                call.database().peek(call.request().address(1), call.request().length(1));
        if (entry == null) {
            call.reply().integer(NO_KEY);
        } else if (!entry.hasExpire()) {
            call.reply().integer(NO_EXPIRY);
        } else {
            long millis = Math.max(entry.expireAt() - call.now(), 0);
            call.reply().integer((millis + unitMillis / 2) / unitMillis);
        }
    }

    private static void expireTime(Call call, long unitMillis) {
        Entry entry =
                call.database().peek(call.request().address(1), call.request().length(1));
        if (entry == null) {
            call.reply().integer(NO_KEY);
        } else {
            call.reply().integer(entry.hasExpire() ? (entry.expireAt() + unitMillis / 2) / unitMillis : NO_EXPIRY);
        }
    }

    private static void persist(Call call) {
        Entry entry = call.database()
                .forWrite(call.request().address(1), call.request().length(1));
        boolean persisted = entry != null && call.database().persist(entry);
        if (persisted) {
            call.tell(KeyEvent.PERSIST, 1);
        }
        call.reply().integer(persisted ? 1 : 0);
    }
}
