package org.backstay.node;

/** A loop that serves its sockets once more from within a task, which else would keep it from them. */
public interface Pollable {
    /**
     * Handles what is ready now, without waiting; tasks and timers are not run. Only from a task or a timer of this loop, never from
     * what a socket's handler does: rounds over the sockets that are ready do not nest.
     */
    void poll();
}
