package org.backstay.stack.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.stack.topology.NodeSpec;
import org.jspecify.annotations.Nullable;

/**
 * Starts a node's program in a session of its own, so that the terminal's Ctrl-C reaches the supervisor only, and the nodes are
 * stopped in order.
 */
public final class ProgramStarter {
    private static final String HOME_PROPERTY = "backstay.home";
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private final List<String> prefix;

    private ProgramStarter(List<String> prefix) {
        this.prefix = prefix;
    }

    /** Starts the programs of this build: through its launcher where there is one, else on this JVM's class path. */
    public static ProgramStarter ofThisBuild() {
        List<String> prefix = new ArrayList<>();
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(setsid -> prefix.add(setsid.toString()));
        String home = System.getProperty(HOME_PROPERTY);
        if (home != null) {
            prefix.add(Path.of(home, "backstay").toString());
        } else {
            prefix.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.backstay.launcher.Main"));
        }
        return new ProgramStarter(List.copyOf(prefix));
    }

    /** Starts a node; its standard output and errors go to a file beside its log. */
    Process start(NodeSpec node) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(node.program().word());
        command.addAll(arguments(node));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(node.folder().toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(outputOf(node).toFile()));
        return builder.start();
    }

    /** Where what a node's process prints is kept; tells why it ended when it could not even open its log. */
    static Path outputOf(NodeSpec node) {
        return node.folder().resolve("output");
    }

    private static List<String> arguments(NodeSpec node) {
        return switch (node.program()) {
            case REDIS_SERVER, REDIS_SENTINEL -> List.of(node.config().toString());
            case NUTCRACKER ->
                List.of(
                        "-c",
                        node.config().toString(),
                        "-o",
                        node.log().toString(),
                        "-s",
                        Integer.toString(statsPort(node)),
                        "-a",
                        node.endpoint().host());
        };
    }

    /** Beside the serving port, far enough away that two proxies do not meet. */
    static int statsPort(NodeSpec node) {
        return node.endpoint().port() + 10_000;
    }

    /** The last line that a node's process printed, or null. */
    static @Nullable String lastOutput(NodeSpec node) {
        try {
            List<String> lines = Files.readAllLines(outputOf(node), java.nio.charset.StandardCharsets.ISO_8859_1);
            return lines.isEmpty() ? null : lines.getLast();
        } catch (IOException e) {
            return null;
        }
    }
}
