package org.backstay.redis.command;

import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** The ways in which SET, GETEX and EXPIRE say when a key's time is over: in seconds or milliseconds, from now or since the epoch. */
enum ExpiryOption {
    EX(1_000, true),
    PX(1, true),
    EXAT(1_000, false),
    PXAT(1, false);

    private final long unitMillis;
    private final boolean fromNow;

    ExpiryOption(long unitMillis, boolean fromNow) {
        this.unitMillis = unitMillis;
        this.fromNow = fromNow;
    }

    /** The option that an argument names, or null. */
    static @Nullable ExpiryOption named(Request request, int i) {
        if (request.is(i, "ex")) {
            return EX;
        }
        if (request.is(i, "px")) {
            return PX;
        }
        if (request.is(i, "exat")) {
            return EXAT;
        }
        return request.is(i, "pxat") ? PXAT : null;
    }

    /** Milliseconds since the epoch for a value that must be positive, or the command's error. */
    long positiveMillis(Request request, int i, long now, String command) {
        long value = Arguments.integer(request, i);
        if (value <= 0) {
            throw invalid(command);
        }
        return millis(value, now, command);
    }

    /** Milliseconds since the epoch for any value that does not overflow, or the command's error. */
    long millis(long value, long now, String command) {
        try {
            long millis = Math.multiplyExact(value, unitMillis);
            return fromNow ? Math.addExact(millis, now) : millis;
        } catch (ArithmeticException e) {
            throw invalid(command);
        }
    }

    private static CommandException invalid(String command) {
        return new CommandException("ERR invalid expire time in '" + command + "' command");
    }
}
