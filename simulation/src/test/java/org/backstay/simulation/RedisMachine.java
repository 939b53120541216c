package org.backstay.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.config.QuotedLines;
import org.backstay.node.Node;
import org.backstay.redis.RedisNode;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.testkit.sim.SimulatedNode;
import org.backstay.testkit.sim.Simulation;

/** A simulated machine on which our redis-server runs, with its configuration and data on the machine's disk. */
final class RedisMachine {
    static final int PORT = 6379;
    private static final Path FOLDER = Path.of("/data");
    private static final Path CONFIG = FOLDER.resolve("redis.conf");

    private RedisMachine() {}

    /** A machine that is not started yet; its file holds these lines and what every server here has. */
    static SimulatedNode add(Simulation simulation, String name, String... lines) {
        SimulatedNode machine = simulation.node(name, RedisMachine::boot);
        List<String> all = new ArrayList<>(List.of(
                "port " + PORT, "bind 0.0.0.0", "protected-mode no", "dir " + FOLDER, "save \"\"", "databases 2"));
        all.addAll(List.of(lines));
        try {
            machine.disk().createDirectories(FOLDER);
            machine.disk().replace(CONFIG, (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return machine;
    }

    private static AutoCloseable boot(Node node) throws IOException {
        String text = new String(node.disk().readAll(CONFIG), StandardCharsets.UTF_8);
        RedisNode redis =
                new RedisNode(node, RedisDirectives.table().read(QuotedLines.read(text, "redis.conf")), CONFIG);
        redis.start();
        return redis::free;
    }
}
