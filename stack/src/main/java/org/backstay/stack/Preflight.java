package org.backstay.stack;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.backstay.config.ConfigException;
import org.backstay.config.QuotedLines;
import org.backstay.config.Statement;
import org.backstay.node.Disk;
import org.backstay.node.ListenOptions;
import org.backstay.node.Network;
import org.backstay.node.Node;
import org.backstay.proxy.config.PoolFile;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.stack.supervision.StackFolder;
import org.backstay.stack.topology.NodeSpec;
import org.backstay.stack.topology.Program;
import org.backstay.stack.topology.Topology;
import org.backstay.stack.topology.TopologyFiles;

/** What is checked before the first node is started, so that a stack starts whole or not at all. Runs on the main thread. */
final class Preflight {
    private final Topology topology;
    private final TopologyFiles files;
    private final Disk disk;
    private final Network network;
    private final EventLoop loop;

    Preflight(Topology topology, Node node) {
        this.topology = topology;
        this.files = new TopologyFiles(node.disk(), node.clock(), topology);
        this.disk = node.disk();
        this.network = node.network();
        this.loop = node.loop();
    }

    /** Writes the files that are missing and checks everything. @throws StackException for the first thing that is wrong */
    void check() {
        new StackFolder(disk, topology.folder()).supervisor().ifPresent(supervisor -> {
            throw new StackException("the stack in " + topology.folder() + " runs already, under process "
                    + supervisor.pid() + "; ./backstay down stops it");
        });
        try {
            files.writeMissing();
        } catch (IOException e) {
            throw new StackException("can't write to " + topology.folder() + ": " + e.getMessage());
        }
        topology.nodes().forEach(this::checkFile);
        topology.nodes().forEach(this::checkPort);
    }

    private void checkFile(NodeSpec node) {
        try {
            switch (node.program()) {
                case REDIS_SERVER -> RedisDirectives.table().read(statements(node.config()));
                case REDIS_SENTINEL -> files.sentinelState(node);
                case NUTCRACKER ->
                    PoolFile.read(
                            new String(disk.readAll(node.config()), StandardCharsets.UTF_8),
                            node.config().toString());
            }
            if (node.program() != Program.NUTCRACKER) {
                checkSaidPort(node);
            }
        } catch (ConfigException e) {
            throw new StackException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StackException("can't read " + node.config() + ": " + e.getMessage());
        }
    }

    private List<Statement> statements(Path file) {
        return QuotedLines.readFile(file.toString(), path -> disk.readAll(Path.of(path)));
    }

    /** A file that was edited to another port would never be found again. */
    private void checkSaidPort(NodeSpec node) {
        for (Statement statement : statements(node.config())) {
            boolean port = statement.name().equalsIgnoreCase("port") && statement.size() == 1;
            if (port
                    && !statement
                            .argument(1)
                            .equals(Integer.toString(node.endpoint().port()))) {
                throw statement.error(
                        "port " + statement.argument(1),
                        "port " + node.endpoint().port() + ", which is this node's in the topology");
            }
        }
    }

    private void checkPort(NodeSpec node) {
        ChannelFuture bound =
                network.listen(loop, node.endpoint(), ListenOptions.DEFAULT, accepted -> accepted.close());
        bound.awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new StackException("can't listen on " + node.endpoint() + " for " + node.name() + ": "
                    + bound.cause().getMessage());
        }
        bound.channel().close().awaitUninterruptibly();
    }
}
