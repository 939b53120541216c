package org.backstay.redis.server;

import org.backstay.keyspace.Database;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;

/**
 * One execution of one command: who asked, with which arguments, on which database, and what of it goes to the log. Reused from call
 * to call, so a handler keeps neither it nor anything it hands out. Owned by the server's loop.
 */
public final class Call {
    /** What the log is told about a call that changed something. */
    private enum Effect {
        /** The request, when it changed something. */
        AS_RECEIVED,
        /** The request, though it changed no data (PUBLISH). */
        ALWAYS,
        /** What the handler said instead. */
        WRITTEN_BY_HANDLER,
        /** Nothing. */
        NOTHING
    }

    private final RedisServer server;
    private Client client;
    private Request request;
    private Command command;
    private Database database;
    private Effect effect = Effect.AS_RECEIVED;

    Call(RedisServer server, Client client, Command command, Request request) {
        this.server = server;
        this.client = client;
        this.command = command;
        this.request = request;
        this.database = server.keyspace().database(client.database());
    }

    void begin(Client newClient, Command newCommand, Request newRequest) {
        client = newClient;
        command = newCommand;
        request = newRequest;
        database = server.keyspace().database(newClient.database());
        effect = Effect.AS_RECEIVED;
    }

    /** The server. */
    public RedisServer server() {
        return server;
    }

    /** Who asked. */
    public Client client() {
        return client;
    }

    /** The command. */
    public Command command() {
        return command;
    }

    /** The arguments, the command's name first. */
    public Request request() {
        return request;
    }

    /** Where the answer goes. */
    public ReplyWriter reply() {
        return client.reply();
    }

    /** The client's selected database. */
    public Database database() {
        return database;
    }

    /** Milliseconds since the epoch; the same for a whole transaction. */
    public long now() {
        return server.time().millis();
    }

    /** Tells the log these words instead of the request. May be called several times. */
    public void propagateInstead(byte[]... words) {
        effect = Effect.WRITTEN_BY_HANDLER;
        server.propagation().add(client.database(), words);
    }

    /** Tells the log nothing of this call. */
    public void propagateNothing() {
        effect = Effect.NOTHING;
    }

    /** Tells the log the request, although no data changed. */
    public void propagateAlways() {
        effect = Effect.ALWAYS;
    }

    /**
     * Serves a blocking command from the first of its keys that allows it; if there is none, its client waits.
     *
     * @return false when nothing was served and the client may not wait, because the command is part of a transaction, of a script or of
     *     a log: it is to be answered as if its time were over
     */
    public boolean serveOrWait(KeyWait wait) {
        for (int key = wait.firstKey(); key < wait.firstKey() + wait.keys(); key++) {
            if (wait.attempt().serve(this, key)) {
                return true;
            }
        }
        if (!mayWait()) {
            return false;
        }
        propagateNothing();
        server.blockedClients().add(this, wait);
        return true;
    }

    /** Whether the client may be kept waiting for an answer. */
    public boolean mayWait() {
        return client.role() == Client.Role.NORMAL && !server.dispatcher().isNested() && client.isConnected();
    }

    boolean propagates(boolean changed) {
        return effect == Effect.ALWAYS || (changed && effect == Effect.AS_RECEIVED && command.isWrite());
    }
}
