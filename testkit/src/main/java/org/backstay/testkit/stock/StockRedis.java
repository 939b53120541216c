package org.backstay.testkit.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The original redis-server on 127.0.0.1, without persistence unless the configuration asks for it. Use it in
 * try-with-resources or in a field with {@code @AutoClose}.
 */
public final class StockRedis implements AutoCloseable {
    private static final List<String> DEFAULTS = List.of(
            "bind 127.0.0.1",
            "protected-mode no",
            "save \"\"",
            "appendonly no",
            "repl-diskless-sync-delay 0",
            "enable-debug-command yes");

    private final @Nullable Folder own;
    private final Path folder;
    private final int port;
    private final List<String> lines;
    private PeerProcess process;

    private StockRedis(@Nullable Folder own, Path folder, int port, List<String> lines) {
        this.own = own;
        this.folder = folder;
        this.port = port;
        this.lines = lines;
        this.process = launch();
    }

    /** Starts one in a folder of its own on a free port; lines of configuration come after the defaults. */
    public static StockRedis start(String... lines) {
        Programs.require("redis-server");
        Folder own = new Folder("redis");
        return new StockRedis(own, own.path(), FreePorts.one(), List.of(lines));
    }

    /** Starts one on a data folder that exists and stays. */
    public static StockRedis startIn(Path folder, String... lines) {
        Programs.require("redis-server");
        return new StockRedis(null, folder, FreePorts.one(), List.of(lines));
    }

    private PeerProcess launch() {
        Path configuration = folder.resolve("stock-redis.conf");
        List<String> all = new ArrayList<>(DEFAULTS);
        all.add("port " + port);
        all.add("dir " + folder);
        all.addAll(lines);
        try {
            Files.write(configuration, all);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        PeerProcess started = PeerProcess.start(
                "stock-redis", folder, List.of(Programs.require("redis-server").toString(), configuration.toString()));
        started.awaitReady(() -> answers(port));
        return started;
    }

    /** Whether something speaks RESP there and is not loading; an error about a password counts. */
    static boolean answers(int port) {
        try {
            Object answer = RespConnection.once(port, "PING");
            return answer instanceof String text && !text.startsWith("-LOADING");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Where its files are. */
    public Path folder() {
        return folder;
    }

    /** Its process. */
    public PeerProcess process() {
        return process;
    }

    /** Sends one command on a new connection. */
    public @Nullable Object call(String... words) {
        return RespConnection.once(port, words);
    }

    /** A field of {@code INFO}; null when there is none, or when a sentinel that gives the server another role has its clients killed. */
    public @Nullable String info(String field) {
        String prefix = field + ":";
        return infoText()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst()
                .orElse(null);
    }

    private String infoText() {
        try {
            return String.valueOf(call("INFO", "everything"));
        } catch (UncheckedIOException killed) {
            return "";
        }
    }

    /** Starts it again after it ended, with the same port, folder and configuration. */
    public void restart() {
        process.close();
        process = launch();
    }

    @Override
    public void close() {
        process.close();
        if (own != null) {
            own.close();
        }
    }
}
