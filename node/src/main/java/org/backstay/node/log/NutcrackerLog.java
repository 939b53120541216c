package org.backstay.node.log;

import org.backstay.node.Clock;
import org.backstay.node.Log;

/**
 * The line format of nutcracker: {@code [date time] file:line message}, with the file and line of the caller.
 *
 * <p>Called by several loops; one line at a time.
 */
public final class NutcrackerLog implements Log {
    /** nutcracker's {@code -v} when none is given: notices and what is worse. */
    public static final int DEFAULT_VERBOSITY = 5;

    private static final int LARGEST_VERBOSITY = 11;
    private static final StackWalker STACK = StackWalker.getInstance();

    private final Clock clock;
    private final LineOutput output;
    private int verbosity;
    private final LineBuilder builder = new LineBuilder();

    /**
     * A log to an output.
     *
     * @param verbosity 0 (emergencies only) to 11 (everything), as nutcracker's {@code -v}
     */
    public NutcrackerLog(Clock clock, LineOutput output, int verbosity) {
        this.clock = clock;
        this.output = output;
        this.verbosity = Math.clamp(verbosity, 0, LARGEST_VERBOSITY);
    }

    /** From the next line on, how much is written, kept between 0 and 11. */
    public synchronized void verbosity(int level) {
        verbosity = Math.clamp(level, 0, LARGEST_VERBOSITY);
    }

    /** How much is written. */
    public synchronized int verbosity() {
        return verbosity;
    }

    @Override
    public synchronized boolean enabled(Level level) {
        return number(level) <= verbosity;
    }

    @Override
    public synchronized void log(Level level, String line) {
        if (enabled(level)) {
            output.write(builder.at(clock.millis())
                    .add('[')
                    .yearMonthDay()
                    .add(' ')
                    .time()
                    .add("] ")
                    .add(caller())
                    .add(' ')
                    .add(line)
                    .line());
        }
    }

    /** nutcracker counts like syslog: warnings 4, notices 5, information 6, debugging 7. */
    private static int number(Level level) {
        return switch (level) {
            case WARNING -> 4;
            case NOTICE -> 5;
            case VERBOSE -> 6;
            case DEBUG -> 7;
        };
    }

    private static String caller() {
        return STACK.walk(frames -> frames.filter(frame -> !frame.getClassName().equals(NutcrackerLog.class.getName())
                        && !frame.getClassName().equals(Log.class.getName()))
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("?:0"));
    }
}
