package org.backstay.node.log;

import org.backstay.node.Clock;
import org.backstay.node.Log;

/**
 * The line format of our own commands: {@code date time message}, with {@code warning: } before what needs action.
 *
 * <p>Called by any thread; one line at a time.
 */
public final class PlainLog implements Log {
    private final Clock clock;
    private final LineOutput output;
    private final Level least;
    private final LineBuilder builder = new LineBuilder();

    /** A log of everything from a level up. */
    public PlainLog(Clock clock, LineOutput output, Level least) {
        this.clock = clock;
        this.output = output;
        this.least = least;
    }

    @Override
    public boolean enabled(Level level) {
        return level.compareTo(least) >= 0;
    }

    @Override
    public synchronized void log(Level level, String line) {
        if (enabled(level)) {
            output.write(builder.at(clock.millis())
                    .yearMonthDay()
                    .add(' ')
                    .time()
                    .add(level == Level.WARNING ? " warning: " : " ")
                    .add(line)
                    .line());
        }
    }
}
