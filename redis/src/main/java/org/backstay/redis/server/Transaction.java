package org.backstay.redis.server;

import java.util.ArrayList;
import java.util.List;
import org.backstay.resp.Request;

/** The commands a client has queued since MULTI. Owned by the server's loop; holds copies outside the heap until released. */
public final class Transaction {
    /** A queued command. */
    public record Queued(Command command, Request request) {}

    private final List<Queued> queue = new ArrayList<>();
    private long bytes;
    private boolean broken;

    void add(Command command, Request request) {
        Request copy = request.copy();
        bytes += copy.rawLength();
        queue.add(new Queued(command, copy));
    }

    /** What was queued, in order. */
    public List<Queued> queue() {
        return queue;
    }

    /** Whether a command was refused while queueing; EXEC then answers EXECABORT. */
    public boolean isBroken() {
        return broken;
    }

    void breakUp() {
        broken = true;
    }

    /** Bytes that the copies take. */
    public long bytes() {
        return bytes;
    }

    /** Whether any queued command may write. */
    public boolean writes() {
        for (Queued queued : queue) {
            if (queued.command().isWrite()) {
                return true;
            }
        }
        return false;
    }

    /** Whether any queued command is refused when memory is above its limit. */
    public boolean needsMemory() {
        for (Queued queued : queue) {
            if (queued.command().needsMemory()) {
                return true;
            }
        }
        return false;
    }

    /** Whether all queued commands may run on a replica without its master that must not serve what it has. */
    boolean mayRunWhenStale() {
        return queue.stream().allMatch(queued -> queued.command().allowedWhenStale());
    }

    /** Whether replicas may have to hear of any queued command. */
    boolean mayReplicate() {
        return queue.stream().anyMatch(queued -> queued.command().mayReplicate(queued.request()));
    }

    /** Whether any queued command may run a script. */
    boolean runsScripts() {
        for (Queued queued : queue) {
            if (queued.command().runsScripts()) {
                return true;
            }
        }
        return false;
    }

    /** Gives back the copies' memory. */
    public void release() {
        queue.forEach(queued -> queued.request().release());
        queue.clear();
        bytes = 0;
    }
}
