package org.backstay.redis.command;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.number.DoubleText;
import org.backstay.base.number.ExtendedDecimal;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.resp.Request;

/** Reads arguments that must have a certain form, or answers with the original's error. Stateless. */
final class Arguments {
    /** Some centuries: as good as for ever. */
    private static final double LONGEST_TIMEOUT_MILLIS = 1e13;

    /** Two to the 63. */
    private static final double TOO_LARGE_MILLIS = 0x1p63;

    private Arguments() {}

    /** A 64-bit integer. */
    static long integer(Request request, int i) {
        return integer(request, i, ErrorReplies.NOT_AN_INTEGER);
    }

    /** A 64-bit integer, or this error. */
    static long integer(Request request, int i, String error) {
        if (!request.parseLong(i)) {
            throw new CommandException(error);
        }
        return request.parsed();
    }

    /** An integer from {@code least} to {@code most}, or this error. */
    static long integer(Request request, int i, long least, long most, String error) {
        long value = integer(request, i, error);
        if (value < least || value > most) {
            throw new CommandException(error);
        }
        return value;
    }

    /** {@code [LIMIT limit]} as the last arguments, again and again as the original takes it; 0 and nothing set no limit. */
    static long limitFrom(Request request, int from) {
        long limit = 0;
        for (int i = from; i < request.size(); i += 2) {
            if (i + 1 == request.size() || !request.is(i, "limit")) {
                throw syntax();
            }
            limit = integer(request, i + 1, 0, Long.MAX_VALUE, "ERR LIMIT can't be negative");
        }
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    /**
     * A timeout in seconds, with a fraction; in milliseconds, 0 for none. The original reads a long double, and what is too large for a
     * long in milliseconds, infinity too, becomes negative there.
     */
    static long timeoutMillis(Request request, int i) {
        double seconds = DoubleText.parse(request.address(i), request.length(i));
        if (Double.isNaN(seconds)) {
            if (ExtendedDecimal.parse(request.address(i), request.length(i)) == null) {
                throw new CommandException("ERR timeout is not a float or out of range");
            }
            seconds = Double.POSITIVE_INFINITY;
        }
        double millis = Math.ceil(seconds * 1_000);
        if (millis < 0 || millis >= TOO_LARGE_MILLIS) {
            throw new CommandException("ERR timeout is negative");
        }
        return (long) Math.min(millis, LONGEST_TIMEOUT_MILLIS);
    }

    /** How many random elements are wanted: a negative count, with repeats, is bounded by what a reply can announce. */
    static long randomCount(Request request, int i) {
        long count = integer(request, i);
        if (count == Long.MIN_VALUE) {
            throw new CommandException(
                    "ERR value is out of range, value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);
        }
        if (count < -Integer.MAX_VALUE / 2) {
            throw new CommandException("ERR value is out of range");
        }
        return count;
    }

    /** A database's index. */
    static int database(Request request, int i, int databases) {
        long index = integer(request, i);
        if (index != (int) index) {
            throw new CommandException(
                    "ERR value is out of range, value must between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
        }
        if (index < 0 || index >= databases) {
            throw new CommandException("ERR DB index is out of range");
        }
        return (int) index;
    }

    /** An argument as errors of the original show it: up to its first zero byte. */
    static String shown(Request request, int i) {
        return ErrorReplies.untilZero(request.text(i));
    }

    /** A copy of an argument that can be kept. */
    static ByteString byteString(Request request, int i) {
        return ByteString.wrap(request.bytes(i));
    }

    /** The answer to arguments that do not fit the grammar. */
    static CommandException syntax() {
        return new CommandException(ErrorReplies.SYNTAX);
    }

    /** The answer to arguments that do not fit a subcommand's grammar. */
    static CommandException subcommandSyntax(Request request) {
        return new CommandException("ERR unknown subcommand or wrong number of arguments for '" + shown(request, 1)
                + "'. Try " + request.text(0).toUpperCase(Locale.ROOT) + " HELP.");
    }

    /** The answer to a number of arguments that does not fit. */
    static CommandException wrongNumber(String command) {
        return new CommandException("ERR wrong number of arguments for '" + command + "' command");
    }

    /** A text in which a character stands for a byte, as those bytes. */
    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
