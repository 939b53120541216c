package org.backstay.redis.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import org.backstay.config.Settings;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.node.tls.Tls;
import org.backstay.redis.config.ClientDirectives;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.resp.command.CommandTable;
import org.jspecify.annotations.Nullable;

/**
 * One redis-server: the keyspace, the clients and the commands, held together. Owned by the node's loop; every method is called
 * there.
 *
 * <p>Persistence and replication are not known here: they give an {@link EffectLog}, a {@link WriteGate}, a {@link Durability} and an {@link
 * Acknowledgement}.
 */
public final class RedisServer {
    /** Replies a client may leave untaken before it is no longer read from. Large, because clients pipeline without reading. */
    private static final int PAUSE_ABOVE_BYTES = 256 * 1024 * 1024;

    private static final int RESUME_BELOW_BYTES = 64 * 1024 * 1024;

    private final Node node;
    private final Settings settings;
    private final Tls tls;
    private final ServerTime time;
    private final Keyspace keyspace;
    private final Values values;
    private final BlockedClients blockedClients;
    private final Clients clients = new Clients();
    private final WatchedKeys watchedKeys;
    private final Notifications notifications = new Notifications();
    private final Tracking tracking;
    private final Pause pause = new Pause(this);
    private final ClientWatch clientWatch;
    private final LatencyMonitor latency;
    private final Statistics statistics = new Statistics();
    private final Propagation propagation = new Propagation();
    private final SlowLog slowLog = new SlowLog();
    private final Monitors monitors = new Monitors(this);
    private final MemoryGuard memory;
    private final Reclaiming reclaiming = new Reclaiming(this);
    private final Dispatcher dispatcher;
    private final Access access;
    private final long startedMillis;
    private WriteGate writeGate = WriteGate.OPEN;
    private final Outbox outbox;
    private Libraries libraries = Libraries.NONE;
    private boolean loading;
    private @Nullable String busyError;
    private Runnable stopBusy = () -> {};
    private boolean activeExpire = true;
    private boolean scriptsMayCallAll;
    private boolean cronPaused;
    private boolean failing;
    private Runnable onFailure = () -> {};

    /** Puts a server together; it serves nobody yet. */
    public RedisServer(Node node, Settings settings, CommandTable<Command> commands) {
        this.node = node;
        this.settings = settings;
        this.tls = new Tls(settings, node.disk(), node.log());
        this.time = new ServerTime(node.clock());
        this.startedMillis = time.millis();
        this.keyspace = KeyspaceSetup.create(this);
        this.memory = new MemoryGuard(this);
        this.watchedKeys = new WatchedKeys(keyspace);
        this.values = new Values(this);
        this.blockedClients = new BlockedClients(this);
        this.tracking = new Tracking(this);
        this.dispatcher = new Dispatcher(this, commands, new Admission(this));
        this.access = new Access(this);
        this.clientWatch = new ClientWatch(this);
        this.latency = new LatencyMonitor(time, settings);
        clients.onResume(this::resume);
        this.outbox = new Outbox(clients, clientWatch, statistics);
        clients.onDeparture(watchedKeys::unwatch);
        clients.onDeparture(tracking::disable);
        clients.limits().longestBulk(settings.get(RedisDirectives.PROTO_MAX_BULK_LEN));
        settings.onChange(
                RedisDirectives.PROTO_MAX_BULK_LEN,
                (before, now) -> clients.limits().longestBulk(now));
        notifications.want(settings.get(ClientDirectives.NOTIFY_KEYSPACE_EVENTS));
        settings.onChange(ClientDirectives.NOTIFY_KEYSPACE_EVENTS, (before, now) -> notifications.want(now));
        limitSlowLog();
        settings.onChange(RedisDirectives.SLOWLOG_LOG_SLOWER_THAN, (before, now) -> limitSlowLog());
        settings.onChange(RedisDirectives.SLOWLOG_MAX_LEN, (before, now) -> limitSlowLog());
    }

