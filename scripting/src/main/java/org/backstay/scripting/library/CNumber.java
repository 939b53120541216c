package org.backstay.scripting.library;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A number as C's {@code strtod} reads it: decimal, hexadecimal, infinity or not a number.
 *
 * @param value the number
 * @param end the place of the first byte that is not of it
 */
record CNumber(double value, int end) {
    /** Reads the longest number at a place; null when there is none. */
    static @Nullable CNumber parse(byte[] text, int from) {
        int at = from;
        boolean negative = peek(text, at) == '-';
        if (negative || peek(text, at) == '+') {
            at++;
        }
        double sign = negative ? -1.0 : 1.0;
        if (isWord(text, at, "inf")) {
            return new CNumber(sign * Double.POSITIVE_INFINITY, at + (isWord(text, at, "infinity") ? 8 : 3));
        }
        if (isWord(text, at, "nan")) {
            return new CNumber(Double.NaN, at + 3);
        }
        if (peek(text, at) == '0' && (peek(text, at + 1) | 0x20) == 'x') {
            CNumber hexadecimal = digits(text, at + 2, 16, sign);
            return hexadecimal == null ? new CNumber(sign * 0, at + 1) : hexadecimal;
        }
        return digits(text, at, 10, sign);
    }

    static boolean isWord(byte[] text, int at, String word) {
        return at + word.length() <= text.length
                && new String(text, at, word.length(), StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT)
                        .equals(word);
    }

    private static int peek(byte[] text, int i) {
        return i < text.length ? text[i] & 0xff : 0;
    }

    private static int skipDigits(byte[] text, int from, int radix) {
        int at = from;
        while (peek(text, at) < 128 && Character.digit(peek(text, at), radix) >= 0) {
            at++;
        }
        return at;
    }

    private static @Nullable CNumber digits(byte[] text, int from, int radix, double sign) {
        int whole = skipDigits(text, from, radix);
        int end = whole;
        int count = whole - from;
        if (peek(text, whole) == '.') {
            int fraction = skipDigits(text, whole + 1, radix);
            count += fraction - whole - 1;
            end = fraction;
        }
        if (count == 0) {
            return null;
        }
        String digits = new String(text, from, end - from, StandardCharsets.US_ASCII);
        int exponentEnd = exponentEnd(text, end, radix == 16 ? 'p' : 'e');
        String exponent = new String(text, end, exponentEnd - end, StandardCharsets.US_ASCII);
        double value = radix == 10
                ? Double.parseDouble(digits + exponent)
                : Double.parseDouble("0x" + digits + (exponent.isEmpty() ? "p0" : exponent));
        return new CNumber(sign * value, exponentEnd);
    }

    /** Where the exponent ends; at its beginning when it has no digits. */
    private static int exponentEnd(byte[] text, int from, char letter) {
        if ((peek(text, from) | 0x20) != letter) {
            return from;
        }
        int at = from + 1;
        if (peek(text, at) == '-' || peek(text, at) == '+') {
            at++;
        }
        int end = skipDigits(text, at, 10);
        return end == at ? from : end;
    }
}
