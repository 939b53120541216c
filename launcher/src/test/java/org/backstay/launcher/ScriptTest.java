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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code ./backstay} in a project of its own, with a JDK and a Maven that only note how they were called. */
@Tag("slow")
class ScriptTest {
    private static final Path PROJECT =
            Path.of("").toAbsolutePath().resolve("..").normalize();

    @TempDir
    private Path folder;

    private Path home;
    private Path jdk;
    private Path builds;

    @BeforeEach
    void layOutAProject() throws IOException {
        home = Files.createDirectories(folder.resolve("project with a space"));
        jdk = folder.resolve("jdk");
        builds = folder.resolve("builds");
        for (String name : List.of("backstay", "scripts/toolchain.sh", "scripts/app.sh", "scripts/rehearse.sh")) {
            Path copy = home.resolve(name);
            Files.createDirectories(copy.getParent());
            Files.copy(PROJECT.resolve(name), copy);
        }
        write(home.resolve("pom.xml"), "");
        write(home.resolve("base/pom.xml"), "");
        write(source("One.java"), "");
        write(jdk.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"25.0.1\"\n");
        script(jdk.resolve("bin/javac"), "");
        script(jdk.resolve("bin/java"), """
                for word; do case $word in -XX:AOTCacheOutput=*) touch "${word#*=}"; exit 0 ;; esac; done
                echo "pid $$"
                printf '%s\\n' "$@"
                """);
        script(folder.resolve("tools/mvn"), """
                echo x >>'%s'
                sleep 0.3
                echo '[INFO] Building base 0.1.0                              [2/2]'
                mkdir -p '%s/.build/classes/launcher' && echo jar >'%s/.build/classes/launcher/backstay.jar'
                """.formatted(builds, home, home));
    }

    @Test
    void theFirstRunBuildsAndSaysSoAndLaterRunsSayNothing() throws Exception {
        Outcome first = run("backstay", "redis-server", "--port", "7001");
        Outcome second = run("backstay", "redis-server", "--port", "7001");

        assertThat(first.code()).isZero();
        assertThat(first.err()).contains("backstay: building (this once, and when sources change)", "  [2/2] base");
        assertThat(second.err()).isEmpty();
        assertThat(second.words()).endsWith("org.backstay.launcher.Main", "redis-server", "--port", "7001");
        assertThat(second.words())
                .contains(
                        "-Dbackstay.home=" + home,
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:AOTCache=" + home.resolve(".build/redis-server.aot"));
        assertThat(builds).content().hasLineCount(1);
    }

    @Test
    void theProcessKeepsItsPid() throws Exception {
        run("backstay");

        Outcome outcome = run("backstay", "status");

        assertThat(outcome.out()).startsWith("pid " + outcome.pid());
    }

    @Test
    void aLinkNamedAfterAProgramStartsThatProgram() throws Exception {
        Files.createSymbolicLink(folder.resolve("other"), home.resolve("backstay"));
        Files.createSymbolicLink(folder.resolve("redis-sentinel"), Path.of("other"));
        run("backstay");

        Outcome outcome = outcome(start(folder.resolve("redis-sentinel"), "sentinel.conf"));

        assertThat(outcome.words()).endsWith("org.backstay.launcher.Main", "redis-sentinel", "sentinel.conf");
        assertThat(outcome.words()).contains("-XX:AOTCache=" + home.resolve(".build/redis-sentinel.aot"));
    }

    @Test
    void twoFirstRunsAtOnceBuildOnce() throws Exception {
        Process one = start(home.resolve("backstay"));
        Process other = start(home.resolve("backstay"));

        assertThat(outcome(one).code()).isZero();
        assertThat(outcome(other).code()).isZero();
        assertThat(builds).content().hasLineCount(1);
    }

    @Test
    void aChangedSourceIsBuiltAndSoIsARemovedOne() throws Exception {
        run("backstay");
        later(source("One.java"));
        run("backstay");
        assertThat(builds).content().hasLineCount(2);

        Files.delete(source("One.java"));
        later(source("One.java").getParent());
        run("backstay");
        assertThat(builds).content().hasLineCount(3);
    }

    @Test
    void aProgramStartedByAProgramDoesNotLookAtTheSources() throws Exception {
        run("backstay");
        later(source("One.java"));

        ProcessBuilder builder = builder(home.resolve("backstay"), "status");
        builder.environment().put("BACKSTAY_BUILT", home.toString());
        outcome(builder.start());

        assertThat(builds).content().hasLineCount(1);
    }

    @Test
    void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
        script(folder.resolve("tools/mvn"), "echo '[ERROR] One.java:[3,1] expected a semicolon'; exit 1");

        Outcome first = run("backstay");
        Outcome second = run("backstay");

        assertThat(List.of(first, second)).allSatisfy(outcome -> {
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .contains("[ERROR] One.java:[3,1] expected a semicolon")
                    .anyMatch(line -> line.contains("the whole log is " + home.resolve(".build/build.log")));
        });
    }

    @Test
    void withoutAJdkOneLineSaysWhereItLooked() throws Exception {
        Path toolchain = home.resolve("scripts/toolchain.sh");
        Files.writeString(toolchain, Files.readString(toolchain).replace("jdk_wanted=25", "jdk_wanted=99"));

        Outcome outcome = run("backstay");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .startsWith("backstay: JDK 99 is missing: looked in JAVA_HOME (" + jdk + "), PATH, /usr/lib/jvm");
    }

    @Test
    void withoutMavenOneLineSaysWhereItLooked() throws Exception {
        Path toolchain = home.resolve("scripts/toolchain.sh");
        Files.writeString(
                toolchain,
                Files.readString(toolchain).replace("command -v mvn", "false").replace("/bin/mvn;", "/bin/no-mvn;"));
        Files.writeString(toolchain, Files.readString(toolchain).replace("/bin/mvn ", "/bin/no-mvn "));

        Outcome outcome = run("backstay");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).singleElement().asString().startsWith("backstay: Maven is missing: looked in PATH");
    }

    private Path source(String name) {
        return home.resolve("base/src/main/java").resolve(name);
    }

    private Outcome run(String script, String... args) throws Exception {
        return outcome(start(home.resolve(script), args));
    }

    private Process start(Path script, String... args) throws IOException {
        return builder(script, args).start();
    }

    private ProcessBuilder builder(Path script, String... args) {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("PATH", folder.resolve("tools") + ":" + System.getenv("PATH"));
        builder.environment().remove("BACKSTAY_BUILT");
        return builder;
    }

    private static Outcome outcome(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.pid(), process.exitValue(), out, err.lines().toList());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void script(Path file, String text) throws IOException {
        write(file, "#!/bin/bash\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    private record Outcome(long pid, int code, String out, List<String> err) {
        List<String> words() {
            return out.lines().toList();
        }
    }
}
