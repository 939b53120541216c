package org.backstay.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.KeyspaceListener;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.node.machine.Machine;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;

/** A real node with an empty keyspace, for tests; everything of it is touched on its loop only. */
public final class NodeFixture implements AutoCloseable {
    private final List<String> lines = new ArrayList<>();
    private final Loops loops;
    private final Node node;
    private final Keyspace keyspace;
    private final CollectionContext context;

    /** Starts the loop. */
    public NodeFixture() {
        Log log = new Log() {
            @Override
            public synchronized void log(Level level, String line) {
                lines.add(line);
            }

            @Override
            public boolean enabled(Level level) {
                return true;
            }
        };
        loops = new Loops(Transports.choose(log), "test", 1);
        node = Machine.node("test", loops, log);
        keyspace = new Keyspace(16, 1L << 32, node.clock()::millis, node.random(), KeyspaceListener.NONE);
        context = CollectionContext.of(keyspace);
    }

    public Node node() {
        return node;
    }

    public Keyspace keyspace() {
        return keyspace;
    }

    public CollectionContext context() {
        return context;
    }

    /** What was logged so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Runs something on the loop and waits for it. */
    public <T> T call(Callable<T> what) {
        CompletableFuture<T> result = new CompletableFuture<>();
        node.loop().execute(() -> {
            try {
                result.complete(what.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Runs something on the loop and waits until it has called back; its failure becomes this call's. */
    public void await(Consumer<Consumer<Throwable>> what) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        node.loop().execute(() -> {
            try {
                what.accept(failure -> {
                    if (failure == null) {
                        result.complete(null);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        result.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        call(() -> {
            keyspace.close();
            return null;
        });
        loops.close();
    }
}
