package org.backstay.redis.server;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.backstay.base.bytes.ByteString;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
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

    private static final ByteString REDACTED = ByteString.of("(redacted)");

    private final RedisServer server;
    private Client client;
    private Request request;
    private Command command;
    private Database database;
    private Effect effect = Effect.AS_RECEIVED;
    private boolean answerIsMessage;
    private boolean errorCounted;
    private boolean errorsAreOfParts;

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
        answerIsMessage = false;
        errorCounted = false;
        errorsAreOfParts = false;
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

    /** The arguments as others may see them (MONITOR, SLOWLOG): the first so many, secrets left out. */
    List<ByteString> shownArguments(int most) {
        BitSet secrets = SensitiveArguments.of(command.spec(), request);
        int count = Math.min(most, request.size());
        List<ByteString> shown = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            shown.add(secrets.get(i) ? REDACTED : ByteString.wrap(request.bytes(i)));
        }
        return shown;
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

    /** Says that what is written is a message and not a reply: CLIENT REPLY does not keep it back (SUBSCRIBE). */
    public void answerIsMessage() {
        answerIsMessage = true;
    }

    boolean isAnswerMessage() {
        return answerIsMessage;
    }

    /** Reports that the value of a key that was looked up for writing was changed. */
    public void changed(Entry entry, KeyEvent event) {
        database.changed(entry);
        tell(event, entry);
    }

    /** Reports that a collection has lost elements; with the last of them, its key is deleted. */
    public void shrunk(Entry entry, boolean empty, KeyEvent event) {
        tell(event, entry);
        if (empty) {
            delete(entry);
        } else {
            database.changed(entry);
        }
    }

    /** Deletes a key that was looked up. */
    public void delete(Entry entry) {
        tell(KeyEvent.DEL, entry);
        database.delete(entry);
    }

    /** Deletes the key in an argument; whether it stood. */
    public boolean delete(int argument) {
        boolean deleted = database.delete(request.address(argument), request.length(argument));
        if (deleted) {
            tell(KeyEvent.DEL, argument);
        }
        return deleted;
    }

    /** Publishes what happened to the key in an argument, for those who asked to be told. */
    public void tell(KeyEvent event, int argument) {
        server.notifications().tell(client.database(), event, request.address(argument), request.length(argument));
    }

    private void tell(KeyEvent event, Entry entry) {
        server.notifications().tell(client.database(), event, entry.keyAddress(), entry.keyLength());
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

    /** The error that was answered has been counted already, by a command within this one. */
    public void errorIsCounted() {
        errorCounted = true;
    }

    /** The errors among the answers are those of commands within this one, which have been counted, and of which this one is not to blame. */
    public void errorsAreOfParts() {
        errorsAreOfParts = true;
    }

    boolean areErrorsOfParts() {
        return errorsAreOfParts;
    }

    boolean isErrorCounted() {
        return errorCounted;
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

    /** Whether a script asks: it does so in the name of a client that has no connection. */
    public boolean isOfScript() {
        return client.role() == Client.Role.NORMAL && !client.isConnected();
    }

    boolean propagates(boolean changed) {
        return effect == Effect.ALWAYS || (changed && effect == Effect.AS_RECEIVED && command.isWrite());
    }
}
