package org.backstay.base.number;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The long doubles of INCRBYFLOAT and HINCRBYFLOAT: 64 bits of fraction, as on x86-64, printed with 17 digits after the point and
 * without trailing zeros.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class ExtendedDecimal {
    private ExtendedDecimal() {}

    /** Reads a number as the C library's {@code strtold} does, rounded to 64 bits; null for what is none, for infinity and NaN. */
    public static @Nullable BigDecimal parse(long address, int length) {
        throw new UnsupportedOperationException();
    }

    /** The sum rounded to 64 bits; null when it overflows to infinity. */
    public static @Nullable BigDecimal add(BigDecimal a, BigDecimal b) {
        throw new UnsupportedOperationException();
    }

    /** The text that Redis stores and replies: up to 17 digits after the point, trailing zeros dropped, never an exponent. */
    public static String format(BigDecimal value) {
        throw new UnsupportedOperationException();
    }
}
