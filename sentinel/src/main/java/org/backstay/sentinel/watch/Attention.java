package org.backstay.sentinel.watch;

import org.backstay.sentinel.model.Instance;
import org.backstay.sentinel.model.MonitoredMaster;

/** Who is told that something changed, so that what follows from it need not wait for the timer. */
public interface Attention {
    /** Something changed that may make the master down, up, or its failover go on: judge it as soon as this event is done with. */
    void judge(MonitoredMaster master);

    /** The instance was met, lost its connection, or may be asked now: see to it at once. */
    void see(Instance instance);
}
