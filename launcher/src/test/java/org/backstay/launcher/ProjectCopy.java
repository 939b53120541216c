package org.backstay.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The project's real scripts in a folder of their own, with one source file, and with a JDK and a Maven that only note how
 * they were called.
 */
final class ProjectCopy {
    private static final Path PROJECT =
            Path.of("").toAbsolutePath().resolve("..").normalize();

    private final Path folder;
    private final Path home;

    ProjectCopy(Path folder) throws IOException {
        this.folder = folder;
        home = Files.createDirectories(folder.resolve("project with a space"));
        try (Stream<Path> scripts = Files.list(PROJECT.resolve("scripts"))) {
            for (Path script : Stream.concat(scripts, Stream.of(PROJECT.resolve("backstay"), PROJECT.resolve("verify")))
                    .toList()) {
                Path copy = home.resolve(PROJECT.relativize(script));
                Files.createDirectories(copy.getParent());
                Files.copy(script, copy);
            }
        }
        write(home.resolve("pom.xml"), "");
        write(home.resolve("base/pom.xml"), "");
        write(source("One.java"), "");
        write(jdk().resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"25.0.1\"\n");
        script(jdk().resolve("bin/javac"), "");
        script(jdk().resolve("bin/java"), """
                for word; do case $word in -XX:AOTCacheOutput=*) touch "${word#*=}"; exit 0 ;; esac; done
                echo "pid $$"
                printf '%s\\n' "$@"
                """);
        tool("mvn", """
                echo "$*" >>'%s'
                sleep 0.3
                echo '[INFO] Building base 0.1.0                              [2/2]'
                mkdir -p '%s/.build/classes/launcher' && echo jar >'%s/.build/classes/launcher/backstay.jar'
                """.formatted(folder.resolve("builds"), home, home));
    }

    Path home() {
        return home;
    }

    Path jdk() {
        return folder.resolve("jdk");
    }

    Path source(String name) {
        return home.resolve("base/src/main/java").resolve(name);
    }

    /** What Maven was called with, call by call. */
    List<String> builds() throws IOException {
        Path builds = folder.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    /** Puts a program before those of the machine. */
    void tool(String name, String text) throws IOException {
        script(folder.resolve("tools").resolve(name), text);
    }

    /** Replaces text in one of the scripts, which must be there. */
    void edit(String script, String text, String replacement) throws IOException {
        Path file = home.resolve(script);
        assertThat(file).content().contains(text);
        Files.writeString(file, Files.readString(file).replace(text, replacement));
    }

    /** Makes a file or folder newer than everything that was built. */
    static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    Outcome run(String script, String... args) throws Exception {
        return outcome(start(home.resolve(script), Map.of(), args));
    }

    Process start(Path script, Map<String, String> environment, String... args) throws IOException {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().remove("BACKSTAY_BUILT");
        builder.environment().remove("BACKSTAY_JAVA_OPTS");
        builder.environment().remove("CI");
        builder.environment().put("JAVA_HOME", jdk().toString());
        builder.environment().put("PATH", folder.resolve("tools") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Outcome outcome(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Outcome(
                process.pid(),
                process.exitValue(),
                out.lines().toList(),
                err.lines().toList());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void script(Path file, String text) throws IOException {
        write(file, "#!/bin/bash\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What a script did: its lines on standard output and on standard error. */
    record Outcome(long pid, int code, List<String> out, List<String> err) {}
}
