package org.backstay.sentinel.command;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.backstay.config.Settings;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Node;
import org.backstay.node.TransportSecurity;
import org.backstay.resp.RequestLimits;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.SentinelRows;
import org.backstay.sentinel.config.ServerDirectives;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.failover.Failovers;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Roster;
import org.backstay.sentinel.model.SentinelState;
import org.backstay.sentinel.script.ScriptQueue;
import org.backstay.sentinel.watch.Attention;
import org.backstay.sentinel.watch.HelloReader;
import org.jspecify.annotations.Nullable;

/** The sentinel as a server. Owned by the loop. */
public final class SentinelServer {
    /** What the commands work on. */
    public record Ground(
            Node node,
            SentinelState state,
            Settings settings,
            String configFile,
            String runId,
            Roster roster,
            Names names,
            Time time,
            Events events,
            StateFile file,
            ScriptQueue scripts,
            Predicate<String> executable,
            Failovers failovers,
            HelloReader hellos,
            Subscribers subscribers,
            Attention attention,
            Runnable shutdown) {}

    private static final byte[] TOO_MANY = bytes("-ERR max number of clients reached\r\n");
    private static final byte[] PROTECTED = bytes("-DENIED Redis is running in protected mode because protected mode is"
            + " enabled and no password is set for the default user. In this mode connections are only accepted from"
            + " the loopback interface.\r\n");

    private final Ground ground;
    private final Clients clients = new Clients();
    private final RequestLimits limits = new RequestLimits();
    private final Dispatcher dispatcher;
    private final List<Channel> listeners = new ArrayList<>();
    private final int mostClients;
    private final int idleSeconds;
    private @Nullable ScheduledFuture<?> idleCheck;

    /** Binds the commands; nobody can connect yet. */
    public SentinelServer(Ground ground) {
        this.ground = ground;
        this.mostClients = ground.settings.get(ServerDirectives.MAXCLIENTS);
        this.idleSeconds = ground.settings.get(ServerDirectives.TIMEOUT);
        CommandTable<Handler> table = new CommandTable<>();
        this.dispatcher = new Dispatcher(table, ground.time);
        bind(table);
    }

    private void bind(CommandTable<Handler> table) {
        new ConnectionCommands(ground.state, ground.shutdown).bind(table);
        new ClientCommands(clients, ground.time).bind(table);
        new PubSubCommands(ground.subscribers, ground.hellos).bind(table);
        new CommandCommand(table).bind();
        var process = new InfoCommand.Identity(ground.runId, ground.time.now(), ground.configFile, mostClients);
        new InfoCommand(
                        ground.state,
                        process,
                        clients,
                        ground.subscribers,
                        dispatcher,
                        ground.scripts,
                        ground.time,
                        ground.node.clock())
                .bind(table);
        table.container(SentinelRows.SENTINEL);
        new QueryCommands(ground.state, new InstanceReply(ground.state, ground.time), ground.scripts, ground.time)
                .bind(table);
        new ActionCommands(
                        ground.state,
                        ground.roster,
                        ground.names,
                        ground.failovers,
                        ground.events,
                        ground.file,
                        ground.attention,
                        ground.node.log())
                .bind(table);
        new SetCommand(ground.state, ground.events, ground.file, ground.executable).bind(table);
        new SettingCommands(ground.state, ground.file).bind(table);
    }

    /** Listens on an address. */
    public ChannelFuture listen(Endpoint local, TransportSecurity security) {
        int backlog = ground.settings.get(ServerDirectives.TCP_BACKLOG);
        int keepAlive = ground.settings.get(ServerDirectives.TCP_KEEPALIVE);
        ListenOptions options = new ListenOptions(backlog, keepAlive, false).withSecurity(security);
        ChannelFuture bound = ground.node.network().listen(ground.node.loop(), local, options, this::accept);
        bound.addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                listeners.add(done.channel());
            }
        });
        if (idleSeconds > 0 && idleCheck == null) {
            Runnable check = this::closeIdle;
            idleCheck = ground.node.loop().scheduleWithFixedDelay(check, 1, 1, TimeUnit.SECONDS);
        }
        return bound;
    }

    private void accept(Channel channel) {
        if (clients.size() >= mostClients) {
            refuse(channel, TOO_MANY);
            return;
        }
        boolean open = ground.state.settings.requirePass == null;
        if (open && ground.settings.get(ServerDirectives.PROTECTED_MODE) && !isLocal(channel)) {
            refuse(channel, PROTECTED);
            return;
        }
        Client client = new Client(channel, clients.nextId(), ground.time.now(), limits, this::run);
        client.authenticated = open;
        client.input().authenticated(open);
        clients.add(client);
        channel.pipeline().addLast(new ClientHandler(client, this, ground.node.log()));
    }

    private static void refuse(Channel channel, byte[] why) {
        channel.writeAndFlush(channel.alloc().directBuffer(why.length).writeBytes(why))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private static boolean isLocal(Channel channel) {
        return !(channel.remoteAddress() instanceof InetSocketAddress remote)
                || remote.getAddress() == null
                || remote.getAddress().isLoopbackAddress();
    }

    void run(Client client) {
        dispatcher.run(client);
    }

    void disconnected(Client client) {
        clients.remove(client);
        ground.subscribers.forget(client);
        client.closed();
    }

    private void closeIdle() {
        long longest = TimeUnit.SECONDS.toMillis(idleSeconds);
        clients.close(c -> c.subscriptions() == 0 && ground.time.since(c.activeAt) > longest, null);
    }

    /** Stops listening and disconnects everybody. */
    public void close() {
        listeners.forEach(Channel::close);
        if (idleCheck != null) {
            idleCheck.cancel(false);
        }
        clients.close(client -> true, null);
    }

    /** Gives back the clients' memory when there is no loop any more that could close them. */
    public void free() {
        clients.all().forEach(Client::closed);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
