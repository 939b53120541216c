package org.backstay.persistence.log;

import java.util.random.RandomGenerator;

/**
 * The name of one history of writes: 40 hexadecimal digits, as in Redis. Two logs with the same name hold the same bytes at the same
 * offsets.
 */
public final class ReplicationId {
    /** Characters of an id. */
    public static final int LENGTH = 40;

    /** What Redis shows where there is no id. */
    public static final String NONE = "0".repeat(LENGTH);

    private static final String DIGITS = "0123456789abcdef";

    private ReplicationId() {}

    /** A new name. */
    public static String generate(RandomGenerator random) {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return id.toString();
    }

    /** Whether a text has the form of an id. */
    public static boolean isValid(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
