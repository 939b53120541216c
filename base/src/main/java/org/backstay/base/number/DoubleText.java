package org.backstay.base.number;

/** Doubles as text, as the C library reads and prints them for Redis. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class DoubleText {
    private DoubleText() {}

    /**
     * A double with 17 significant digits, as C's {@code %.17g} prints it; whole numbers that a long holds exactly without a fraction;
     * {@code inf}, {@code -inf} and {@code nan}. What RESP replies and sorted set scores show in 7.0.
     */
    public static String format(double value) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a double as strictly as Redis reads a score: decimal or hexadecimal, {@code inf} and {@code infinity} in either case with
     * a sign, no spaces, nothing behind it.
     *
     * @return whether it is a double; {@code nan} is none. Then {@link #parse} gives it
     */
    public static boolean isDouble(long address, int length) {
        throw new UnsupportedOperationException();
    }

    /** Reads a double; NaN for what is none. */
    public static double parse(long address, int length) {
        throw new UnsupportedOperationException();
    }

    /** Reads a double from text; NaN for what is none. */
    public static double parse(String text) {
        throw new UnsupportedOperationException();
    }
}
