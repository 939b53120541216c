package org.backstay.redis.info;

import java.util.Locale;

/**
 * One section of INFO.
 *
 * @param name as the client asks for it, with the original's capitals
 * @param standard whether INFO without arguments shows it
 * @param body writes its lines
 */
public record InfoSection(String name, boolean standard, Body body) {
    /** Writes the lines of a section. */
    @FunctionalInterface
    public interface Body {
        /** Writes all lines. */
        void write(Lines to);
    }

    /** The lines of a section while they are written. */
    public static final class Lines {
        private final StringBuilder text;

        Lines(StringBuilder text) {
            this.text = text;
        }

        /** Adds {@code field:value}. */
        public Lines add(String field, Object value) {
            text.append(field).append(':').append(value).append("\r\n");
            return this;
        }

        /** Adds {@code field:1} or {@code field:0}. */
        public Lines flag(String field, boolean value) {
            return add(field, value ? 1 : 0);
        }

        /** Adds a number of bytes, and once more as {@code field_human} for people. */
        public Lines size(String field, long bytes) {
            return add(field, bytes).add(field + "_human", human(bytes));
        }

        private static String human(long bytes) {
            String[] units = {"B", "K", "M", "G", "T", "P"};
            double value = bytes;
            int unit = 0;
            while (value >= 1024 && unit < units.length - 1) {
                value /= 1024;
                unit++;
            }
            return unit == 0 ? bytes + "B" : String.format(Locale.ROOT, "%.2f%s", value, units[unit]);
        }

        /** Adds a number with two decimals. */
        public Lines decimal(String field, double value) {
            return add(field, String.format(Locale.ROOT, "%.2f", value));
        }
    }
}
