package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.backstay.vrrp.lab.Post;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real scripts, files, processes and interfaces that move an address, and who is told of it. */
@Tag("slow")
class WatchedThingsTest {
    private static final String VIP = "10.77.0.100";
    private static final int SMTP = 2_525;

    private static String config(Lab lab, int priority) {
        Path folder = lab.folder();
        return """
                global_defs {
                  router_id LAB
                  notification_email {
                    ops@example.com
                  }
                  notification_email_from keepalived@example.com
                  smtp_server 127.0.0.1 %d
                  vrrp_notify_fifo %s/fifo-%d
                }
                vrrp_script check {
                  script "/bin/sh -c 'test ! -e %s/broken'"
                  interval 0.1
                  timeout 2
                  fall 2
                }
                track_file load {
                  file %s/load
                  weight -1
                }
                vrrp_track_process worker {
                  process sleep 31415926
                  weight 0
                  quorum 1
                }
                vrrp_instance VI_1 {
                  interface eth0
                  virtual_router_id 51
                  priority %d
                  version 3
                  advert_int 0.1
                  smtp_alert
                  notify "%s"
                  virtual_ipaddress {
                    %s/24
                  }
                  virtual_routes {
                    10.78.0.0/24 via 10.77.0.3 dev eth0
                  }
                  track_script {
                    check
                  }
                  track_file {
                    load
                  }
                  track_process {
                    worker
                  }
                }
                """.formatted(SMTP, folder, priority, folder, folder, priority, folder.resolve("told.sh"), VIP);
    }

    @Test
    void eachMovesTheAddressAndAllAreTold() throws Exception {
        List<String> mails = new CopyOnWriteArrayList<>();
        try (Lab lab = Lab.open();
                Post post = new Post(lab, "a", SMTP, mails)) {
            Path told = lab.write(
                    "told.sh", "#!/bin/sh\necho \"$@\" >> " + lab.folder().resolve("told") + "\n");
            assertThat(told.toFile().setExecutable(true)).isTrue();
            PeerProcess worker = lab.start("a", "worker", List.of("sleep", "31415926"));
            Keepalived.OURS.start(lab, "a", config(lab, 110));
            lab.awaitHolder("a", VIP);
            String weaker = config(lab, 100)
                    .replace("track_process {\n    worker\n  }", "")
                    .replaceAll("check\n", "\n");
            Keepalived.OURS.start(lab, "b", weaker.replace("    load\n", "\n"));
            lab.ipOn("a", "route", "get", "10.78.0.1");

            Path broken = lab.write("broken", "");
            lab.awaitHolder("b", VIP);
            Files.delete(broken);
            lab.awaitHolder("a", VIP);

            lab.write("load", "20\n");
            lab.awaitHolder("b", VIP);
            lab.write("load", "0\n");
            lab.awaitHolder("a", VIP);

            worker.kill();
            lab.awaitHolder("b", VIP);
            lab.start("a", "worker", List.of("sleep", "31415926"));
            lab.awaitHolder("a", VIP);

            Awaitility.await()
                    .until(() -> Files.readString(lab.folder().resolve("told"))
                                    .lines()
                                    .count()
                            > 6);
            assertThat(Files.readString(lab.folder().resolve("told")))
                    .startsWith("INSTANCE VI_1 BACKUP 110\nINSTANCE VI_1 MASTER 110\n")
                    .contains("INSTANCE VI_1 FAULT 110");
            Awaitility.await().until(() -> mails.size() > 3);
            assertThat(mails.getFirst())
                    .contains("MAIL FROM:<keepalived@example.com>", "RCPT TO:<ops@example.com>")
                    .contains("Subject: [LAB] VRRP Instance VI_1 - Entering BACKUP state");
            assertThat(Files.exists(lab.folder().resolve("fifo-110"))).isTrue();
            assertThat(post.port()).isEqualTo(SMTP);
        }
    }
}
