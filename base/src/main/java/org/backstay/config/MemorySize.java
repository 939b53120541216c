package org.backstay.config;

import java.util.List;
import java.util.Locale;

/** Amounts of memory as redis.conf writes them: {@code 1k} is 1000 bytes, {@code 1kb} is 1024, and so on for m and g. */
public final class MemorySize {
    private static final List<String> UNITS = List.of("", "kb", "mb", "gb");

    private static final long TOO_LARGE = -1;

    private MemorySize() {}

    /**
     * Bytes; no digits are 0. What is too large for a long is negative, so that it is out of every range.
     *
     * @throws IllegalArgumentException when the text is no amount, with the original's words
     */
    public static long parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        long unit = unit(text.substring(digits).toLowerCase(Locale.ROOT));
        long number = number(text.substring(0, digits));
        return number < 0 || number > Long.MAX_VALUE / unit ? TOO_LARGE : number * unit;
    }

    private static long number(String digits) {
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return TOO_LARGE;
        }
    }

    /** The text in the largest unit that leaves no remainder. */
    public static String format(long bytes) {
        if (bytes == 0) {
            return "0";
        }
        int power = Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.size() - 1);
        int shift = 10 * power;
        return (bytes >> shift) + UNITS.get(power);
    }

    private static long unit(String suffix) {
        return switch (suffix) {
            case "", "b" -> 1;
            case "k" -> 1_000;
            case "kb" -> 1L << 10;
            case "m" -> 1_000_000;
            case "mb" -> 1L << 20;
            case "g" -> 1_000_000_000;
            case "gb" -> 1L << 30;
            default -> throw new IllegalArgumentException("argument must be a memory value");
        };
    }
}
