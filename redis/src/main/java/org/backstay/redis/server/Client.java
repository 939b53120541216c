package org.backstay.redis.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.backstay.base.bytes.ByteString;
import org.backstay.node.transport.DirectSend;
import org.backstay.redis.acl.User;
import org.backstay.resp.ReplySender;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.RequestInput;
import org.jspecify.annotations.Nullable;

/** One connection to the server and all that is known about it. Owned by the server's loop. */
public final class Client {
    /** What a connection is for; decides which commands it may send and which limits hold. */
    public enum Role {
        /** An ordinary client. */
        NORMAL,
        /** A replica that follows us. */
        REPLICA,
        /** The connection over which we follow our master. */
        MASTER
    }

    /** What CLIENT REPLY says about answers. */
    public enum ReplyMode {
        /** Answer. */
        ON,
        /** Never answer. */
        OFF,
        /** Do not answer CLIENT REPLY SKIP itself. */
        SKIP_THIS,
        /** Do not answer the command after it. */
        SKIP_NEXT
    }

    private final long id;
    private final Channel channel;
    private final RequestInput input;
    private final ReplyWriter reply;
    private final long createdMillis;
    private final ReplySender sendAtOnce;
    private final Consumer<ByteBuf> writeToChannel;

    private Role role = Role.NORMAL;
    private ReplyMode replyMode = ReplyMode.ON;
    private int database;
    private boolean authenticated;
    private User user = User.NOBODY;
    private boolean closeAfterReply;
    private boolean monitor;
    private boolean noEvict;
    private boolean paused;
    private boolean flushPending;
    private boolean released;
    private boolean effectsMuted;
    private boolean held;
    private boolean waitsForTask;
    private long sealedBytes;
    private long accountedBytes;
    private long nameBytes;
    private @Nullable Transaction transaction;
    private boolean watchBroken;
    private @Nullable ClientTracking tracking;
    private @Nullable Request postponed;
    private @Nullable Suspension suspension;
    private long lastInteractionMillis;
    private long overSoftLimitSinceMillis;
    private @Nullable Command lastCommand;
    private ByteString name = ByteString.EMPTY;
    private final ClientWrites writes = new ClientWrites();
    private final List<WatchedKeys.Watch> watches = new ArrayList<>(0);
    private final Set<ByteString> channels = new LinkedHashSet<>(2);
    private final Set<ByteString> patterns = new LinkedHashSet<>(2);
    private final Set<ByteString> shardChannels = new LinkedHashSet<>(2);

    Client(long id, Channel channel, RequestInput input, ReplyWriter reply, long nowMillis) {
        this.id = id;
        this.channel = channel;
        this.input = input;
        this.reply = reply;
        this.createdMillis = nowMillis;
        this.lastInteractionMillis = nowMillis;
        DirectSend direct = DirectSend.of(channel);
        this.sendAtOnce = direct == null ? (address, length) -> 0 : direct::send;
        this.writeToChannel = buffer -> channel.write(buffer, channel.voidPromise());
    }

    /** A number never used twice by this server. */
    public long id() {
        return id;
    }

    /** The connection. */
    public Channel channel() {
        return channel;
    }

    /** Whether there is a connection, and not only a name in which a log is executed. */
    public boolean isConnected() {
        return id != 0;
    }

    /** The socket's file descriptor, or -1 when the connection has none. */
    public int descriptor() {
        return channel instanceof io.netty.channel.unix.UnixChannel socket
                ? socket.fd().intValue()
                : -1;
    }

    /** What was received and not yet executed. */
    public RequestInput input() {
        return input;
    }

    /** Where replies and messages to this client are written; after writing outside its own call, {@link Clients#flushLater}. */
    public ReplyWriter reply() {
        return reply;
    }

    /** When it connected, in milliseconds since the epoch. */
    public long createdMillis() {
        return createdMillis;
    }

    /** What the connection is for. */
    public Role role() {
        return role;
    }

    /** Changes what the connection is for. */
    public void role(Role newRole) {
        role = newRole;
    }

    /** Whether CLIENT REPLY wants answers. */
    public ReplyMode replyMode() {
        return replyMode;
    }

