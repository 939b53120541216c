package org.backstay.redis.server;

import io.netty.channel.Channel;
import io.netty.channel.local.LocalChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.RequestInput;
import org.backstay.resp.RequestLimits;
import org.backstay.resp.SpareBuffer;
import org.jspecify.annotations.Nullable;

/** The clients of one server: who is connected, and who has something to be sent. Owned by the server's loop. */
public final class Clients {
    private final RequestLimits limits = new RequestLimits();
    private final Map<Long, Client> connected = new LinkedHashMap<>();
    private final List<Client> monitors = new ArrayList<>();
    private final List<Consumer<Client>> departures = new ArrayList<>();
    private List<Client> toFlush = new ArrayList<>();
    private List<Client> flushing = new ArrayList<>();
    private Consumer<Client> resume = client -> {};
    private Consumer<Client> send = Client::send;
    private @Nullable SpareBuffer spare;
    private long lastId;
    private long accepted;
    private long rejected;

    /** What a client may send, shared by all. */
    public RequestLimits limits() {
        return limits;
    }

    /** Adds a connection's client. */
    public Client connect(Channel channel, long nowMillis) {
        lastId++;
        if (spare == null) {
            spare = new SpareBuffer(channel.alloc());
        }
        ReplyWriter reply = new ReplyWriter(channel.alloc(), spare);
        Client client = new Client(lastId, channel, new RequestInput(channel.alloc(), limits), reply, nowMillis);
        connected.put(client.id(), client);
        accepted++;
        return client;
    }

    void refused() {
        rejected++;
    }

    /** Adds what must be done when a client is gone, before its memory is released. */
    public void onDeparture(Consumer<Client> action) {
        departures.add(action);
    }

    /** Says how a client's waiting input is executed when it may go on. */
    void onResume(Consumer<Client> action) {
        resume = action;
    }

    /** Says how what was written to a client is handed to its connection. */
    void onSend(Consumer<Client> action) {
        send = action;
    }

    /**
     * Makes a client without a connection, in whose name our master's stream or a log is executed. Its replies go nowhere; it is not
     * among {@link #all()} and is given back by its owner through {@link #disconnected}.
     */
    public Client internal(Client.Role role, long nowMillis) {
        Channel nowhere = new LocalChannel();
        ReplyWriter reply = new ReplyWriter(nowhere.alloc());
        Client client = new Client(0, nowhere, new RequestInput(nowhere.alloc(), limits), reply, nowMillis);
        client.role(role);
        client.authenticated(true);
        client.replyMode(Client.ReplyMode.OFF);
        return client;
    }

    /** Forgets a client and gives back what it held. */
    public void disconnected(Client client) {
        if (client.isReleased() || client.isHeld()) {
            return;
        }
        connected.remove(client.id());
        endSuspension(client);
        monitors.remove(client);
        toFlush.remove(client);
        departures.forEach(action -> action.accept(client));
        client.release();
    }

    /** A client is no longer held: if its connection is gone, so is the client now. */
    public void released(Client client) {
        if (client.isConnected() && !client.channel().isOpen()) {
            disconnected(client);
        }
    }

    /** Every connection, oldest first. */
    public Collection<Client> all() {
        return connected.values();
    }

    /** The client of this id, or null. */
    public @Nullable Client byId(long id) {
        return connected.get(id);
    }

    /** Connections of every kind. */
    public int size() {
        return connected.size();
    }

    /** Connections accepted since the start. */
    public long accepted() {
        return accepted;
    }

    /** Connections refused because of {@code maxclients}. */
    public long rejected() {
        return rejected;
    }

    /** Starts counting anew (CONFIG RESETSTAT). */
    public void resetStatistics() {
        accepted = 0;
        rejected = 0;
    }

    /** The clients that see every command. */
    List<Client> monitors() {
        return monitors;
    }

    /** Copies every command to this client from now on. */
    public void addMonitor(Client client) {
        if (!client.isMonitor()) {
            client.monitor(true);
            monitors.add(client);
        }
    }

    /** Stops copying commands to this client. */
    public void removeMonitor(Client client) {
        client.monitor(false);
        monitors.remove(client);
    }

    /** Sends what was written to this client at the end of the current batch of work. */
    public void flushLater(Client client) {
        if (!client.isFlushPending()) {
            client.flushPending(true);
            toFlush.add(client);
        }
    }

    /** Sends what was written outside the clients' own calls. */
    public void flushAll() {
        while (!toFlush.isEmpty()) {
            List<Client> batch = toFlush;
            toFlush = flushing;
            flushing = batch;
            for (Client client : batch) {
                client.flushPending(false);
                send.accept(client);
            }
            batch.clear();
        }
    }

    /** Takes what was written and not sent, of all clients, to be sent later; what is written from now on is not part of it. */
    List<SealedReplies> seal() {
        List<SealedReplies> sealed = new ArrayList<>();
        for (Client client : toFlush) {
            client.flushPending(false);
            sealed.add(new SealedReplies(client));
        }
        toFlush.clear();
        return sealed;
    }

    /** Lets a blocked client go on; its reply has been written. */
    public void unblock(Client client) {
        endSuspension(client);
        flushLater(client);
        client.channel().eventLoop().execute(() -> resume.accept(client));
    }

    /** Lets a blocked client go on with this answer. */
    public void unblock(Client client, Consumer<ReplyWriter> answer) {
        client.answerLate(answer);
        unblock(client);
    }

    /**
     * Ends a client's waiting by force (CLIENT UNBLOCK).
     *
     * @param error what it is told, or null for what it would be told when its time is over
     * @return false if it waits for nothing that others may end
     */
    public boolean unblockByForce(Client client, @Nullable String error) {
        Suspension suspension = client.suspension();
        if (suspension == null || !suspension.mayBeForced()) {
            return false;
        }
        unblock(client, error == null ? suspension::answerTimeout : reply -> reply.error(error));
        return true;
    }

    /** Disconnects everybody who waits, with this error: what they wait for can't be answered any more. */
    public void disconnectBlocked(String error) {
        for (Client client : List.copyOf(connected.values())) {
            if (unblockByForce(client, error)) {
                client.closeAfterReply();
            }
        }
    }

    private static void endSuspension(Client client) {
        Suspension suspension = client.takeSuspension();
        if (suspension != null) {
            suspension.cancel();
        }
    }

    /** Ends a connection without waiting for what it has not taken. */
    public void kill(Client client) {
        client.channel().close();
    }

    /** Gives back what clients share, when the last of them is gone. */
    void close() {
        if (spare != null) {
            spare.close();
        }
    }
}
