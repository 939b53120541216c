package org.backstay.sentinel;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.backstay.config.ConfigException;
import org.backstay.config.Directive;
import org.backstay.config.Settings;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Node;
import org.backstay.node.TransportSecurity;
import org.backstay.node.Worker;
import org.backstay.node.tls.Tls;
import org.backstay.node.tls.TlsDirectives;
import org.backstay.sentinel.command.SentinelServer;
import org.backstay.sentinel.command.Subscribers;
import org.backstay.sentinel.config.SentinelConfig;
import org.backstay.sentinel.config.SentinelStatements;
import org.backstay.sentinel.config.ServerDirectives;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.failover.Failovers;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Roster;
import org.backstay.sentinel.model.SentinelState;
import org.backstay.sentinel.script.ScriptQueue;
import org.backstay.sentinel.script.ScriptStarter;
import org.backstay.sentinel.watch.Connections;
import org.backstay.sentinel.watch.Corrections;
import org.backstay.sentinel.watch.HelloReader;
import org.backstay.sentinel.watch.HelloSender;
import org.backstay.sentinel.watch.InfoPolls;
import org.backstay.sentinel.watch.InfoReader;
import org.backstay.sentinel.watch.MasterSwitch;
import org.backstay.sentinel.watch.ObjectiveJudge;
import org.backstay.sentinel.watch.Orders;
import org.backstay.sentinel.watch.PeerQueries;
import org.backstay.sentinel.watch.Pings;
import org.backstay.sentinel.watch.SubjectiveJudge;
import org.backstay.sentinel.watch.Watch;

/**
 * One sentinel: puts the parts together, starts and stops them. Owned by its node's loop; made, started and stopped there.
 *
 * <p>It runs wherever a {@link Node} does: on a machine, or in the simulation.
 */
public final class Sentinel {
    /** What a sentinel needs beyond its node. */
    public interface Surroundings {
        /** Starts the operator's scripts. */
        ScriptStarter scripts();

        /** Looks up host names. */
        Names.Lookup names();

        /** The sentinel has stopped (0), could not start (1), or crashes on purpose (99). */
        IntConsumer exit();
    }

    private static final int CRASHED_ON_PURPOSE = 99;
    private static final String HEX = "0123456789abcdef";

    private final Node node;
    private final SentinelConfig config;
    private final Surroundings surroundings;
    private final Time time;
    private final SentinelState state = new SentinelState();
    private final Rounds rounds;
    private final Events events;
    private final StateFile file;
    private final Tls tls;
    private final SentinelServer server;
    private final Rounds.Duties duties;
    private final Worker resolver;
    private final Worker writer;
    private boolean stopped;

    /**
     * Takes up a configuration; nothing is connected or listened to yet.
     *
     * @throws ConfigException for the first statement that makes no sense
     * @throws java.io.UncheckedIOException for the first certificate or key that can't be used
     */
    public Sentinel(Node node, SentinelConfig config, Surroundings surroundings) {
        this.node = node;
        this.config = config;
        this.surroundings = surroundings;
        this.time = new Time(node.clock());
        this.resolver = node.workers().apply("names");
        this.writer = node.workers().apply("state");
        Settings settings = config.server();
        String password = settings.get(ServerDirectives.REQUIREPASS);
        state.settings.requirePass = password.isEmpty() ? null : password;
        tls = new Tls(settings, node.disk(), node.log());
        setPorts(settings);
        Names names = new Names(resolver, surroundings.names());
        Roster roster = new Roster(state, names::known, time);
        new SentinelStatements(state, roster, surroundings.scripts()::isExecutable).apply(config.statements());

        Subscribers subscribers = new Subscribers();
        ScriptQueue scripts = new ScriptQueue(state.periods, surroundings.scripts(), time);
        events = new Events(state, node.log(), subscribers, scripts);
        scripts.events(events);
        file = new StateFile(state, config, node.disk(), writer, node.log());
        rounds = new Rounds(state, node.loop(), time, node.random());
        String source = settings.get(ServerDirectives.BIND_SOURCE_ADDR);
        ConnectOptions socket = (source.isEmpty() ? ConnectOptions.DEFAULT : new ConnectOptions(source, 0))
                .withSecurity(tls.replication());
        Connections connections = new Connections(node, state, names, time, socket, rounds);

        Watching watching = watching(connections, roster, names, scripts);
        Failovers failovers = failovers(watching, names);
        Runnable tendScripts = scripts::tend;
        duties = new Rounds.Duties(
                watching.watch,
                watching.subjective,
                new ObjectiveJudge(events, time),
                watching.peers,
                watching.infos,
                failovers,
                tendScripts);
        server = new SentinelServer(new SentinelServer.Ground(
                node,
                state,
                settings,
                config.file().toString(),
                randomId(),
                roster,
                names,
                time,
                events,
                file,
                scripts,
                surroundings.scripts()::isExecutable,
                failovers,
                watching.helloReader,
                subscribers,
                rounds,
                () -> stop("User requested shutdown...")));
    }

    private void setPorts(Settings settings) {
        int port = settings.get(ServerDirectives.PORT);
        int tlsPort = settings.get(TlsDirectives.TLS_PORT);
        state.settings.port = port == 0 ? tlsPort : port;
        boolean overTls = settings.get(TlsDirectives.TLS_REPLICATION) && tlsPort != 0;
        state.settings.peerPort = overTls ? tlsPort : port;
    }

