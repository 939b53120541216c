package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that others could change, that are not there, or that their user can't run: what is said of them, beside the original. */
@Tag("slow")
class ScriptSecurityTest {
    private static final Pattern ABOUT_SCRIPTS =
            Pattern.compile("(Unsafe permissions found|WARNING - script|Disabling track script|SECURITY VIOLATION).*");

    private static Path script(Lab lab, String name, String rights, String text) throws IOException {
        Path file = lab.write(name, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        return file;
    }

    private static String config(Lab lab, String global, int priority) {
        Path folder = lab.folder();
        return """
                global_defs {
                  script_user root
                  %s
                }
                vrrp_script good {
                  script "%s/good.sh"
                  interval 1
                }
                vrrp_script open {
                  script "%s/open.sh"
                  interval 1
                }
                vrrp_script gone {
                  script "%s/gone.sh"
                  interval 1
                }
                vrrp_script closed {
                  script "%s/closed.sh"
                  user nobody
                  interval 1
                }
                vrrp_script other {
                  script "%s/other.sh"
                  user nobody
                  interval 1
                }
                vrrp_instance VI_1 {
                  interface eth0
                  virtual_router_id 51
                  priority %d
                  advert_int 1
                  virtual_ipaddress {
                    10.77.0.100/24
                  }
                  track_script {
                    good
                    open
                    gone
                    closed
                    other
                  }
                }
                """.formatted(global, folder, folder, folder, folder, folder, priority);
    }

    private static Set<String> said(PeerProcess process) {
        Set<String> lines = new TreeSet<>();
        ABOUT_SCRIPTS.matcher(process.output()).results().forEach(each -> lines.add(each.group()));
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"enable_script_security", ""})
    void sameScriptsAreRefusedInTheSameWords(String global) throws Exception {
        try (Lab lab = Lab.open()) {
            Files.setPosixFilePermissions(lab.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
            script(lab, "good.sh", "rwxr-xr-x", "id -u > " + lab.folder() + "/good-$PPID");
            script(lab, "open.sh", "rwxrwxrwx", "touch " + lab.folder() + "/opened");
            script(lab, "closed.sh", "rwx------", "exit 1");
            Path mine = Files.createDirectory(lab.folder().resolve("nobodys"));
            Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxrwxrwx"));
            script(lab, "other.sh", "rwxr-xr-x", "echo $(id -u):$(id -g) > " + mine + "/ran");
            PeerProcess ours = Keepalived.OURS.start(lab, "a", config(lab, global, 110));
            lab.await("ours runs scripts", () -> Files.exists(mine.resolve("ran")));
            Awaitility.await()
                    .until(() -> !Files.readString(mine.resolve("ran")).isBlank());
            assertThat(Files.readString(mine.resolve("ran")).strip()).matches("65534:\\d+");
            PeerProcess stock = Keepalived.STOCK.start(lab, "b", config(lab, global, 100));
            lab.await("the original has begun", () -> stock.output().contains("Entering BACKUP STATE"));
            assertThat(said(ours))
                    .isEqualTo(said(stock))
                    .contains("Disabling track script gone since not found/accessible");
            boolean secure = !global.isEmpty();
            assertThat(said(ours).contains("Disabling track script open due to insecure"))
                    .isEqualTo(secure);
            if (secure) {
                assertThat(Files.exists(lab.folder().resolve("opened"))).isFalse();
            }
            lab.awaitHolder("a", "10.77.0.100");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuchuser", "nobody nosuchgroup"})
    void scriptOfNobodyIsNotRun(String user) {
        try (Lab lab = Lab.open()) {
            String config = config(lab, "", 100).replace("user nobody", "user " + user);
            PeerProcess ours = Keepalived.OURS.start(lab, "a", config);
            List<String> words = List.of(user.split(" "));
            lab.await(
                    "it says so",
                    () -> ours.output()
                            .contains("Script " + (words.size() == 1 ? "user" : "group") + " '" + words.getLast()
                                    + "' does not exist"));
            lab.await("it goes on without them", () -> lab.has("a", "10.77.0.100"));
        }
    }
}
