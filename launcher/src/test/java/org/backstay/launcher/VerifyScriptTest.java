package org.backstay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./verify} installs, and what it does about what it can't. Here the only peer is a program nobody has. */
@Tag("slow")
class VerifyScriptTest {
    @TempDir
    private Path folder;

    private ProjectCopy project;

    @BeforeEach
    void copyTheProject() throws IOException {
        project = new ProjectCopy(folder);
        project.edit("scripts/peers.sh", "peers=\"", "peers=\"peer-of-nobody:package-of-nobody\"; stock=\"");
        project.edit("scripts/peers.sh", "policy=/usr/sbin/policy-rc.d", "policy='" + folder + "/policy'");
        project.tool("id", "echo 0");
        project.tool("apt-get", "exit 100");
        project.tool("systemctl", "");
    }

    @Test
    void aPeerThatCannotBeInstalledIsNamedAndTheTestsRun() throws Exception {
        ProjectCopy.Outcome outcome = project.run("verify");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("verify: skipped are the tests against package-of-nobody")
                .last()
                .asString()
                .startsWith("verify: passed, in ");
        assertThat(project.builds()).last().asString().endsWith("clean verify");
    }

    @Test
    void inContinuousIntegrationItFailsInsteadAndBuildsNothing() throws Exception {
        ProjectCopy.Outcome outcome =
                ProjectCopy.outcome(project.start(project.home().resolve("verify"), Map.of("CI", "true")));

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).containsExactly("verify: with CI=true every peer must be there");
        assertThat(project.builds()).isEmpty();
    }

    @Test
    void aMissingPeerIsInstalledWithoutStartingItsService() throws Exception {
        project.tool("apt-get", """
                case $* in *install*) ;; *) exit 0 ;; esac
                [ "$(sh '%s'/policy; echo $?)" = 101 ] || exit 100 # what dpkg asks before it starts a service
                printf '#!/bin/bash\\n' >'%s/tools/peer-of-nobody' && chmod +x '%s/tools/peer-of-nobody'
                """.formatted(folder, folder, folder));

        ProjectCopy.Outcome outcome =
                ProjectCopy.outcome(project.start(project.home().resolve("verify"), Map.of("CI", "true")));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("verify: installing package-of-nobody")
                .noneMatch(l -> l.contains("skipped"));
        assertThat(Files.exists(folder.resolve("policy"))).isFalse();
    }

    @Test
    void aFailedTestFailsTheWhole() throws Exception {
        project.run("backstay");
        project.tool("mvn", "echo 'Tests run: 1, Failures: 1'; exit 1");

        ProjectCopy.Outcome outcome = project.run("verify");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).singleElement().asString().startsWith("verify: failed, after ");
    }
}
