package org.backstay.keyspace.types.packed;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.putByte;

import java.nio.charset.StandardCharsets;
import org.backstay.base.number.LongText;

/**
 * A sorted set's score as packed encodings keep it: an integer where it is one, else the shortest decimal text that reads back as the
 * same double. Decimal fractions of up to 15 digits, which is what people score by, are written and read without allocating.
 */
public final class ScoreText {
    /** The most bytes that {@link #write} writes. */
    public static final int MAX_LENGTH = 32;

    private static final long EXACT_LIMIT = 1L << 53;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    /** Enough for prices, coordinates and times of day; further digits go the general way. */
    private static final int MAX_QUICK_DECIMALS = 9;

    private ScoreText() {}

    /** Whether a score is kept as an integer: in the half of the 64-bit range in which Redis does so. */
    public static boolean isInteger(double score) {
        return score >= -0x1p62 && score <= 0x1p62 && score == (long) score;
    }

    /** Writes the text of a score that is not {@link #isInteger} and not NaN; returns its length, at most {@link #MAX_LENGTH}. */
    public static int write(double score, long target) {
        if (Double.isInfinite(score)) {
            return writeAscii(score > 0 ? "inf" : "-inf", target);
        }
        double magnitude = Math.abs(score);
        for (int decimals = 1; decimals <= MAX_QUICK_DECIMALS; decimals++) {
            double scaled = Math.rint(magnitude * POWERS_OF_TEN[decimals]);
            if (scaled >= EXACT_LIMIT) {
                break;
            }
            if (scaled / POWERS_OF_TEN[decimals] == magnitude) {
                return writeFixed((long) scaled, decimals, score < 0, target);
            }
        }
        return writeAscii(Double.toString(score), target);
    }

    private static int writeFixed(long digits, int decimals, boolean negative, long target) {
        long at = target;
        if (negative) {
            putByte(at++, (byte) '-');
        }
        long unit = (long) POWERS_OF_TEN[decimals];
        at += LongText.format(at, digits / unit);
        putByte(at, (byte) '.');
        long fraction = digits % unit;
        for (int i = decimals; i > 0; i--, fraction /= 10) {
            putByte(at + i, (byte) ('0' + fraction % 10));
        }
        return (int) (at + 1 + decimals - target);
    }

    private static int writeAscii(String text, long target) {
        for (int i = 0; i < text.length(); i++) {
            putByte(target + i, (byte) text.charAt(i));
        }
        return text.length();
    }

    /** The score that an element of a packed sorted set stands for; NaN if it is no number. */
    public static double parse(ElementView element) {
        return element.isInteger() ? element.value() : parse(element.address(), element.length());
    }

    /** Reads a decimal text, "inf" or "-inf"; NaN if it is anything else. */
    public static double parse(long address, int length) {
        boolean negative = length > 0 && getByte(address) == '-';
        long digits = 0;
        int decimals = 0;
        boolean point = false;
        for (int i = negative ? 1 : 0; i < length; i++) {
            byte c = getByte(address + i);
            if (c == '.' && !point) {
                point = true;
                continue;
            }
            if (c < '0' || c > '9' || digits >= EXACT_LIMIT / 10) {
                return parseAnything(address, length);
            }
            digits = digits * 10 + (c - '0');
            decimals += point ? 1 : 0;
        }
        if (decimals >= POWERS_OF_TEN.length || length <= decimals + 1) {
            return parseAnything(address, length);
        }
        // Both are exact and division rounds once: the nearest double, as strtod gives it.
        double magnitude = digits / POWERS_OF_TEN[decimals];
        return negative ? -magnitude : magnitude;
    }

    private static double parseAnything(long address, int length) {
        if (length == 0 || length > 128) {
            return Double.NaN;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = getByte(address + i);
            if ("+-.0123456789eEinf".indexOf(bytes[i]) < 0) {
                return Double.NaN;
            }
        }
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return switch (text) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> parseDecimal(text);
        };
    }

    private static double parseDecimal(String text) {
        char last = text.charAt(text.length() - 1);
        if (last != '.' && (last < '0' || last > '9')) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
