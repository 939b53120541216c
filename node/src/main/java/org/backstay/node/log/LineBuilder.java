package org.backstay.node.log;

import java.nio.charset.StandardCharsets;
import java.util.TimeZone;

/**
 * Writes a log line's time in the machine's zone. Done by hand, because the JDK's formatters cost more at start-up than
 * everything else a program does before it is ready.
 */
final class LineBuilder {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    /** From the first day of 1970 on. */
    private static final String[] WEEKDAYS = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};

    private static final long MILLIS_PER_DAY = 86_400_000;

    private final TimeZone zone = TimeZone.getDefault();
    private final StringBuilder text = new StringBuilder(160);
    private int year;
    private int month;
    private int day;
    private int weekday;
    private int millisOfDay;

    LineBuilder at(long epochMillis) {
        text.setLength(0);
        long local = epochMillis + zone.getOffset(epochMillis);
        millisOfDay = (int) Math.floorMod(local, MILLIS_PER_DAY);
        long epochDay = Math.floorDiv(local, MILLIS_PER_DAY);
        weekday = (int) Math.floorMod(epochDay, (long) WEEKDAYS.length);
        civil(epochDay);
        return this;
    }

    /** Days since 1970-01-01 to a date of the Gregorian calendar, by eras of 400 years that begin in March. */
    private void civil(long epochDay) {
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) Math.floorMod(shifted, 146_097L);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    }

    LineBuilder add(String part) {
        text.append(part);
        return this;
    }

    LineBuilder add(char part) {
        text.append(part);
        return this;
    }

    LineBuilder add(long part) {
        text.append(part);
        return this;
    }

    /** {@code 01 Jan 2026}. */
    LineBuilder dayMonthYear() {
        return digits(day, 2).add(' ').add(MONTHS[month - 1]).add(' ').digits(year, 4);
    }

    /** {@code 2026-01-01}. */
    LineBuilder yearMonthDay() {
        return digits(year, 4).add('-').digits(month, 2).add('-').digits(day, 2);
    }

    /** {@code Thu Jan  1 10:00:00 1970}, as ctime(3) writes it. */
    LineBuilder calendar() {
        add(WEEKDAYS[weekday])
                .add(' ')
                .add(MONTHS[month - 1])
                .add(day < 10 ? "  " : " ")
                .add(day)
                .add(' ');
        return seconds().add(' ').digits(year, 4);
    }

    /** {@code 10:00:00.123}. */
    LineBuilder time() {
        return seconds().add('.').digits(millisOfDay % 1_000, 3);
    }

    private LineBuilder seconds() {
        return digits(millisOfDay / 3_600_000, 2)
                .add(':')
                .digits(millisOfDay / 60_000 % 60, 2)
                .add(':')
                .digits(millisOfDay / 1_000 % 60, 2);
    }

    private LineBuilder digits(int value, int width) {
        String plain = Integer.toString(value);
        for (int i = plain.length(); i < width; i++) {
            text.append('0');
        }
        text.append(plain);
        return this;
    }

    byte[] line() {
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