    /** Sets what CLIENT REPLY asked for. */
    public void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /** The index of the selected database. */
    public int database() {
        return database;
    }

    /** Selects a database; the caller has checked the index. */
    public void database(int index) {
        database = index;
    }

    /** Whether it may execute commands. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    /** Records that it may, or may not, execute commands, and sets the input's limits accordingly. */
    public void authenticated(boolean yes) {
        authenticated = yes;
        input.authenticated(yes);
    }

    /** Whose rights it has. */
    public User user() {
        return user;
    }

    /** Gives it a user's rights. */
    public void user(User newUser) {
        user = newUser;
    }

    /** The name given by CLIENT SETNAME; empty when there is none. */
    public ByteString name() {
        return name;
    }

    /** Sets its name. */
    public void name(ByteString newName) {
        name = newName;
    }

    /** The transaction since MULTI, or null. */
    public @Nullable Transaction transaction() {
        return transaction;
    }

    /** Begins a transaction. */
    public void beginTransaction() {
        transaction = new Transaction();
    }

    /** Ends the transaction and hands it over; the caller releases it. */
    public @Nullable Transaction takeTransaction() {
        Transaction taken = transaction;
        transaction = null;
        return taken;
    }

    /** Ends the transaction and gives back what it held. */
    public void endTransaction() {
        Transaction ended = takeTransaction();
        if (ended != null) {
            ended.release();
        }
    }

    /** How it is told of changes to what it has cached, or null when it does not want to be. */
    public @Nullable ClientTracking tracking() {
        return tracking;
    }

    void tracking(@Nullable ClientTracking wanted) {
        tracking = wanted;
    }

    /** Keeps a command that was received but must be executed later, before what was received after it. */
    void postpone(@Nullable Request request) {
        postponed = request;
    }

    @Nullable
    Request takePostponed() {
        Request taken = postponed;
        postponed = null;
        return taken;
    }

    /** Whether a watched key was changed since WATCH. */
    public boolean isWatchBroken() {
        return watchBroken;
    }

    void markWatchBroken(boolean broken) {
        watchBroken = broken;
    }

    /** The keys it watches. */
    List<WatchedKeys.Watch> watches() {
        return watches;
    }

    /** The channels it is subscribed to. */
    public Set<ByteString> channels() {
        return channels;
    }

    /** The patterns it is subscribed to. */
    public Set<ByteString> patterns() {
        return patterns;
    }

    /** The shard channels it is subscribed to. */
    public Set<ByteString> shardChannels() {
        return shardChannels;
    }

    /** Whether it receives messages. */
    public boolean isSubscribed() {
        return !channels.isEmpty() || !patterns.isEmpty() || !shardChannels.isEmpty();
    }

    /** Whether it receives a copy of every command (MONITOR). */
    public boolean isMonitor() {
        return monitor;
    }

    /** Starts or stops copying commands to it. */
    public void monitor(boolean yes) {
        monitor = yes;
    }

    /** Whether its memory is spared when clients are evicted (CLIENT NO-EVICT). */
    public boolean isNoEvict() {
        return noEvict;
    }

    /** Sets CLIENT NO-EVICT. */
    public void noEvict(boolean yes) {
        noEvict = yes;
    }

    /** Whether the connection ends when what was written has been sent. */
    public boolean isClosing() {
        return closeAfterReply;
    }

    /** Ends the connection once what was written has been sent; no further command is executed. */
    public void closeAfterReply() {
        closeAfterReply = true;
    }

    /** Whether it waits for something (a blocking command) and executes nothing meanwhile. */
    public boolean isBlocked() {
        return suspension != null;
    }

    /** What it waits for, or null. */
    @Nullable
    Suspension suspension() {
        return suspension;
    }

    /** Executes nothing of this client until {@link Clients#unblock}. */
    public void block(Suspension reason) {
        suspension = reason;
    }

    @Nullable
    Suspension takeSuspension() {
        Suspension ended = suspension;
        suspension = null;
        return ended;
    }

    /** Whether reading waits because replies have not been taken. */
    boolean isPaused() {
        return paused;
    }

    void paused(boolean yes) {
        paused = yes;
    }

