package org.backstay.base.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backstay.base.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of INCRBYFLOAT and HINCRBYFLOAT: x86-64's {@code long double} with 64 bits of fraction, read as {@code strtold} does and printed
 * with 17 digits after the point and without trailing zeros. Stateless, of any thread.
 *
 * <p>A long double is held as the decimal number that it stands for exactly. Numbers so small that a long double would have fewer bits
 * for them keep all 64: none of the 17 digits shows it.
 */
public final class ExtendedDecimal {
    private static final int BITS = 64;

    /** Longer texts are not read, as in the original. */
    private static final int LONGEST = 5 * 1024 - 1;

    /** The largest power of two that is too large: 2 to the 16384. */
    private static final BigDecimal TOO_LARGE = new BigDecimal(BigInteger.ONE.shiftLeft(16_384));

    /** Decimal exponents beyond these are infinite or zero whatever the digits are. */
    private static final int LARGEST_EXPONENT = 4_933;

    private static final int SMALLEST_EXPONENT = -4_951;
    private static final int DIGITS_AFTER_POINT = 17;

    private static final Pattern DECIMAL =
            Pattern.compile("([-+]?)([0-9]+\\.?[0-9]*|\\.[0-9]+)(?:e([-+]?[0-9]+))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern INFINITE = Pattern.compile("[-+]?inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEXADECIMAL =
            Pattern.compile("([-+]?)0x([0-9a-f]+)?(?:\\.([0-9a-f]*))?(?:p([-+]?[0-9]+))?", Pattern.CASE_INSENSITIVE);

    private ExtendedDecimal() {}

    /** Reads a number, rounded to 64 bits; null for what is none, for what is too large or too small, and for infinity. */
    public static @Nullable BigDecimal parse(long address, int length) {
        if (LongText.isLong(address, length)) {
            return BigDecimal.valueOf(LongText.parse(address, length));
        }
        return length <= 0 || length > LONGEST ? null : parse(text(address, length));
    }

    private static String text(long address, int length) {
        return new String(NativeMemory.toArray(address, length), StandardCharsets.ISO_8859_1);
    }

    /** Reads a number from text; see {@link #parse(long, int)}. */
    public static @Nullable BigDecimal parse(String text) {
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            return ofDecimal(decimal.group(1).equals("-"), decimal.group(2), decimal.group(3));
        }
        Matcher hexadecimal = HEXADECIMAL.matcher(text);
        return hexadecimal.matches() ? ofHexadecimal(hexadecimal) : null;
    }

    /** Whether the text means infinity: a number for the C library, but none that can be added to. */
    public static boolean isInfinite(long address, int length) {
        return length >= 3
                && length <= 9
                && INFINITE.matcher(text(address, length)).matches();
    }

    private static @Nullable BigDecimal ofDecimal(boolean negative, String digits, @Nullable String exponent) {
        BigDecimal mantissa = new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
        if (mantissa.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigInteger shift = exponent == null ? BigInteger.ZERO : new BigInteger(exponent);
        BigInteger magnitude = shift.add(BigInteger.valueOf((long) mantissa.precision() - mantissa.scale()));
        if (magnitude.compareTo(BigInteger.valueOf(LARGEST_EXPONENT)) > 0
                || magnitude.compareTo(BigInteger.valueOf(SMALLEST_EXPONENT)) < 0) {
            return null;
        }
        BigDecimal exact = mantissa.scaleByPowerOfTen(shift.intValueExact());
        return rounded(negative ? exact.negate() : exact);
    }

    private static @Nullable BigDecimal ofHexadecimal(Matcher parts) {
        String whole = parts.group(2) == null ? "" : parts.group(2);
        String fraction = parts.group(3) == null ? "" : parts.group(3);
        if (whole.isEmpty() && fraction.isEmpty()) {
            return null;
        }
        BigInteger digits = new BigInteger(whole + fraction, 16);
        if (digits.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigInteger shift = parts.group(4) == null ? BigInteger.ZERO : new BigInteger(parts.group(4));
        shift = shift.subtract(BigInteger.valueOf(4L * fraction.length()));
        if (shift.bitLength() > 16 || Math.abs(shift.intValue() + digits.bitLength()) > 16_400) {
            return null;
        }
        int by = shift.intValue();
        BigDecimal exact = by >= 0
                ? new BigDecimal(digits.shiftLeft(by))
                : new BigDecimal(digits).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-by)));
        return rounded(parts.group(1).equals("-") ? exact.negate() : exact);
    }

    /** Rounded; null when it is too large. */
    private static @Nullable BigDecimal rounded(BigDecimal exact) {
        BigDecimal value = toBits(exact);
        return value.abs().compareTo(TOO_LARGE) >= 0 ? null : value;
    }

    /** The nearest number with 64 significant bits; of two equally near ones, the even one. */
    private static BigDecimal toBits(BigDecimal exact) {
        if (exact.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigInteger top = exact.unscaledValue().abs();
        BigInteger bottom = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        if (exact.scale() < 0) {
            top = top.multiply(BigInteger.TEN.pow(-exact.scale()));
        }
        int shift = BITS + 2 - (top.bitLength() - bottom.bitLength());
        BigInteger[] parts = (shift >= 0 ? top.shiftLeft(shift) : top)
                .divideAndRemainder(shift >= 0 ? bottom : bottom.shiftLeft(-shift));
        BigInteger quotient = parts[0];
        int extra = quotient.bitLength() - BITS;
        BigInteger kept = quotient.shiftRight(extra);
        BigInteger lost = quotient.subtract(kept.shiftLeft(extra));
        int half = lost.compareTo(BigInteger.ONE.shiftLeft(extra - 1));
        boolean exactHalf = half == 0 && parts[1].signum() == 0;
        if (half > 0 || (half == 0 && !exactHalf) || (exactHalf && kept.testBit(0))) {
            kept = kept.add(BigInteger.ONE);
        }
        int exponent = extra - shift;
        BigDecimal value = exponent >= 0
                ? new BigDecimal(kept.shiftLeft(exponent))
                : new BigDecimal(kept).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
        return exact.signum() < 0 ? value.negate() : value;
    }

    /** The sum rounded to 64 bits; null when it is too large. */
    public static @Nullable BigDecimal add(BigDecimal a, BigDecimal b) {
        return rounded(a.add(b));
    }

    /** What Redis stores and replies: at most 17 digits after the point, no trailing zeros, never an exponent. */
    public static String format(BigDecimal value) {
        BigDecimal shown = value.setScale(DIGITS_AFTER_POINT, RoundingMode.HALF_EVEN);
        return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }
}
