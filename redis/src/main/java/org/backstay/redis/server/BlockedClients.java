package org.backstay.redis.server;

import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for which keys (BLPOP, BZPOPMIN, XREAD BLOCK and their relatives), in the order of arrival. Owned by the server's loop.
 *
 * <p>A blocking command hands over a {@link KeyWait} through {@link Call#serveOrWait}. A change of a key for which somebody waits marks the
 * key as ready; after the unit of work (a command, a whole transaction) the clients that wait for it are tried, the longest waiting first. What serving one
 * client changes may make other keys ready: that goes on until nobody can be served, which ends because each one served is gone.
 *
 * <p>While nobody waits, a change of a key costs one comparison.
 */
public final class BlockedClients {
    private final RedisServer server;
    private final KeyIndex<Queue> queues;
    private List<Queue> ready = new ArrayList<>();
    private List<Queue> serving = new ArrayList<>();
    private boolean underWay;

    /** Those who wait for one key, in order of arrival. */
    private static final class Queue extends KeyIndex.Slot {
        @Nullable
        Place first;

        @Nullable
        Place last;

        int mindingLoss;
        boolean ready;

        Queue(KeyIndex.Slot place) {
            super(place);
        }

        void add(Place place) {
            Place before = last;
            place.before = before;
            last = place;
            if (before == null) {
                first = place;
            } else {
                before.after = place;
            }
            mindingLoss += place.waiting.wait.mindsLoss() ? 1 : 0;
        }

        void remove(Place place) {
            Place before = place.before;
            Place after = place.after;
            if (before == null) {
                first = after;
            } else {
                before.after = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.before = before;
            }
            mindingLoss -= place.waiting.wait.mindsLoss() ? 1 : 0;
        }
    }

    /** A client's place in the queue of one key. */
    private static final class Place {
        final Waiting waiting;
        final Queue queue;

        /** The position of the key among the arguments. */
        final int key;

        @Nullable
        Place before;

        @Nullable
        Place after;

        Place(Waiting waiting, Queue queue, int key) {
            this.waiting = waiting;
            this.queue = queue;
            this.key = key;
        }
    }

    /** A client that waits, with a copy of what it asked. */
    private final class Waiting implements Suspension {
        final Client client;
        final Command command;
        final Request request;
        final KeyWait wait;
        final List<Place> places;

        @Nullable
        Future<?> timeout;

        Waiting(Call call, KeyWait wait) {
            this.client = call.client();
            this.command = call.command();
            this.request = call.request().copy();
            this.wait = wait;
            this.places = new ArrayList<>(wait.keys());
        }

        @Override
        public long bytes() {
            return request.argumentBytes();
        }

        @Override
        public void cancel() {
            places.forEach(BlockedClients.this::leave);
            if (timeout != null) {
                timeout.cancel(false);
            }
            request.release();
        }

        @Override
        public void answerTimeout(ReplyWriter reply) {
            reply.nilArray();
        }
    }

    BlockedClients(RedisServer server) {
        this.server = server;
        this.queues = new KeyIndex<>(server.keyspace().hashing());
    }

    /** Lets the client of a call wait; its reply is given later. */
    void add(Call call, KeyWait wait) {
        Waiting waiting = new Waiting(call, wait);
        for (int key = wait.firstKey(); key < wait.firstKey() + wait.keys(); key++) {
            join(waiting, call.database().index(), key);
        }
        waiting.client.block(waiting);
        if (wait.timeoutMillis() > 0) {
            waiting.timeout =
                    server.loop().schedule(() -> timeOut(waiting), wait.timeoutMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void join(Waiting waiting, int database, int key) {
        long address = waiting.request.address(key);
        int length = waiting.request.length(key);
        Queue queue = queues.find(database, address, length);
        if (queue == null) {
            queue = new Queue(queues.place(database, address, length));
            queues.add(queue);
        } else if (queue.last != null && queue.last.waiting == waiting) {
            return; // the same key again
        }
        Place place = new Place(waiting, queue, key);
        queue.add(place);
        waiting.places.add(place);
    }

    private void leave(Place place) {
        place.queue.remove(place);
        if (place.queue.first == null) {
            queues.remove(place.queue);
        }
    }

    private void timeOut(Waiting waiting) {
        server.time().refresh();
        server.clients().unblock(waiting.client, waiting::answerTimeout);
        server.endBatch();
    }

    /** A key was created, changed or deleted: whoever waits for it may be served at the end of the unit of work. */
    void changed(int database, long key, int length) {
        if (queues.isEmpty()) {
            return;
        }
        Queue queue = queues.find(database, key, length);
        if (queue != null) {
            markReady(queue);
        }
    }

    /** All keys of a database may have changed: it was emptied, or has changed places. */
    void changedAll(int database) {
        queues.forEach(queue -> {
            if (queue.database() == database) {
                markReady(queue);
            }
        });
    }

    private void markReady(Queue queue) {
        if (!queue.ready) {
            queue.ready = true;
            ready.add(queue);
        }
    }

    /** Whether a key became ready since the last {@link #serve}. */
    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Serves whoever can be served. Called between two units of work; does nothing when it is under way already. */
    void serve() {
        if (underWay) {
            return;
        }
        underWay = true;
        try {
            while (!ready.isEmpty()) {
                List<Queue> batch = ready;
                ready = serving;
                serving = batch;
                batch.forEach(this::serve);
                batch.clear();
            }
        } finally {
            underWay = false;
        }
    }

    private void serve(Queue queue) {
        queue.ready = false;
        server.time().refresh();
        Place next;
        for (Place place = queue.first; place != null; place = next) {
            next = place.after;
            ValueType now = typeOf(place);
            if (now == null && queue.mindingLoss == 0) {
                return;
            }
            if (place.waiting.wait.concerns(now)) {
                attempt(place.waiting, place.key);
            }
        }
    }

    private @Nullable ValueType typeOf(Place place) {
        Request request = place.waiting.request;
        Database database = server.keyspace().database(place.queue.database());
        Entry entry = database.peek(request.address(place.key), request.length(place.key));
        return entry == null ? null : entry.type();
    }

    private void attempt(Waiting waiting, int key) {
        if (server.dispatcher()
                .attempt(waiting.client, waiting.command, waiting.request, waiting.wait.attempt(), key)) {
            server.clients().unblock(waiting.client);
        }
    }
}
