package org.backstay.node.log;

import org.backstay.node.Clock;
import org.backstay.node.Log;

/**
 * The line format of redis-server and redis-sentinel: {@code pid:role day month year time level message}.
 *
 * <p>Called by the loop and by workers; one line at a time.
 */
public final class RedisLog implements Log {
    /** Who writes the line; the letters are the original's. */
    public enum Role {
        /** A master. */
        MASTER('M'),
        /** A replica. */
        REPLICA('S'),
        /** A sentinel. */
        SENTINEL('X'),
        /** Work beside the loop: a snapshot, a rewrite of the log. */
        CHILD('C');

        private final char letter;

        Role(char letter) {
            this.letter = letter;
        }
    }

    private final long pid;
    private final Clock clock;
    private LineOutput output;
    private Role role;
    private Level least;
    private final LineBuilder builder = new LineBuilder();

    /**
     * A log that begins at {@link Log.Level#NOTICE}, the original's default.
     *
     * @param pid this process's number
     */
    public RedisLog(long pid, Role role, Clock clock, LineOutput output) {
        this.pid = pid;
        this.role = role;
        this.clock = clock;
        this.output = output;
        this.least = Level.NOTICE;
    }

    /** From the next line on, the role's letter. */
    public synchronized void role(Role now) {
        role = now;
    }

    /** From the next line on, the least level written: redis.conf's {@code loglevel}. */
    public synchronized void least(Level level) {
        least = level;
    }

    /** From the next line on, where lines go: redis.conf's {@code logfile}. */
    public synchronized void output(LineOutput other) {
        output = other;
    }

    /** The least level written. */
    public synchronized Level least() {
        return least;
    }

    @Override
    public synchronized boolean enabled(Level level) {
        return level.compareTo(least) >= 0;
    }

    @Override
    public synchronized void log(Level level, String line) {
        if (enabled(level)) {
            output.write(builder.at(clock.millis())
                    .add(pid)
                    .add(':')
                    .add(role.letter)
                    .add(' ')
                    .dayMonthYear()
                    .add(' ')
                    .time()
                    .add(' ')
                    .add(letter(level))
                    .add(' ')
                    .add(line)
                    .line());
        }
    }

    private static char letter(Level level) {
        return switch (level) {
            case DEBUG -> '.';
            case VERBOSE -> '-';
            case NOTICE -> '*';
            case WARNING -> '#';
        };
    }
}
