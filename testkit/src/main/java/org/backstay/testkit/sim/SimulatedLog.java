package org.backstay.testkit.sim;

import org.backstay.node.Log;

/** Every line of a node, into the run's trace. */
final class SimulatedLog implements Log {
    private final Trace trace;
    private final String node;

    SimulatedLog(Trace trace, String node) {
        this.trace = trace;
        this.node = node;
    }

    @Override
    public void log(Level level, String line) {
        trace.log(node, level + " " + line);
    }

    @Override
    public boolean enabled(Level level) {
        return level.compareTo(Level.NOTICE) >= 0;
    }
}
