package org.backstay.redis.command;

import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;

/**
 * One step of BITFIELD.
 *
 * @param kind what it does
 * @param signed whether the field is a signed integer
 * @param width bits of the field: 1 to 64, or to 63 if it is unsigned
 * @param offset the field's first bit
 * @param operand what is set or added
 * @param overflow what happens to a result that does not fit
 */
record BitfieldOperation(Kind kind, boolean signed, int width, long offset, long operand, Overflow overflow) {
    enum Kind {
        GET,
        SET,
        INCRBY
    }

    enum Overflow {
        WRAP,
        SAT,
        FAIL
    }

    private static final String BAD_TYPE =
            "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.";

    /** Reads a step whose first word is at an argument. */
    static BitfieldOperation parse(Call call, int at, Kind kind, Overflow overflow) {
        Request request = call.request();
        String type = request.text(at + 1);
        boolean signed = type.startsWith("i");
        if (!signed && !type.startsWith("u")) {
            throw new CommandException(BAD_TYPE);
        }
        int width = width(type.substring(1), signed ? Long.SIZE : Long.SIZE - 1);
        long offset = BitmapCommands.offset(call, at + 2, width);
        long operand = kind == Kind.GET ? 0 : Arguments.integer(request, at + 3);
        return new BitfieldOperation(kind, signed, width, offset, operand, overflow);
    }

    private static int width(String digits, int most) {
        boolean plain = digits.length() == 1 || digits.length() == 2;
        for (int i = 0; plain && i < digits.length(); i++) {
            plain = digits.charAt(i) >= (i == 0 ? '1' : '0') && digits.charAt(i) <= '9';
        }
        if (!plain || Integer.parseInt(digits) > most) {
            throw new CommandException(BAD_TYPE);
        }
        return Integer.parseInt(digits);
    }

    /** How many arguments the step has. */
    int words() {
        return kind == Kind.GET ? 3 : 4;
    }

    /** The last bit of the field. */
    long lastBit() {
        return offset + width - 1;
    }

    /** A field's bits as the number that they stand for. */
    long number(long bits) {
        int unused = Long.SIZE - width;
        return signed ? bits << unused >> unused : bits;
    }

    private long greatest() {
        int bits = signed ? width - 1 : width;
        return (1L << bits) - 1; // of 63 bits: the greatest of all
    }

    private long least() {
        return signed ? -greatest() - 1 : 0;
    }

    /** -1 or 1 if what comes of a field's number lies below or above what the field can hold, else 0. */
    int overflowOf(long before) {
        if (kind == Kind.INCRBY) {
            long sum = before + operand;
            boolean beyondLong = ((before ^ sum) & (operand ^ sum)) < 0;
            return beyondLong ? Long.signum(operand) : overflow(sum);
        }
        // A negative number set in an unsigned field is a very large one.
        return !signed && operand < 0 ? 1 : overflow(operand);
    }

    private int overflow(long number) {
        return number > greatest() ? 1 : number < least() ? -1 : 0;
    }

    /** What the field holds afterwards, given what {@link #overflowOf} says. */
    long after(long before, int overflowed) {
        if (overflowed != 0 && overflow == Overflow.SAT) {
            return overflowed > 0 ? greatest() : least();
        }
        long whole = kind == Kind.INCRBY ? before + operand : operand;
        return overflowed == 0 ? whole : number(whole & -1L >>> (Long.SIZE - width));
    }
}