    /** The parts that watch. */
    private record Watching(
            Watch watch,
            SubjectiveJudge subjective,
            PeerQueries peers,
            InfoPolls infos,
            Orders orders,
            HelloSender hellos,
            HelloReader helloReader,
            MasterSwitch masterSwitch) {}

    private Watching watching(Connections connections, Roster roster, Names names, ScriptQueue scripts) {
        Orders orders = new Orders(state, connections, rounds);
        Corrections corrections = new Corrections(state, orders, names, events, time);
        InfoReader infoReader = new InfoReader(state, roster, corrections, events, file, time, rounds);
        InfoPolls infos = new InfoPolls(state, connections, infoReader, time);
        orders.afterwards(infos::ask);
        MasterSwitch masterSwitch = new MasterSwitch(state, roster, events, scripts, file, rounds);
        HelloReader helloReader = new HelloReader(state, roster, masterSwitch, events, file, time, rounds);
        HelloSender hellos = new HelloSender(state, connections, time);
        SubjectiveJudge subjective = new SubjectiveJudge(state, events, time);
        Pings pings = new Pings(state, connections, time, rounds);
        PeerQueries peers = new PeerQueries(state, connections, time, rounds, node.log());
        Watch watch = new Watch(connections, pings, infos, hellos, helloReader, subjective);
        connections.listener(watch);
        return new Watching(watch, subjective, peers, infos, orders, hellos, helloReader, masterSwitch);
    }

    private Failovers failovers(Watching watching, Names names) {
        return new Failovers(new Failovers.Ground(
                state,
                watching.orders,
                watching.infos,
                watching.hellos,
                watching.peers,
                watching.masterSwitch,
                names,
                events,
                file,
                time,
                node.clock(),
                node.random(),
                node.log(),
                rounds,
                this::crash));
    }

    /**
     * Makes sure that the state can be kept, listens, and begins to watch.
     *
     * @return completes when clients can connect; fails when they never will, with a message of one line
     */
    public Future<Void> start() {
        Promise<Void> started = node.loop().newPromise();
        try {
            identify();
        } catch (IOException e) {
            started.setFailure(new IOException(
                    "Sentinel config file " + config.file() + " is not writable: " + e.getMessage() + ". Exiting...",
                    e));
            return started;
        }
        for (String name : config.idle()) {
            node.log().notice("The directive " + name + " of " + config.file() + " has no effect on a sentinel");
        }
        listen(
                ServerDirectives.PORT,
                TransportSecurity.NONE,
                started,
                () -> listen(TlsDirectives.TLS_PORT, tls.accepting(), started, () -> watch(started)));
        return started;
    }

    private void listen(Directive<Integer> port, TransportSecurity security, Promise<Void> started, Runnable next) {
        Settings settings = config.server();
        if (settings.get(port) == 0) {
            next.run();
            return;
        }
        Listening listening = new Listening(settings.get(ServerDirectives.BIND), settings.get(port));
        listening.open(endpoint -> server.listen(endpoint, security), failure -> {
            if (failure == null) {
                next.run();
            } else {
                started.setFailure(failure);
            }
        });
    }

    /** An ID is made once and kept for ever; others know us by it. */
    private void identify() throws IOException {
        if (state.myId.isEmpty()) {
            state.myId = randomId();
            file.saveNow();
        } else {
            node.disk().openForAppend(config.file()).close();
        }
    }

    private void watch(Promise<Void> started) {
        node.log().notice("Running mode=sentinel, port=" + state.settings.port + ".");
        node.log().warning("Sentinel ID is " + state.myId);
        for (MonitoredMaster master : state.masters.values()) {
            events.warn("+monitor", master, "quorum " + master.quorum);
            master.related().forEach(instance -> instance.link.forgetTimes());
        }
        rounds.start(duties, events);
        started.setSuccess(null);
    }

    /** Stops in order: nothing is judged any more, the state is saved, clients are disconnected, and the exit is told 0. */
    public void stop(String why) {
        if (stopped) {
            return;
        }
        stopped = true;
        node.log().warning(why);
        node.supervisor().stopping();
        rounds.stop();
        file.save(failure -> {
            server.close();
            state.masters.values().forEach(MonitoredMaster::forget);
            resolver.close();
            writer.close();
            node.log().warning("Sentinel is now ready to exit, bye bye...");
            surroundings.exit().accept(0);
        });
    }

    private void crash() {
        node.log().warning("Sentinel CRASH because of SENTINEL simulate-failure");
        rounds.stop();
        surroundings.exit().accept(CRASHED_ON_PURPOSE);
    }

    private String randomId() {
        StringBuilder id = new StringBuilder(SentinelState.ID_LENGTH);
        for (int i = 0; i < SentinelState.ID_LENGTH; i++) {
            id.append(HEX.charAt(node.random().nextInt(HEX.length())));
        }
        return id.toString();
    }

    /** Gives back the memory of what was received and not read; for the simulation, when the loop is gone. */
    public void free() {
        server.free();
    }

    /** What is known; for tests, on the loop. */
    SentinelState state() {
        return state;
    }
}