    private void limitSlowLog() {
        long most = settings.get(RedisDirectives.SLOWLOG_MAX_LEN);
        slowLog.limit(settings.get(RedisDirectives.SLOWLOG_LOG_SLOWER_THAN), (int) Math.min(most, Integer.MAX_VALUE));
    }

    /** What the server stands on. */
    public Node node() {
        return node;
    }

    /** The loop that owns the server. */
    public EventLoop loop() {
        return node.loop();
    }

    /** The server's log. */
    public Log log() {
        return node.log();
    }

    /** The values of its directives. */
    public Settings settings() {
        return settings;
    }

    /** What protects its connections. */
    public Tls tls() {
        return tls;
    }

    /** Its time. */
    public ServerTime time() {
        return time;
    }

    /** When it was started, in milliseconds since the epoch. */
    public long startedMillis() {
        return startedMillis;
    }

    /** Its data. */
    public Keyspace keyspace() {
        return keyspace;
    }

    /** The reused views of its values. */
    public Values values() {
        return values;
    }

    /** What the collections of its keyspace share. */
    public CollectionContext collections() {
        return values.context();
    }

    /** Its clients. */
    public Clients clients() {
        return clients;
    }

    /** Who watches which keys. */
    public WatchedKeys watchedKeys() {
        return watchedKeys;
    }

    /** Who waits for which keys. */
    BlockedClients blockedClients() {
        return blockedClients;
    }

    /** Who has cached which keys. */
    public Tracking tracking() {
        return tracking;
    }

    /** Whether commands are held. */
    public Pause pause() {
        return pause;
    }

    /** Which connections cost too much. */
    public ClientWatch clientWatch() {
        return clientWatch;
    }

    /** What has kept the loop for long. */
    public LatencyMonitor latency() {
        return latency;
    }

    /** What is published of changes. */
    public Notifications notifications() {
        return notifications;
    }

    /** Its counters. */
    public Statistics statistics() {
        return statistics;
    }

    /** What holds its memory under the limit. */
    public MemoryGuard memory() {
        return memory;
    }

    /** Its slow commands. */
    public SlowLog slowLog() {
        return slowLog;
    }

    /** The way of effects to the log. */
    public Propagation propagation() {
        return propagation;
    }

    /** The way of commands. */
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Who may do what. */
    public Access access() {
        return access;
    }

    Monitors monitors() {
        return monitors;
    }

    /** Changes made to the keyspace since the start. */
    public long changes() {
        return keyspace.changes();
    }

    /** Whether writes are taken now. */
    public WriteGate writeGate() {
        return writeGate;
    }

    /** Lets replication and persistence decide whether writes are taken. */
    public void writeGate(WriteGate gate) {
        writeGate = gate;
    }

    /** How replies leave. */
    public Outbox outbox() {
        return outbox;
    }

    /** What ends the server at once, saving nothing more. */
    public void onFailure(Runnable end) {
        onFailure = end;
    }

    /**
     * What is in memory may no longer be what replicas and the log were told: to go on would spread that. The server executes nothing
     * more and ends, as if it had crashed.
     */
    void fail(String why) {
        if (!failing) {
            failing = true;
            log().warning(why + ": ending, because replicas and the log may not have what was done.");
            loop().execute(onFailure);
        }
    }

    /** Whether nothing more is executed. */
    boolean isFailing() {
        return failing;
    }

    /** Whether the data is being loaded, and commands that need it answer LOADING. */
    public boolean isLoading() {
        return loading;
    }

    /** Whether keys whose time is over are deleted though nobody asks for them. */
    boolean isActiveExpire() {
        return activeExpire;
    }

    /** Whether scripts may call commands that are not for scripts. */
    public boolean scriptsMayCallAll() {
        return scriptsMayCallAll;
    }

    /** Lets scripts call commands that are not for scripts, for tests (DEBUG SET-DISABLE-DENY-SCRIPTS). */
    public void scriptsMayCallAll(boolean yes) {
        scriptsMayCallAll = yes;
    }

    /** Switches active expiry (DEBUG SET-ACTIVE-EXPIRE). */
    public void activeExpire(boolean yes) {
        activeExpire = yes;
    }

