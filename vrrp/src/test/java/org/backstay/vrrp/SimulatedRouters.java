package org.backstay.vrrp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Node;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;
import org.backstay.vrrp.config.ConfigReader;
import org.backstay.vrrp.config.Diagnostics;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.ScriptCommand;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.instance.State;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.notify.FifoWriter;
import org.backstay.vrrp.script.Accounts;
import org.backstay.vrrp.script.Finding;
import org.backstay.vrrp.script.ScriptRunner;

/** Routers on simulated machines, what they wrote to their FIFOs, and scripts that answer as the test says. */
final class SimulatedRouters {
    static final Path FILE = Path.of("/etc/keepalived/keepalived.conf");
    private static final Finding MISSING = new Finding(Finding.Verdict.MISSING, "gone");
    private static final Duration SCRIPT_TAKES = Duration.ofMillis(5);

    final Simulation simulation;
    final SimulatedLan lan;
    final List<String> events = new ArrayList<>();
    final Map<SimulatedNode, Router> routers = new LinkedHashMap<>();
    /** What the script of a name on a machine answers; 0 unless it is here. */
    final Map<String, Integer> exitCodes = new LinkedHashMap<>();

    final Map<SimulatedNode, SimulatedLan.Machine> machines = new LinkedHashMap<>();

    SimulatedRouters(Simulation simulation) {
        this.simulation = simulation;
        lan = new SimulatedLan(simulation);
    }

    SimulatedNode add(String name, String config) {
        SimulatedLan.Machine machine = lan.machine(name, machines.size() + 1);
        SimulatedNode node = simulation.node(name, own -> boot(own, machine));
        machine.runs(node);
        machines.put(node, machine);
        write(node, config);
        return node;
    }

    static void write(SimulatedNode node, String config) {
        try {
            node.disk().createDirectories(FILE.getParent());
            node.disk().replace(FILE, config.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private AutoCloseable boot(Node node, SimulatedLan.Machine machine) throws IOException {
        Kernel kernel = machine.kernel();
        Diagnostics diagnostics = new Diagnostics();
        Router router = new Router(
                node,
                ConfigReader.read(node.disk(), FILE.toString(), node.name(), node.random(), diagnostics),
                new Surroundings(machine.name, kernel));
        if (diagnostics.faults() > 0) {
            throw new AssertionError(String.join("\n", diagnostics.lines()));
        }
        for (Map.Entry<SimulatedNode, SimulatedLan.Machine> each : machines.entrySet()) {
            if (each.getValue() == machine) {
                routers.put(each.getKey(), router);
            }
        }
        router.start();
        return () -> {};
    }

    Instance instance(SimulatedNode node, String name) {
        return routers.get(node).instances().stream()
                .filter(each -> each.config().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    State state(SimulatedNode node, String name) {
        return node.alive() ? instance(node, name).state() : State.STOPPED;
    }

    /** The living machines on which an instance is master. */
    List<SimulatedNode> masters(String name) {
        return machines.keySet().stream()
                .filter(node -> state(node, name) == State.MASTER)
                .toList();
    }

    static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    private final class Surroundings implements Router.Surroundings {
        private final String machine;
        private final Kernel kernel;

        Surroundings(String machine, Kernel kernel) {
            this.machine = machine;
            this.kernel = kernel;
        }

        @Override
        public Kernel kernel() {
            return kernel;
        }

        @Override
        public ScriptRunner scripts() {
            return new ScriptRunner() {
                @Override
                public void start(ScriptCommand command, Observer observer) {
                    String program = String.join(" ", command.command());
                    SimulatedNode node = node();
                    long life = node.life();
                    simulation.after(SCRIPT_TAKES, () -> {
                        if (node.alive() && node.life() == life) {
                            int code = exitCodes.getOrDefault(machine + ":" + program, 0);
                            node.node().loop().execute(() -> observer.ended(code));
                        }
                    });
                    if (program.startsWith("/notify")) {
                        events.add(machine + " runs " + program);
                    }
                }

                @Override
                public Accounts.Identity identity(ScriptCommand command) {
                    return Accounts.Identity.ROOT;
                }

                @Override
                public Finding inspect(ScriptCommand command) {
                    return command.command().getFirst().equals("/missing") ? MISSING : Finding.FINE;
                }
            };
        }

        private SimulatedNode node() {
            return machines.entrySet().stream()
                    .filter(each -> each.getValue().name.equals(machine))
                    .findFirst()
                    .orElseThrow()
                    .getKey();
        }

        @Override
        public FifoWriter fifo(GlobalSettings.Fifo settings) {
            return new FifoWriter() {
                @Override
                public boolean write(String line) {
                    events.add(machine + " " + line.strip());
                    return true;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public String hostName() {
            return machine;
        }

        @Override
        public boolean detail() {
            return false;
        }
    }
}
