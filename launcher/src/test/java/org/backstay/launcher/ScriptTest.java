package org.backstay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./backstay} builds, when, and what it starts. */
@Tag("slow")
class ScriptTest {
    @TempDir
    private Path folder;

    private ProjectCopy project;

    @BeforeEach
    void copyTheProject() throws IOException {
        project = new ProjectCopy(folder);
    }

    @Test
    void theFirstRunBuildsAndSaysSoAndLaterRunsSayNothing() throws Exception {
        ProjectCopy.Outcome first = project.run("backstay", "redis-server", "--port", "7001");
        ProjectCopy.Outcome second = project.run("backstay", "redis-server", "--port", "7001");

        assertThat(first.code()).isZero();
        assertThat(first.err()).contains("backstay: building (this once, and when sources change)", "  [2/2] base");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).endsWith("org.backstay.launcher.Main", "redis-server", "--port", "7001");
        assertThat(second.out())
                .contains(
                        "-Dbackstay.home=" + project.home(),
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:AOTCache=" + project.home().resolve(".build/redis-server.aot"));
        assertThat(project.builds()).hasSize(1);
    }

    @Test
    void theProcessKeepsItsPid() throws Exception {
        project.run("backstay");

        ProjectCopy.Outcome outcome = project.run("backstay", "status");

        assertThat(outcome.out()).contains("pid " + outcome.pid());
    }

    @Test
    void aLinkNamedAfterAProgramStartsThatProgram() throws Exception {
        Files.createSymbolicLink(folder.resolve("other"), project.home().resolve("backstay"));
        Files.createSymbolicLink(folder.resolve("redis-sentinel"), Path.of("other"));
        project.run("backstay");

        ProjectCopy.Outcome outcome =
                ProjectCopy.outcome(project.start(folder.resolve("redis-sentinel"), Map.of(), "sentinel.conf"));

        assertThat(outcome.out()).endsWith("org.backstay.launcher.Main", "redis-sentinel", "sentinel.conf");
        assertThat(outcome.out()).contains("-XX:AOTCache=" + project.home().resolve(".build/redis-sentinel.aot"));
    }

    @Test
    void twoFirstRunsAtOnceBuildOnce() throws Exception {
        Process one = project.start(project.home().resolve("backstay"), Map.of());
        Process other = project.start(project.home().resolve("backstay"), Map.of());

        assertThat(ProjectCopy.outcome(one).code()).isZero();
        assertThat(ProjectCopy.outcome(other).code()).isZero();
        assertThat(project.builds()).hasSize(1);
    }

    @Test
    void aChangedSourceIsBuiltAndSoIsARemovedOne() throws Exception {
        project.run("backstay");
        ProjectCopy.touch(project.source("One.java"));
        project.run("backstay");
        assertThat(project.builds()).hasSize(2);

        Files.delete(project.source("One.java"));
        ProjectCopy.touch(project.source("One.java").getParent());
        project.run("backstay");
        assertThat(project.builds()).hasSize(3);
    }

    @Test
    void aProgramStartedByAProgramDoesNotLookAtTheSources() throws Exception {
        project.run("backstay");
        ProjectCopy.touch(project.source("One.java"));

        Map<String, String> environment =
                Map.of("BACKSTAY_BUILT", project.home().toString());
        ProjectCopy.outcome(project.start(project.home().resolve("backstay"), environment, "status"));

        assertThat(project.builds()).hasSize(1);
    }

    @Test
    void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
        project.tool("mvn", "echo '[ERROR] One.java:[3,1] expected a semicolon'; exit 1");

        ProjectCopy.Outcome first = project.run("backstay");
        ProjectCopy.Outcome second = project.run("backstay");

        assertThat(List.of(first, second)).allSatisfy(outcome -> {
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .contains("[ERROR] One.java:[3,1] expected a semicolon")
                    .anyMatch(line ->
                            line.contains("the whole log is " + project.home().resolve(".build/build.log")));
        });
    }

    @Test
    void withoutAJdkOneLineSaysWhereItLooked() throws Exception {
        project.edit("scripts/toolchain.sh", "jdk_wanted=25", "jdk_wanted=99");

        ProjectCopy.Outcome outcome = project.run("backstay");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .startsWith(
                        "backstay: JDK 99 is missing: looked in JAVA_HOME (" + project.jdk() + "), PATH, /usr/lib/jvm");
    }

    @Test
    void withoutMavenOneLineSaysWhereItLooked() throws Exception {
        project.edit("scripts/toolchain.sh", "command -v mvn", "false");
        project.edit("scripts/toolchain.sh", "/bin/mvn", "/bin/no-mvn");

        ProjectCopy.Outcome outcome = project.run("backstay");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).singleElement().asString().startsWith("backstay: Maven is missing: looked in PATH");
    }

    @Test
    void theOperatorsFlagsComeLast() throws Exception {
        project.run("backstay");
        Map<String, String> environment = Map.of("BACKSTAY_JAVA_OPTS", "-Xmx1g -Dx=y");

        ProjectCopy.Outcome outcome =
                ProjectCopy.outcome(project.start(project.home().resolve("backstay"), environment, "redis-server"));

        assertThat(outcome.out()).containsSubsequence("-Xmx256m", "-Xmx1g", "-Dx=y", "-cp", "redis-server");
    }
}
