package org.backstay.proxy.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.node.log.NutcrackerLog;
import org.backstay.node.machine.Machine;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.backstay.proxy.Nutcracker;
import org.backstay.proxy.config.PoolFile;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.RespConnection;

/** Our nutcracker in the test's process, on real sockets and two loops. */
public final class OurProxy implements AutoCloseable {
    private final int port;
    private final int statisticsPort;
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final Loops loops;
    private final Nutcracker nutcracker;

    private OurProxy(String yaml, int loopCount) {
        List<Integer> ports = FreePorts.take(2);
        port = ports.get(0);
        statisticsPort = ports.get(1);
        NutcrackerLog lines =
                new NutcrackerLog(Machine.clock(), line -> log.add(new String(line, StandardCharsets.UTF_8)), 6);
        loops = new Loops(Transports.choose(lines), "proxy", loopCount);
        Node node = Machine.node("proxy", loops, lines);
        String text = yaml.replace("{port}", Integer.toString(port));
        nutcracker = new Nutcracker(
                node, loops.all(), PoolFile.read(text, "test.yml"), "test", new Endpoint("127.0.0.1", statisticsPort));
        nutcracker.start().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Starts one; {@code {port}} stands for the port that it shall listen on. */
    public static OurProxy start(String yaml) {
        return new OurProxy(yaml, 2);
    }

    /** Starts one with a single loop. */
    public static OurProxy startAlone(String yaml) {
        return new OurProxy(yaml, 1);
    }

    /** Where clients connect. */
    public int port() {
        return port;
    }

    /** Where the statistics are. */
    public int statisticsPort() {
        return statisticsPort;
    }

    /** The log so far. */
    public String log() {
        return String.join("", log);
    }

    /** A new client. */
    public RespConnection connect() {
        return new RespConnection(port);
    }

    @Override
    public void close() {
        nutcracker.stop().orTimeout(10, TimeUnit.SECONDS).join();
        loops.close();
    }
}
