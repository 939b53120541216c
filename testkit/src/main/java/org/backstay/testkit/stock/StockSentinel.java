package org.backstay.testkit.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The original redis-sentinel on 127.0.0.1 and a free port; it rewrites its own configuration file. */
public final class StockSentinel implements AutoCloseable {
    private final Folder folder = new Folder("sentinel");
    private final Path configuration = folder.path().resolve("sentinel.conf");
    private final int port;
    private PeerProcess process;

    private StockSentinel(int port, List<String> lines) {
        this.port = port;
        List<String> all = new ArrayList<>();
        all.add("bind 127.0.0.1");
        all.add("protected-mode no");
        all.add("port " + port);
        all.add("dir " + folder.path());
        all.addAll(lines);
        try {
            Files.write(configuration, all);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        process = launch();
    }

    /** Starts one with these lines of configuration, {@code sentinel monitor ...} among them. */
    public static StockSentinel start(String... lines) {
        Programs.require("redis-sentinel");
        return new StockSentinel(FreePorts.one(), List.of(lines));
    }

    private PeerProcess launch() {
        PeerProcess started = PeerProcess.start(
                "stock-sentinel",
                folder.path(),
                List.of(Programs.require("redis-sentinel").toString(), configuration.toString()));
        started.awaitReady(() -> StockRedis.answers(port));
        return started;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Its configuration file, with the state it wrote into it. */
    public Path configuration() {
        return configuration;
    }

    /** Its process. */
    public PeerProcess process() {
        return process;
    }

    /** Sends one command on a new connection. */
    public @Nullable Object call(String... words) {
        return RespConnection.once(port, words);
    }

    /** The port of the master it would send a client to, or -1 when it knows no such master. */
    public int masterPort(String name) {
        return call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name) instanceof List<?> address
                ? Integer.parseInt(String.valueOf(address.get(1)))
                : -1;
    }

    /** Starts it again after it ended, with the state it wrote. */
    public void restart() {
        process.close();
        process = launch();
    }

    @Override
    public void close() {
        process.close();
        folder.close();
    }
}