    /** Whether the periodic work stands still. */
    boolean isCronPaused() {
        return cronPaused;
    }

    /** Stops the periodic work, or lets it go on (DEBUG PAUSE-CRON). */
    public void pauseCron(boolean yes) {
        cronPaused = yes;
    }

    /**
     * A command takes so long that others are served meanwhile, with an error for nearly all they ask.
     *
     * @param error for them
     * @param stop ends the command because the server is to end
     */
    public void busy(String error, Runnable stop) {
        busyError = error;
        stopBusy = stop;
    }

    /** The command that took so long has ended. */
    public void idle() {
        busyError = null;
        stopBusy = () -> {};
    }

    /** The error for commands that have to wait for a slow one, or null. */
    @Nullable
    String busyError() {
        return busyError;
    }

    /** Whether a slow command is under way. */
    public boolean isBusy() {
        return busyError != null;
    }

    /** Ends the slow command that is under way, if there is one, as soon as it can be. */
    public void stopBusy() {
        stopBusy.run();
    }

    /** Shows a call to those who watch, before the calls that it makes. */
    public void monitor(Call call) {
        if (!clients.monitors().isEmpty()) {
            monitors.showNow(call);
        }
    }

    /** Its functions. */
    public Libraries libraries() {
        return libraries;
    }

    /** Gives it functions. */
    public void libraries(Libraries functions) {
        libraries = functions;
    }

    /** Deletes all data: every key and every function. */
    public void forgetData() {
        keyspace.flushAll(true);
        libraries.flush();
    }

    /** Begins or ends loading. */
    public void loading(boolean yes) {
        loading = yes;
    }

    /** Takes over an accepted connection. */
    public void accept(Channel channel) {
        assert loop().inEventLoop();
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(RESUME_BELOW_BYTES, PAUSE_ABOVE_BYTES));
        if (clients.size() >= settings.get(RedisDirectives.MAXCLIENTS)) {
            clients.refused();
            Refusal.send(channel, "ERR max number of clients reached");
            return;
        }
        if (memory.isHeapTight()) {
            clients.refused();
            Refusal.send(channel, MemoryGuard.HEAP_FULL);
            return;
        }
        if (isProtectedFrom(channel)) {
            clients.refused();
            Refusal.send(channel, Refusal.PROTECTED_MODE);
            return;
        }
        Client client = clients.connect(channel, time.millis());
        access.welcome(client);
        channel.pipeline().addLast(new ClientHandler(this, client));
    }

    private boolean isProtectedFrom(Channel channel) {
        return settings.get(RedisDirectives.PROTECTED_MODE)
                && access.users().standard().needsNoPassword()
                && !Peers.isLocal(channel);
    }

    /** Ends a batch of one client's commands: effects first, then its replies and whatever else became ready. */
    void endBatch(Client client) {
        tellTrackers();
        outbox.sendAll(client);
        reclaiming.begin();
    }

    /** Ends a batch of work that no client's read began: a timer, a worker's answer, a disconnect. */
    public void endBatch() {
        tellTrackers();
        outbox.sendAll();
        reclaiming.begin();
    }

    private void tellTrackers() {
        if (tracking.hasMessages()) {
            tracking.endUnit(null);
        }
        tracking.endBatch();
    }

    /** Ends a unit of work, a command or a step of active expiry: its effects go to the log together, and who waited for them is served. */
    public void endUnit() {
        propagation.endUnit();
        if (blockedClients.hasReady()) {
            blockedClients.serve();
        }
    }

    void resumeLater(Client client) {
        loop().execute(() -> resume(client));
    }

    void resume(Client client) {
        if (!client.channel().isActive()) {
            return;
        }
        time.refresh();
        dispatcher.executeInTask(client);
        endBatch(client);
    }

    /** Gives back the memory outside the heap; the server must not be used any more. */
    public void close() {
        for (Client client : java.util.List.copyOf(clients.all())) {
            client.channel().close();
            clients.disconnected(client);
        }
        clients.close();
        access.store().close();
        propagation.close();
        reclaiming.stop();
        keyspace.close();
    }
}
