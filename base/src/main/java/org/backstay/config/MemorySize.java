package org.backstay.config;

import java.util.Locale;

/** Amounts of memory as redis.conf writes them: {@code 1k} is 1000 bytes, {@code 1kb} is 1024, and so on for m and g. */
public final class MemorySize {
    private MemorySize() {}

    /** Bytes. @throws IllegalArgumentException when the text is no amount, with the original's words */
    public static long parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        long unit = unit(text.substring(digits).toLowerCase(Locale.ROOT));
        try {
            return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit);
        } catch (NumberFormatException | ArithmeticException e) {
            throw noAmount(e);
        }
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
            default -> throw noAmount(null);
        };
    }

    private static IllegalArgumentException noAmount(@org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException("argument must be a memory value", cause);
    }
}
