package org.backstay.testkit.sim;

import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Catches what Netty would only log: exceptions that a task, a listener or a pipeline did not handle. In a simulation they
 * are faults of the program under test.
 */
final class UnexpectedFailures extends Handler {
    private static final Logger NETTY = Logger.getLogger("io.netty");
    private static @Nullable Simulation current;

    static {
        InternalLoggerFactory.setDefaultFactory(io.netty.util.internal.logging.JdkLoggerFactory.INSTANCE);
        NETTY.addHandler(new UnexpectedFailures());
    }

    private UnexpectedFailures() {
        setLevel(Level.WARNING);
    }

    static void reportTo(@Nullable Simulation simulation) {
        current = simulation;
    }

    @Override
    public void publish(LogRecord message) {
        Simulation running = current;
        Throwable cause = message.getThrown();
        if (running != null && cause != null && !(cause instanceof IOException)) {
            running.fail("unhandled", cause);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
