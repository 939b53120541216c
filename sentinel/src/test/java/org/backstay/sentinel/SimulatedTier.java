package org.backstay.sentinel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.sentinel.config.SentinelConfig;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.model.Failover;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.script.ScriptStarter;
import org.backstay.testkit.sim.Boot;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;

/** A master, two replicas and three sentinels in a simulation, and what must always hold for them. */
final class SimulatedTier {
    static final String NAME = "mymaster";
    static final int DOWN_AFTER = 1_000;

    private static final Path CONFIG = Path.of("/data/sentinel.conf");
    private static final int SENTINELS = 3;
    private static final int PORT = 26_379;

    final Simulation simulation;
    final List<SimulatedNode> redises = new ArrayList<>();
    final List<SimulatedNode> sentinels = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    private final Map<SimulatedNode, Sentinel> programs = new LinkedHashMap<>();
    private final Map<SimulatedNode, ScriptedRedis> servers = new LinkedHashMap<>();
    private final Map<Long, String> leaders = new HashMap<>();
    private final Map<Long, String> configurations = new HashMap<>();

    SimulatedTier(Simulation simulation, String... more) {
        this.simulation = simulation;
        String firstMaster = null;
        for (int i = 1; i <= 3; i++) {
            String follows = firstMaster;
            SimulatedNode[] self = new SimulatedNode[1];
            Boot boot = node -> {
                AutoCloseable server = ScriptedRedis.boot(self[0].ip(), follows).start(node);
                servers.put(self[0], (ScriptedRedis) server);
                return server;
            };
            self[0] = simulation.node("redis-" + i, boot);
            redises.add(self[0]);
            firstMaster = redises.getFirst().ip();
        }
        for (int i = 1; i <= SENTINELS; i++) {
            SimulatedNode[] self = new SimulatedNode[1];
            self[0] = simulation.node("sentinel-" + i, node -> boot(self[0], node));
            sentinels.add(self[0]);
            configure(self[0], firstMaster, more);
        }
    }

    private static void configure(SimulatedNode node, String master, String... more) {
        String text = "port " + PORT + "\nbind " + node.ip() + "\n"
                + "sentinel monitor " + NAME + " " + master + " " + ScriptedRedis.PORT + " 2\n"
                + "sentinel down-after-milliseconds " + NAME + " " + DOWN_AFTER + "\n"
                + "sentinel failover-timeout " + NAME + " 10000\n" + String.join("\n", more) + "\n";
        try {
            node.disk().createDirectories(CONFIG.getParent());
            node.disk().replace(CONFIG, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AutoCloseable boot(SimulatedNode self, Node node) throws IOException {
        Node watched = new Node(
                node.name(),
                node.loop(),
                node.network(),
                node.disk(),
                node.clock(),
                node.random(),
                node.workers(),
                new Listening(self, node.log()));
        Sentinel sentinel =
                new Sentinel(watched, SentinelConfig.read(node.disk(), CONFIG, List.of()), new Surroundings(self));
        programs.put(self, sentinel);
        sentinel.start();
        return sentinel::free;
    }

    private final class Surroundings implements Sentinel.Surroundings {
        private final SimulatedNode self;

        Surroundings(SimulatedNode self) {
            this.self = self;
        }

        @Override
        public ScriptStarter scripts() {
            return new ScriptStarter() {
                @Override
                public void start(List<String> command, Observer observer) {
                    events.add(self.name() + " runs " + String.join(" ", command));
                    observer.ended(0, 0);
                }

                @Override
                public boolean isExecutable(String path) {
                    return true;
                }
            };
        }

        @Override
        public Names.Lookup names() {
            return host -> {
                throw new java.net.UnknownHostException(host);
            };
        }

        @Override
        public IntConsumer exit() {
            return code -> {
                throw new AssertionError("a sentinel ended with " + code);
            };
        }
    }

    /** Checks what must never happen at the moment it would. */
    private final class Listening implements Log {
        private final SimulatedNode self;
        private final Log log;

        Listening(SimulatedNode self, Log log) {
            this.self = self;
            this.log = log;
        }

        @Override
        public void log(Level level, String line) {
            log.log(level, line);
            events.add(self.name() + " " + line);
            if (line.startsWith("+elected-leader")) {
                electedOncePerEpoch();
            }
            if (line.startsWith("+switch-master")) {
                sameAddressInSameEpoch(line);
            }
        }

        /** No epoch has two leaders. */
        private void electedOncePerEpoch() {
            Failover failover = program(self).state().masters.get(NAME).failover();
            String before = leaders.putIfAbsent(failover.epoch(), self.name());
            if (before != null && !before.equals(self.name())) {
                throw new AssertionError(
                        "epoch " + failover.epoch() + " has two leaders: " + before + " and " + self.name());
            }
        }

        /** No epoch has two configurations. */
        private void sameAddressInSameEpoch(String line) {
            long epoch = program(self).state().masters.get(NAME).configEpoch;
            String[] words = line.split(" ", -1);
            String address = words[words.length - 2];
            String before = configurations.putIfAbsent(epoch, address);
            if (before != null && !before.equals(address)) {
                throw new AssertionError("epoch " + epoch + " has two masters: " + before + " and " + address);
            }
        }

        @Override
        public boolean enabled(Level level) {
            return true;
        }
    }

    void startAll() {
        redises.forEach(SimulatedNode::start);
        sentinels.forEach(SimulatedNode::start);
    }

    private Sentinel program(SimulatedNode node) {
        return programs.get(node);
    }

    MonitoredMaster view(SimulatedNode sentinel) {
        return program(sentinel).state().masters.get(NAME);
    }

    ScriptedRedis server(SimulatedNode node) {
        return servers.get(node);
    }

    private List<SimulatedNode> running() {
        return sentinels.stream()
                .filter(node -> node.alive() && programs.containsKey(node))
                .toList();
    }

    /** Whether every sentinel that runs knows all replicas and all other sentinels. */
    boolean met() {
        return running().size() == SENTINELS
                && running().stream().allMatch(node -> {
                    MonitoredMaster master = view(node);
                    return master.replicas.size() == 2
                            && master.sentinels.size() == SENTINELS - 1
                            && master.related().stream().allMatch(i -> i.link.isConnected())
                            && master.replicas.values().stream().allMatch(r -> r.report.masterLinkUp());
                });
    }

    /** The machine that all sentinels that run take for the master; null while they differ. */
    SimulatedNode agreed() {
        List<String> told = running().stream()
                .map(node -> view(node).currentAddress().ip())
                .distinct()
                .toList();
        return told.size() != 1
                ? null
                : redises.stream()
                        .filter(node -> node.ip().equals(told.getFirst()))
                        .findFirst()
                        .orElseThrow();
    }

    /** Whether there is one master that all sentinels know, and every other server that runs follows it. */
    boolean settled() {
        SimulatedNode master = agreed();
        if (master == null || !master.alive() || !server(master).isMaster()) {
            return false;
        }
        return redises.stream()
                .filter(node -> node != master && node.alive())
                .allMatch(node -> Objects.equals(server(node).follows(), master.ip()));
    }
}
