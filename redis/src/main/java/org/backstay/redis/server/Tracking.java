package org.backstay.redis.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.memory.NativeMemory;
import org.backstay.redis.config.ClientDirectives;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.command.KeyPositions;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients that what they have cached is no longer so. In the default mode the table remembers who has read which key, and each is
 * told once of its next change; in broadcast mode clients are told of all changes below their prefixes, once a batch. Owned by the
 * server's loop.
 *
 * <p>As in the original, keys are tracked by name, whatever their database. A client's own changes are told after the reply to
 * the command that made them. While nobody tracks, a change costs one comparison.
 */
public final class Tracking {
    private static final byte[] INVALIDATE = ascii("invalidate");
    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] CHANNEL = ascii("__redis__:invalidate");
    private static final byte[] REDIRECT_BROKEN = ascii("tracking-redir-broken");

    /** The most keys forgotten in one batch when the table is too full, so that no batch takes long. */
    private static final int MOST_FORGOTTEN = 1_000;

    private static final int ANY_DATABASE = 0;

    /** The clients that listen to a prefix, and what has changed below it in this batch, by whom at last. */
    private record Prefix(List<Client> listeners, Map<ByteString, Changer> changes) {}

    /** Who changed a key; nobody when its time was over. */
    private record Changer(@Nullable Client client) {}

    private final RedisServer server;
    private final KeyIndex<TrackedKey> table;
    private final Map<ByteString, Prefix> prefixes = new TreeMap<>();
    private final KeyPositions positions = new KeyPositions();
    private final List<byte[]> ownChanges = new ArrayList<>();
    private boolean flushed;
    private boolean broadcasting;
    private long items;
    private int clients;

    Tracking(RedisServer server) {
        this.server = server;
        this.table = new KeyIndex<>(server.keyspace().hashing());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins to track for a client, or goes on with other options. */
    public void enable(Client client, ClientTracking.Options options, Set<ByteString> newPrefixes) {
        ClientTracking tracking = client.tracking();
        if (tracking == null) {
            tracking = new ClientTracking(options);
            client.tracking(tracking);
            clients++;
        }
        tracking.options(options);
        for (ByteString prefix : newPrefixes) {
            if (tracking.prefixes().add(prefix)) {
                client.addNameBytes(prefix.length());
                prefixes.computeIfAbsent(prefix, _ -> new Prefix(new ArrayList<>(1), new TreeMap<>()))
                        .listeners()
                        .add(client);
            }
        }
    }

    /** Ends tracking for a client. What the table remembers of it goes with the next change of each key. */
    public void disable(Client client) {
        ClientTracking tracking = client.tracking();
        if (tracking == null) {
            return;
        }
        client.tracking(null);
        clients--;
        for (ByteString name : tracking.prefixes()) {
            client.addNameBytes(-name.length());
            Prefix prefix = prefixes.get(name);
            if (prefix != null
                    && prefix.listeners().remove(client)
                    && prefix.listeners().isEmpty()) {
                prefixes.remove(name);
            }
        }
    }

    /** Clients that track. */
    public int clients() {
        return clients;
    }

    /** Keys in the table. */
    public int keys() {
        return table.size();
    }

    /** Pairs of a key and a client in the table. */
    public long items() {
        return items;
    }

    /** Prefixes that somebody listens to. */
    public int prefixes() {
        return prefixes.size();
    }

    /** Remembers the keys that a client has read. */
    void remember(Call call, ClientTracking tracking) {
        if (!tracking.remembers() || !call.command().spec().keysOf(call.request(), positions)) {
            return;
        }
        for (int i = 0; i < positions.size(); i++) {
            int argument = positions.get(i);
            long key = call.request().address(argument);
            int length = call.request().length(argument);
            TrackedKey tracked = table.find(ANY_DATABASE, key, length);
            if (tracked == null) {
                tracked = new TrackedKey(table.place(ANY_DATABASE, key, length));
                table.add(tracked);
            }
            items += tracked.add(call.client().id()) ? 1 : 0;
        }
    }

    /** A key was changed or deleted, by this client if by any. */
    void changed(long key, int length, @Nullable Client by) {
        if (clients == 0 && table.isEmpty()) {
            return;
        }
        if (!prefixes.isEmpty()) {
            noteForPrefixes(ByteString.wrap(NativeMemory.toArray(key, length)), by);
        }
        TrackedKey tracked = table.find(ANY_DATABASE, key, length);
        if (tracked != null) {
            invalidate(tracked, server.dispatcher().currentCaller());
        }
    }

    private void noteForPrefixes(ByteString key, @Nullable Client by) {
        prefixes.forEach((name, prefix) -> {
            if (startsWith(key, name)) {
                prefix.changes().put(key, new Changer(by));
                broadcasting = true;
            }
        });
    }

    /** Whether a key begins with a prefix. */
    public static boolean startsWith(ByteString key, ByteString prefix) {
        int length = prefix.length();
        return key.length() >= length && java.util.Arrays.equals(key.array(), 0, length, prefix.array(), 0, length);
    }

    /** Tells those who have read a key; the one whose command is under way later, behind its reply. */
    private void invalidate(TrackedKey tracked, @Nullable Client current) {
        table.remove(tracked);
        items -= tracked.size();
        for (int i = 0; i < tracked.size(); i++) {
            Client reader = server.clients().byId(tracked.client(i));
            ClientTracking tracking = reader == null ? null : reader.tracking();
            if (reader == null || tracking == null || tracking.options().broadcast()) {
                continue;
            }
            if (!reader.equals(current)) {
                tell(reader, tracking, List.of(tracked.key()));
            } else if (!tracking.options().noLoop()) {
                ownChanges.add(tracked.key());
            }
        }
    }

    /** A database was emptied: nothing that was read is so any more. */
    void flushed() {
        flushed = clients > 0 || !table.isEmpty();
    }

    /** Whether there is something to be told at the end of the unit of work. */
    boolean hasMessages() {
        return flushed || !ownChanges.isEmpty();
    }

    /** Tells, behind the reply of the unit's last command, what its own client has changed, and everybody of a flush. */
    void endUnit(@Nullable Client current) {
        ClientTracking own = current == null ? null : current.tracking();
        if (current != null && own != null) {
            ownChanges.forEach(key -> tell(current, own, List.of(key)));
        }
        ownChanges.clear();
        if (flushed) {
            flushed = false;
            table.clear();
            items = 0;
            for (Client client : server.clients().all()) {
                ClientTracking tracking = client.tracking();
                if (tracking != null) {
                    tell(client, tracking, null);
                }
            }
        }
    }

    /** Ends a batch of commands: those who listen to prefixes are told, and a table that is too full forgets some keys. */
    void endBatch() {
        if (clients == 0 && table.isEmpty()) {
            return;
        }
        if (broadcasting) {
            broadcasting = false;
            prefixes.values().forEach(this::broadcast);
        }
        long most = server.settings().get(ClientDirectives.TRACKING_TABLE_MAX_KEYS);
        for (int i = 0; i < MOST_FORGOTTEN && most > 0 && table.size() > most; i++) {
            invalidate(table.any(server.node().random()), null);
        }
    }

    private void broadcast(Prefix prefix) {
        if (prefix.changes().isEmpty()) {
            return;
        }
        for (Client listener : prefix.listeners()) {
            ClientTracking tracking = listener.tracking();
            List<byte[]> keys = new ArrayList<>();
            prefix.changes().forEach((key, changer) -> {
                boolean own = listener.equals(changer.client());
                if (tracking != null && !(own && tracking.options().noLoop())) {
                    keys.add(key.array());
                }
            });
            if (tracking != null && !keys.isEmpty()) {
                tell(listener, tracking, keys);
            }
        }
        prefix.changes().clear();
    }

    /** Sends the keys, or null for all keys, to a client or to the connection it has named. */
    private void tell(Client client, ClientTracking tracking, @Nullable List<byte[]> keys) {
        long redirect = tracking.options().redirect();
        Client receiver = redirect == 0 ? client : server.clients().byId(redirect);
        if (receiver == null) {
            tracking.breakRedirect();
            tellBroken(client, redirect);
            return;
        }
        ReplyWriter reply = receiver.reply();
        if (reply.protocol() == 3) {
            reply.push(2);
            reply.bulk(INVALIDATE);
        } else if (redirect != 0 && receiver.isSubscribed()) {
            reply.push(3);
            reply.bulk(MESSAGE);
            reply.bulk(CHANNEL);
        } else {
            return; // RESP2 has no messages between replies
        }
        if (keys == null) {
            reply.nil();
        } else {
            reply.array(keys.size());
            keys.forEach(reply::bulk);
        }
        server.clients().flushLater(receiver);
    }

    private void tellBroken(Client client, long redirect) {
        if (client.reply().protocol() == 3) {
            client.reply().push(2);
            client.reply().bulk(REDIRECT_BROKEN);
            client.reply().integer(redirect);
            server.clients().flushLater(client);
        }
    }
}
