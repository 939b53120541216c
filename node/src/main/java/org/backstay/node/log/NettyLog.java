package org.backstay.node.log;

import io.netty.util.internal.logging.AbstractInternalLogger;
import org.backstay.node.Log;
import org.jspecify.annotations.Nullable;

/** One of Netty's loggers: warnings and errors become warnings of the node, on one line each. */
@SuppressWarnings("serial") // Netty's base class is serialisable for a reason of the past
final class NettyLog extends AbstractInternalLogger {
    private static final String PLACE = "{}";

    private final transient Log log;

    NettyLog(String name, Log log) {
        super(name);
        this.log = log;
    }

    private void write(String message, @Nullable Throwable cause) {
        StringBuilder line = new StringBuilder("netty: ").append(message.replace('\n', ' '));
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            line.append(": ").append(String.valueOf(reason).replace('\n', ' '));
        }
        log.warning(line.toString());
    }

    private void write(String format, @Nullable Object... arguments) {
        StringBuilder message = new StringBuilder();
        int from = 0;
        int next = 0;
        for (int place; next < arguments.length && (place = format.indexOf(PLACE, from)) >= 0; next++) {
            message.append(format, from, place).append(arguments[next]);
            from = place + PLACE.length();
        }
        message.append(format, from, format.length());
        boolean causeLeft = next < arguments.length && arguments[next] instanceof Throwable;
        write(message.toString(), causeLeft ? (Throwable) arguments[next] : null);
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(String message) {}

    @Override
    public void trace(String format, @Nullable Object argument) {}

    @Override
    public void trace(String format, @Nullable Object first, @Nullable Object second) {}

    @Override
    public void trace(String format, @Nullable Object... arguments) {}

    @Override
    public void trace(String message, @Nullable Throwable cause) {}

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String message) {}

    @Override
    public void debug(String format, @Nullable Object argument) {}

    @Override
    public void debug(String format, @Nullable Object first, @Nullable Object second) {}

    @Override
    public void debug(String format, @Nullable Object... arguments) {}

    @Override
    public void debug(String message, @Nullable Throwable cause) {}

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public void info(String message) {}

    @Override
    public void info(String format, @Nullable Object argument) {}

    @Override
    public void info(String format, @Nullable Object first, @Nullable Object second) {}

    @Override
    public void info(String format, @Nullable Object... arguments) {}

    @Override
    public void info(String message, @Nullable Throwable cause) {}

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(String message) {
        write(message, (Throwable) null);
    }

    @Override
    public void warn(String format, @Nullable Object argument) {
        write(format, new @Nullable Object[] {argument});
    }

    @Override
    public void warn(String format, @Nullable Object first, @Nullable Object second) {
        write(format, new @Nullable Object[] {first, second});
    }

    @Override
    public void warn(String format, @Nullable Object... arguments) {
        write(format, arguments);
    }

    @Override
    public void warn(String message, @Nullable Throwable cause) {
        write(message, cause);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(String message) {
        write(message, (Throwable) null);
    }

    @Override
    public void error(String format, @Nullable Object argument) {
        write(format, new @Nullable Object[] {argument});
    }

    @Override
    public void error(String format, @Nullable Object first, @Nullable Object second) {
        write(format, new @Nullable Object[] {first, second});
    }

    @Override
    public void error(String format, @Nullable Object... arguments) {
        write(format, arguments);
    }

    @Override
    public void error(String message, @Nullable Throwable cause) {
        write(message, cause);
    }
}
