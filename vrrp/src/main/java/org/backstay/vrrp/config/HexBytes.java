package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in hexadecimal, words of one digit or of pairs of them; an {@code X} is a digit that does not matter.
 *
 * @param bytes 0 where a digit does not matter
 * @param mask the bits that matter
 */
record HexBytes(List<Byte> bytes, List<Byte> mask) {
    static final HexBytes NONE = new HexBytes(List.of(), List.of());

    private static final int MOST = 65_507;

    /** Reads all arguments; reported and {@link #NONE} when they make no sense. */
    static HexBytes read(Words words, String what, boolean anyDigit) {
        List<Byte> bytes = new ArrayList<>();
        List<Byte> mask = new ArrayList<>();
        for (int i = 1; i <= words.count(); i++) {
            String word = words.statement().argument(i);
            String digits = word.length() == 1 ? "0" + word : word;
            if (digits.length() % 2 != 0) {
                digits = digits.substring(0, digits.length() - 1) + "0" + digits.substring(digits.length() - 1);
            }
            for (int at = 0; at < digits.length() && bytes.size() < MOST; at += 2) {
                int high = digit(digits.charAt(at), anyDigit);
                int low = digit(digits.charAt(at + 1), anyDigit);
                if (high == INVALID || low == INVALID) {
                    words.fault("Invalid hex string for UDP_CHECK " + what);
                    return NONE;
                }
                bytes.add((byte) (Math.max(0, high) << 4 | Math.max(0, low)));
                mask.add((byte) ((high == ANY ? 0 : 0xf0) | (low == ANY ? 0 : 0xf)));
            }
        }
        if (bytes.isEmpty()) {
            words.fault("UDP_CHECK " + what + " requires a " + what);
        }
        return new HexBytes(List.copyOf(bytes), List.copyOf(mask));
    }

    private static final int INVALID = -2;
    private static final int ANY = -1;

    private static int digit(char c, boolean anyDigit) {
        if (anyDigit && (c == 'x' || c == 'X')) {
            return ANY;
        }
        int value = Character.digit(c, 16);
        return value < 0 ? INVALID : value;
    }
}
