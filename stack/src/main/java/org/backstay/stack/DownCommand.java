package org.backstay.stack;

import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.backstay.node.machine.Machine;
import org.backstay.stack.supervision.StackFolder;
import org.backstay.stack.topology.Topology;

/** {@code backstay down}: tells a stack's supervisor to stop everything, and waits until it has. */
final class DownCommand {
    private static final int DONE = 0;
    private static final long PATIENCE_SECONDS = 60;

    private final Topology topology;
    private final PrintStream out;

    DownCommand(Topology topology, PrintStream out) {
        this.topology = topology;
        this.out = out;
    }

    int run() {
        ProcessHandle supervisor = new StackFolder(Machine.disk(), topology.folder())
                .supervisor()
                .orElseThrow(() -> new StackException("no stack runs in " + topology.folder()));
        supervisor.destroy();
        try {
            supervisor.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StackException(
                    "the supervisor, process " + supervisor.pid() + ", has not ended in " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        } catch (ExecutionException e) {
            throw new StackException(String.valueOf(e.getMessage()));
        }
        out.println("The stack in " + topology.folder() + " is down.");
        return DONE;
    }
}
