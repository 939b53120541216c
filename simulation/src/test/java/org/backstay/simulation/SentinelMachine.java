package org.backstay.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.backstay.node.Node;
import org.backstay.sentinel.Sentinel;
import org.backstay.sentinel.config.SentinelConfig;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.script.ScriptStarter;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;

/** A simulated machine on which our sentinel runs; its state is on the machine's disk. */
final class SentinelMachine {
    static final int PORT = 26_379;
    private static final Path FOLDER = Path.of("/data");
    private static final Path CONFIG = FOLDER.resolve("sentinel.conf");

    private SentinelMachine() {}

    /** A machine that is not started yet; its file holds these lines. */
    static SimulatedNode add(Simulation simulation, String name, String... lines) {
        SimulatedNode machine = simulation.node(name, SentinelMachine::boot);
        String text = "port " + PORT + "\nbind 0.0.0.0\nprotected-mode no\n" + String.join("\n", lines) + "\n";
        try {
            machine.disk().createDirectories(FOLDER);
            machine.disk().replace(CONFIG, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return machine;
    }

    private static AutoCloseable boot(Node node) throws IOException {
        Sentinel sentinel = new Sentinel(node, SentinelConfig.read(node.disk(), CONFIG, List.of()), new Surroundings());
        sentinel.start().addListener(started -> {
            if (!started.isSuccess()) {
                throw new IllegalStateException("a sentinel did not start", started.cause());
            }
        });
        return sentinel::free;
    }

    /** A machine without scripts and without names. */
    private static final class Surroundings implements Sentinel.Surroundings {
        @Override
        public ScriptStarter scripts() {
            return new ScriptStarter() {
                @Override
                public void start(List<String> command, Observer observer) {
                    throw new IllegalStateException("no scripts were configured: " + command);
                }

                @Override
                public boolean isExecutable(String path) {
                    return false;
                }
            };
        }

        @Override
        public Names.Lookup names() {
            return host -> {
                throw new UnknownHostException(host);
            };
        }

        @Override
        public IntConsumer exit() {
            return code -> {
                throw new IllegalStateException("a sentinel ended with " + code);
            };
        }
    }
}
