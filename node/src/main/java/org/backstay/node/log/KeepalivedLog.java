package org.backstay.node.log;

import org.backstay.node.Clock;
import org.backstay.node.Log;
import org.backstay.node.linux.Syslog;
import org.jspecify.annotations.Nullable;

/**
 * The line format of keepalived on a console or in a file, {@code weekday month day time year: message}, and the same messages to the
 * machine's log.
 *
 * <p>Called by the loop and by workers; one line at a time.
 */
public final class KeepalivedLog implements Log {
    private final Clock clock;
    private final @Nullable LineOutput output;
    private final @Nullable Syslog syslog;
    private final Level least;
    private final LineBuilder builder = new LineBuilder();

    /**
     * A log.
     *
     * @param output a console or file; null for none
     * @param syslog the machine's log; null for none
     * @param detail whether everything is written: {@code -D}
     */
    public KeepalivedLog(Clock clock, @Nullable LineOutput output, @Nullable Syslog syslog, boolean detail) {
        this.clock = clock;
        this.output = output;
        this.syslog = syslog;
        this.least = detail ? Level.VERBOSE : Level.NOTICE;
    }

    @Override
    public boolean enabled(Level level) {
        return level.compareTo(least) >= 0;
    }

    @Override
    public synchronized void log(Level level, String line) {
        if (!enabled(level)) {
            return;
        }
        if (syslog != null) {
            syslog.send(level == Level.WARNING, line);
        }
        if (output != null) {
            output.write(
                    builder.at(clock.millis()).calendar().add(": ").add(line).line());
        }
    }
}
