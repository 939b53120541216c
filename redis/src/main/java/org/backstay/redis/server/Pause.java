package org.backstay.redis.server;

import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/**
 * Holds the commands of clients: all of them, or those that may change something, for some time (CLIENT PAUSE); those that may change something until a
 * failover is over, or while the server waits for replicas before it ends. What was held is admitted and
 * executed anew when the pause is over. Meanwhile no key is deleted because its time is over, so that the dataset stands still. Owned by the server's
 * loop.
 */
public final class Pause {
    private final RedisServer server;
    private final List<Held> held = new ArrayList<>();
    private @Nullable Future<?> end;
    private long untilMillis;
    private boolean everything;
    private boolean active;
    private final Set<Object> writesHeldBy = Collections.newSetFromMap(new IdentityHashMap<>(2));

    /** A client whose command is held. */
    private final class Held implements Suspension {
        private final Client client;
        private @Nullable Request request;

        Held(Client client, Request request) {
            this.client = client;
            this.request = request.copy();
        }

        @Override
        public long bytes() {
            return request == null ? 0 : request.argumentBytes();
        }

        @Override
        public void cancel() {
            held.remove(this);
            client.postpone(request);
            request = null;
        }

        @Override
        public void answerTimeout(ReplyWriter reply) {
            throw new IllegalStateException("what is held is executed, not answered");
        }

        @Override
        public boolean mayBeForced() {
            return false;
        }
    }

    Pause(RedisServer server) {
        this.server = server;
    }

    /**
     * Begins a pause, or prolongs and widens the one under way.
     *
     * @param millis how long from now on
     * @param all whether every command is held, and not only those that may change something
     */
    public void begin(long millis, boolean all) {
        everything = all || (active && everything);
        long until = server.time().millis() + millis;
        untilMillis = active ? Math.max(untilMillis, until) : until;
        active = true;
        server.keyspace().keepExpired(true);
        if (end != null) {
            end.cancel(false);
        }
        end = server.loop().schedule(this::end, untilMillis - server.time().millis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the pause: everybody goes on. */
    public void end() {
        if (!active) {
            return;
        }
        active = false;
        everything = false;
        if (end != null) {
            end.cancel(false);
            end = null;
        }
        goOn();
    }

    /** Holds what may change something, until {@link #allowWrites} by the same; CLIENT PAUSE and UNPAUSE do not touch that. */
    public void holdWrites(Object by) {
        writesHeldBy.add(by);
        server.keyspace().keepExpired(true);
    }

    /** Ends {@link #holdWrites}; they are still held if somebody else holds them. */
    public void allowWrites(Object by) {
        writesHeldBy.remove(by);
        goOn();
    }

    /** Lets go of what is held; what has to wait for another reason is held again when it comes. */
    private void goOn() {
        server.keyspace().keepExpired(active || !writesHeldBy.isEmpty());
        for (Held one : List.copyOf(held)) {
            server.clients().unblock(one.client);
        }
    }

    /** Whether a command must wait; costs one comparison while there is no pause. */
    boolean holds(Client client, Command command, Request request) {
        return (active || !writesHeldBy.isEmpty())
                && client.role() == Client.Role.NORMAL
                && client.isConnected()
                && (everything || mayChange(client, command, request));
    }

    private static boolean mayChange(Client client, Command command, Request request) {
        if (command.mayReplicate(request)) {
            return true;
        }
        Transaction transaction = client.transaction();
        return transaction != null && command.spec().name().equals("exec") && transaction.mayReplicate();
    }

    /** Keeps a command until the pause is over; its client executes nothing meanwhile. */
    void hold(Client client, Request request) {
        Held one = new Held(client, request);
        held.add(one);
        client.block(one);
    }
}
