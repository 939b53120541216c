package org.backstay.resp;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A stock redis-server or sentinel on a free port, in a directory of its own, for one test class. */
public final class StockRedis implements AutoCloseable {
    private final Process process;
    private final Path directory;
    final int port;

    StockRedis(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Starts a server. */
    public static StockRedis server(String... arguments) throws IOException {
        return start(List.of("--save", "", "--enable-debug-command", "yes"), List.of(arguments));
    }

    /** Starts a sentinel. */
    public static StockRedis sentinel() throws IOException {
        return start(List.of("--sentinel"), List.of());
    }

    private static StockRedis start(List<String> first, List<String> more) throws IOException {
        Assumptions.assumeTrue(
                new File("/usr/bin/redis-server").canExecute() || "true".equals(System.getenv("CI")),
                "no redis-server here");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path directory = Files.createTempDirectory("stock-redis");
        Path config = Files.createFile(directory.resolve("redis.conf"));
        List<String> command = new ArrayList<>(List.of("redis-server", config.toString()));
        command.addAll(first);
        command.addAll(List.of("--port", Integer.toString(port), "--dir", directory.toString()));
        command.addAll(more);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> answers(port));
        return new StockRedis(process, directory, port);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