    boolean isFlushPending() {
        return flushPending;
    }

    void flushPending(boolean yes) {
        flushPending = yes;
    }

    /** Whether what its commands change is kept from the log. */
    boolean effectsMuted() {
        return effectsMuted;
    }

    /** Keeps what its commands change from the log, or not. */
    public void muteEffects(boolean yes) {
        effectsMuted = yes;
    }

    /** Whether its connection may go, but not what is known about it: its command is under way, and others are served meanwhile. */
    boolean isHeld() {
        return held;
    }

    /** Holds it, and reads nothing from it meanwhile. */
    public void hold(boolean yes) {
        held = yes;
        if (isConnected()) {
            channel.config().setAutoRead(!yes);
        }
    }

    /** Whether nothing is executed before a task of the loop comes to it. */
    boolean waitsForTask() {
        return waitsForTask;
    }

    void waitsForTask(boolean yes) {
        waitsForTask = yes;
    }

    /** Writes the answer of a command that has waited, unless CLIENT REPLY wants none. */
    void answerLate(Consumer<ReplyWriter> answer) {
        if (replyMode != ReplyMode.OFF) {
            answer.accept(reply);
        }
    }

    /** When it last sent something, in milliseconds since the epoch. */
    public long lastInteractionMillis() {
        return lastInteractionMillis;
    }

    void interacted(long nowMillis) {
        lastInteractionMillis = nowMillis;
    }

    /** The last command it sent, or null. */
    public @Nullable Command lastCommand() {
        return lastCommand;
    }

    void lastCommand(Command command) {
        lastCommand = command;
    }

    /** Bytes that wait to be sent: written here, or handed to the connection and not taken by the other side. */
    public long outputBytes() {
        ChannelOutboundBuffer handedOver = channel.unsafe().outboundBuffer();
        return reply.size() + sealedBytes + (handedOver == null ? 0 : handedOver.totalPendingWriteBytes());
    }

    /** Bytes of commands that are kept to be executed later: it is blocked, paused or must wait for its turn. */
    public long keptBytes() {
        return (postponed == null ? 0 : postponed.argumentBytes()) + (suspension == null ? 0 : suspension.bytes());
    }

    /** Counts the name of a key that it watches, of a channel or prefix that it listens to, or, below zero, that it does so no more. */
    public void addNameBytes(int bytes) {
        nameBytes += bytes;
    }

    /** Bytes of memory that it takes for what it has sent, queued, watches and has not taken. */
    public long memory() {
        return input.memory()
                + keptBytes()
                + nameBytes
                + outputBytes()
                + (transaction == null ? 0 : transaction.bytes());
    }

    /** What it was last seen to take. Bytes. */
    long accountedBytes() {
        return accountedBytes;
    }

    void account(long bytes) {
        accountedBytes = bytes;
    }

    /** Since when more than the soft limit waits to be sent, in milliseconds; 0 while less does. */
    long overSoftLimitSince() {
        return overSoftLimitSinceMillis;
    }

    void overSoftLimitSince(long millis) {
        overSoftLimitSinceMillis = millis;
    }

    /** Whether it may be disconnected for saying nothing. */
    boolean mayIdleOut() {
        return role == Role.NORMAL && !isBlocked() && !isSubscribed();
    }

    /** Counts bytes that were taken from the replies and wait to be sent, or, below zero, that were sent. */
    void sealed(long bytes) {
        sealedBytes += bytes;
    }

    /** What it has written, and which of the answers to that wait. */
    public ClientWrites writes() {
        return writes;
    }

    boolean closesAfterReply() {
        return closeAfterReply;
    }

    /** Sends what was written, or hands it to the connection when that is busy. */
    void send() {
        writes.takeReplies();
        reply.offer(sendAtOnce);
        if (reply.size() > 0) {
            reply.drain(writeToChannel);
            channel.flush();
        }
        if (closeAfterReply) {
            channel.close();
        }
    }

    boolean isReleased() {
        return released;
    }

    void release() {
        released = true;
        endTransaction();
        Request never = takePostponed();
        if (never != null) {
            never.release();
        }
        input.close();
        reply.close();
    }
}
