package org.backstay.vrrp.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.vrrp.KeepalivedMain;

/** The two programs that are compared: how each is started in a {@link Lab}. */
public enum Keepalived {
    /** This project's. */
    OURS {
        @Override
        List<String> program(Lab lab) {
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-ea",
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xms24m",
                    "-Xmx48m",
                    "-Xmn12m",
                    "-XX:+AlwaysPreTouch",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dio.netty.noUnsafe=false",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    Keepalived.class.getName() + "$Main");
        }
    },
    /** This project's as users start it: with its start-up cache, built before if need be. */
    LAUNCHED {
        @Override
        List<String> program(Lab lab) {
            return List.of(LAUNCHER.toString(), "keepalived");
        }
    },
    /** The original. */
    STOCK {
        @Override
        List<String> program(Lab lab) {
            return List.of(Programs.require("keepalived").toString());
        }
    };

    /** Our program's entry in a JVM of its own. */
    public static final class Main {
        private Main() {}

        /** Runs it. */
        public static void main(String[] args) {
            System.exit(KeepalivedMain.run(args));
        }
    }

    private static final Path LAUNCHER =
            Path.of("..", "backstay").toAbsolutePath().normalize();

    /** Those that must work together. */
    public static final List<Keepalived> PAIR = List.of(OURS, STOCK);

    abstract List<String> program(Lab lab);

    /** Builds what {@link #LAUNCHED} starts, where the network of a machine may be needed. */
    public static void build() throws IOException {
        Process build = new ProcessBuilder(LAUNCHER.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (build.onExit().join().exitValue() != 0) {
            throw new IOException(said);
        }
    }

    /** How it is called, without arguments. */
    public List<String> command(Lab lab) {
        return program(lab);
    }

    /** Starts it on a machine with a configuration. */
    public PeerProcess start(Lab lab, String machine, String config, String... more) {
        Path file = lab.write(machine + ".conf", config);
        List<String> command = new ArrayList<>(List.of("env", "TMPDIR=" + lab.reports(machine)));
        command.addAll(program(lab));
        // A file of its own each time: what a killed one has left would keep the original from starting.
        String pid = lab.folder().resolve(machine + System.nanoTime() + ".pid").toString();
        command.addAll(
                List.of("-P", "-n", "-l", "-D", "-f", file.toString(), "-p", pid, "-r", pid + "v", "-b", pid + "b"));
        command.addAll(List.of(more));
        return lab.start(machine, name().toLowerCase(java.util.Locale.ROOT), command);
    }

    /** The other one. */
    public Keepalived other() {
        return this == STOCK ? OURS : STOCK;
    }
}
