package org.backstay.testkit.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The original nutcracker on 127.0.0.1, with its statistics on a port of their own. */
public final class StockNutcracker implements AutoCloseable {
    private static final int CONNECT_MILLIS = 1_000;

    private final Folder folder = new Folder("nutcracker");
    private final int port;
    private final int statisticsPort;
    private final PeerProcess process;

    private StockNutcracker(String yaml, int port, int statisticsPort) {
        this.port = port;
        this.statisticsPort = statisticsPort;
        Path configuration = folder.path().resolve("nutcracker.yml");
        try {
            Files.writeString(configuration, yaml.replace("{port}", Integer.toString(port)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        process = PeerProcess.start(
                "stock-nutcracker",
                folder.path(),
                List.of(
                        Programs.require("nutcracker").toString(),
                        "-c",
                        configuration.toString(),
                        "-a",
                        "127.0.0.1",
                        "-s",
                        Integer.toString(statisticsPort),
                        "-v",
                        "5"));
        process.awaitReady(() -> accepts(port));
    }

    /**
     * Starts one.
     *
     * @param yaml its configuration, in which {@code {port}} stands for the free port it shall listen on
     */
    public static StockNutcracker start(String yaml) {
        Programs.require("nutcracker");
        List<Integer> ports = FreePorts.take(2);
        return new StockNutcracker(yaml, ports.get(0), ports.get(1));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where its pool listens. */
    public int port() {
        return port;
    }

    /** Where it tells its statistics, as JSON. */
    public int statisticsPort() {
        return statisticsPort;
    }

    /** Its process. */
    public PeerProcess process() {
        return process;
    }

    /** Sends one command on a new connection. */
    public @Nullable Object call(String... words) {
        return RespConnection.once(port, words);
    }

    @Override
    public void close() {
        process.close();
        folder.close();
    }
}
