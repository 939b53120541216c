package org.backstay.redis.command;

import java.math.BigDecimal;
import org.backstay.base.number.ExtendedDecimal;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.resp.Request;

/** The arithmetic that INCRBYFLOAT and HINCRBYFLOAT share. Called on the server's loop. */
final class Increments {
    static final String NOT_FINITE = "ERR increment would produce NaN or Infinity";

    private Increments() {}

    /** The increment in an argument; each command has its own error for an infinite one. */
    static BigDecimal decimal(Request request, int argument, String infiniteError) {
        long address = request.address(argument);
        int length = request.length(argument);
        BigDecimal increment = ExtendedDecimal.parse(address, length);
        if (increment == null) {
            boolean infinite = ExtendedDecimal.isInfinite(address, length);
            throw new CommandException(infinite ? infiniteError : ErrorReplies.NOT_A_FLOAT);
        }
        return increment;
    }

    /** The sum as it is stored and replied. */
    static byte[] sum(BigDecimal before, BigDecimal increment) {
        BigDecimal after = ExtendedDecimal.add(before, increment);
        if (after == null) {
            throw new CommandException(NOT_FINITE);
        }
        return Words.of(ExtendedDecimal.format(after));
    }
}
