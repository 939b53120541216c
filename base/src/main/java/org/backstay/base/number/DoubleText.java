package org.backstay.base.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.backstay.base.memory.NativeMemory;

/** Doubles as text, as the C library reads and prints them for Redis. Stateless, of any thread. */
public final class DoubleText {
    /** What {@code %.17g} asks for: enough that every double reads back the same. */
    private static final MathContext SEVENTEEN = new MathContext(17, RoundingMode.HALF_EVEN);

    /** {@code %g} shows an exponent from this one on, and below {@link #SMALLEST_PLAIN}. */
    private static final int FIRST_WITH_EXPONENT = 17;

    private static final int SMALLEST_PLAIN = -4;

    /** Half of the largest long, which rounds to 2 to the 62. */
    private static final double LARGEST_STORED_WHOLE = 0x1p62;

    /** More digits may not fit into a long. */
    private static final int LONG_DIGITS = 18;

    /** Whole numbers up to here are doubles. */
    private static final long LARGEST_EXACT = 1L << 53;

    /** Powers of ten that a double holds exactly. */
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private DoubleText() {}

    /**
     * A double with 17 significant digits, as C's {@code %.17g} prints it: without trailing zeros, with an exponent of two or more
     * digits when it is large or small; {@code inf}, {@code -inf} and {@code nan}. What RESP replies and sorted set scores show in 7.0.
     */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value > 0 ? "0" : "-0";
        }
        BigDecimal rounded = new BigDecimal(value).round(SEVENTEEN).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= SMALLEST_PLAIN && exponent < FIRST_WITH_EXPONENT) {
            return rounded.toPlainString();
        }
        return withExponent(rounded, exponent);
    }

    /**
     * A double as Redis keeps it in packed sorted sets and in RDB files: whole numbers up to 2 to the 62 with all their digits, all others
     * as {@link #format} does.
     */
    public static String formatStored(double value) {
        long whole = (long) value;
        boolean plain = whole == value && Math.abs(value) <= LARGEST_STORED_WHOLE && (whole != 0 || 1 / value > 0);
        return plain ? Long.toString(whole) : format(value);
    }

    private static String withExponent(BigDecimal value, int exponent) {
        String digits = value.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder(32);
        if (value.signum() < 0) {
            text.append('-');
        }
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return (size < 10 ? text.append('0') : text).append(size).toString();
    }

    /**
     * Whether the text is a double as strictly as Redis reads a score: decimal or hexadecimal, {@code inf} and {@code infinity} in
     * either case with a sign, no spaces, nothing behind it, and no {@code nan}.
     */
    public static boolean isDouble(long address, int length) {
        return !Double.isNaN(parse(address, length));
    }

    /** Reads a double; NaN for what is none (see {@link #isDouble}). */
    public static double parse(long address, int length) {
        if (length <= 0) {
            return Double.NaN;
        }
        double plain = parsePlain(address, length);
        if (!Double.isNaN(plain)) {
            return plain;
        }
        return parse(new String(NativeMemory.toArray(address, length), StandardCharsets.ISO_8859_1));
    }

    /**
     * Reads what most scores are: few digits, and at most one point among them. Digits and power of ten are exact, so that one division rounds
     * as the C library does. NaN for all else, which may be a double nevertheless. Allocates nothing.
     */
    private static double parsePlain(long address, int length) {
        boolean negative = NativeMemory.getByte(address) == '-';
        long number = 0;
        int significant = 0;
        int fraction = -1;
        for (int i = negative ? 1 : 0; i < length; i++) {
            int c = NativeMemory.getByte(address + i);
            if (c == '.' && fraction < 0) {
                fraction = 0;
                continue;
            }
            if (c < '0' || c > '9') {
                return Double.NaN;
            }
            number = number * 10 + c - '0';
            significant += number == 0 ? 0 : 1;
            fraction += fraction < 0 ? 0 : 1;
            if (significant > LONG_DIGITS || fraction >= EXACT_POWERS.length) {
                return Double.NaN;
            }
        }
        boolean empty = length == (negative ? 1 : 0) + (fraction < 0 ? 0 : 1) && fraction <= 0;
        if (empty || (fraction > 0 && number > LARGEST_EXACT)) {
            return Double.NaN;
        }
        double size = fraction <= 0 ? number : number / EXACT_POWERS[fraction];
        return negative ? -size : size;
    }

    /** Reads a double from text; NaN for what is none (see {@link #isDouble}). */
    public static double parse(String text) {
        if (text.isEmpty()) {
            return Double.NaN;
        }
        int from = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        String unsigned = text.substring(from).toLowerCase(Locale.ROOT);
        double size;
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            size = Double.POSITIVE_INFINITY;
        } else if (unsigned.startsWith("0x")) {
            size = hexadecimal(unsigned);
        } else {
            size = isDecimal(unsigned) ? Double.parseDouble(unsigned) : Double.NaN;
        }
        if ((Double.isInfinite(size) && !unsigned.startsWith("inf")) || (size == 0 && !isZero(unsigned))) {
            return Double.NaN; // too large or too small for a double: the C library reports a range error
        }
        return text.charAt(0) == '-' ? -size : size;
    }

    /** Whether there is no digit but 0 before the exponent. */
    private static boolean isZero(String text) {
        boolean hexadecimal = text.startsWith("0x");
        int exponent = text.indexOf(hexadecimal ? 'p' : 'e');
        String digits = text.substring(hexadecimal ? 2 : 0, exponent < 0 ? text.length() : exponent);
        return digits.chars().allMatch(c -> c == '0' || c == '.');
    }

    /** C may leave out the exponent that Java wants. */
    private static double hexadecimal(String text) {
        if (!text.matches("0x([0-9a-f]+\\.?[0-9a-f]*|\\.[0-9a-f]+)(p[-+]?[0-9]+)?")) {
            return Double.NaN;
        }
        return Double.parseDouble(text.indexOf('p') < 0 ? text + "p0" : text);
    }

    /** Digits with at most one point and an exponent; Java's own reader takes more than that. */
    private static boolean isDecimal(String text) {
        int i = 0;
        int digits = 0;
        boolean point = false;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0 || i == text.length()) {
            return digits > 0;
        }
        return text.charAt(i) == 'e' && isExponent(text, i + 1);
    }

    private static boolean isExponent(String text, int from) {
        int i = from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+') ? from + 1 : from;
        if (i == text.length()) {
            return false;
        }
        for (; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
