package org.backstay.testkit.sim;

import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.Ticker;

/** One node's loop: runs on the test's thread when the simulation lets it. */
final class SimulatedLoop extends ManualIoEventLoop {
    SimulatedLoop(Ticker ticker) {
        super(null, Thread.currentThread(), LocalIoHandler.newFactory(), ticker);
    }

    /** When its first timer is due, or {@link Long#MAX_VALUE}. */
    long nextTimer() {
        long deadline = nextScheduledTaskDeadlineNanos();
        return deadline == -1 ? Long.MAX_VALUE : deadline;
    }
}
