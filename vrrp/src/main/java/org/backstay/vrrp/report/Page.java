package org.backstay.vrrp.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.backstay.vrrp.config.ScriptCommand;

/** A report as it is written: lines in the original's form. */
final class Page {
    private static final long SECOND = 1_000_000_000;
    private static final long MICROS = 1_000_000;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss.SSSSSS yyyy", Locale.ROOT);

    private final StringBuilder text = new StringBuilder();

    String text() {
        return text.toString();
    }

    void section(String title) {
        text.append("------< ").append(title).append(" >------\n");
    }

    void words(int indent, String words) {
        text.append(" ".repeat(indent)).append(words).append('\n');
    }

    void line(int indent, String name, Object value) {
        words(indent, name + " = " + value);
    }

    /** Each word of a command in quotes. */
    static String quoted(List<String> command) {
        return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    /** A program with the numbers of the user and group under which it runs. */
    static String script(ScriptCommand command, Snapshot of) {
        return quoted(command.command()) + ", " + user(command, of);
    }

    static String user(ScriptCommand command, Snapshot of) {
        return "uid:gid " + of.identities().apply(command);
    }

    /** As {@code 1700000000.123456 (Tue Nov 14 22:13:20.123456 2023)}, in the machine's time zone. */
    static String time(long micros) {
        Instant instant = Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1_000);
        return String.format("%d.%06d (%s)", micros / MICROS, micros % MICROS, DATE.format(zoned(instant)));
    }

    private static java.time.ZonedDateTime zoned(Instant instant) {
        return instant.atZone(ZoneId.systemDefault());
    }

    /** Whole seconds, as the original shows most times. */
    static long seconds(long nanos) {
        return nanos / SECOND;
    }

    static String yes(boolean is) {
        return is ? "yes" : "no";
    }
}
