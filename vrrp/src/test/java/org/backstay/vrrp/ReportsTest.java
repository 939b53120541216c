package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.backstay.vrrp.lab.Post;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What operators read - files by signal, the FIFO, scripts' arguments, mails - is the original's. */
@Tag("slow")
class ReportsTest {
    private static final String VIP = "10.77.0.100";
    private static final int SMTP = 2_525;

    /**
     * All that one program told.
     *
     * @param stats what the signal for statistics writes
     * @param json what the signal for JSON writes
     * @param fifo lines of events
     * @param scripts arguments of the notification script
     * @param mails dialogues with the mail server
     */
    private record Told(String stats, String json, String fifo, String scripts, List<String> mails) {}

    private static String config(Lab lab) {
        return """
                global_defs {
                  router_id LAB
                  notification_email {
                    ops@example.com
                  }
                  notification_email_from keepalived@example.com
                  smtp_server 127.0.0.1 %d
                  smtp_helo_name lab.example.com
                  vrrp_notify_fifo %s/fifo
                }
                vrrp_script chk {
                  script "/usr/bin/sleep 0"
                  interval 1
                  weight 5
                }
                vrrp_instance VI_1 {
                  interface eth0
                  virtual_router_id 51
                  priority 110
                  version 3
                  advert_int 0.5
                  smtp_alert
                  notify "%s/told.sh"
                  track_script {
                    chk
                  }
                  virtual_ipaddress {
                    %s/24
                    10.77.0.101
                  }
                  virtual_ipaddress_excluded {
                    fd77::100
                  }
                  virtual_routes {
                    10.78.0.0/24 via 10.77.0.3 dev eth0
                  }
                  virtual_rules {
                    from 10.9.0.0/24 table 77 preference 1234
                  }
                }
                """.formatted(SMTP, lab.folder(), lab.folder(), VIP);
    }

    private static Told toldBy(Keepalived program) throws Exception {
        List<String> mails = new CopyOnWriteArrayList<>();
        try (Lab lab = Lab.open();
                Post post = new Post(lab, "a", SMTP, mails)) {
            Path told = lab.write("told.sh", "#!/bin/sh\necho \"$@\" >> " + lab.folder() + "/told\n");
            assertThat(told.toFile().setExecutable(true)).isTrue();
            String fifo = lab.folder().resolve("fifo").toString();
            lab.start(
                    "a",
                    "reader",
                    List.of("/bin/sh", "-c", "mkfifo " + fifo + "; cat " + fifo + " > " + fifo + ".read"));
            lab.await("the FIFO is there", () -> Files.exists(Path.of(fifo)));
            PeerProcess process = program.start(lab, "a", config(lab));
            lab.awaitHolder("a", VIP);
            lab.await(
                    "it has told so",
                    () -> Files.readString(Path.of(fifo + ".read")).contains("MASTER"));
            lab.await("mails", () -> mails.size() > 1);
            boolean stock = program == Keepalived.STOCK;
            String stats = lab.report("a", process, stock ? signal("STATS") : "USR2", "keepalived.stats", "VI_1");
            String json = lab.report("a", process, stock ? signal("JSON") : "TTIN", "keepalived.json", "VI_1");
            process.signal("TERM");
            process.awaitEnd();
            lab.await(
                    "the end was told",
                    () -> Files.readString(Path.of(fifo + ".read")).contains("STOP"));
            lab.await(
                    "to scripts too",
                    () -> Files.readString(lab.folder().resolve("told")).contains("STOP"));
            assertThat(post.port()).isEqualTo(SMTP);
            return new Told(
                    stats,
                    json,
                    Files.readString(Path.of(fifo + ".read")),
                    Files.readString(lab.folder().resolve("told")),
                    mails.stream()
                            .filter(mail -> mail.contains("QUIT")) // the end may cut one off
                            .map(ReportsTest::withoutDate)
                            .sorted()
                            .toList());
        }
    }

    private static String withoutDate(String mail) {
        return mail.replaceAll("(?m)^Date: .*$", "Date: now");
    }

    private static String signal(String function) throws IOException {
        Process asked = new ProcessBuilder(Programs.require("keepalived").toString(), "--signum=" + function).start();
        return new String(asked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip();
    }

    /** Without what depends on the time that passed; ours names itself as the master, where the original has heard of none. */
    private static String settled(String json) {
        return json.replaceAll("\\s", "")
                .replaceAll("backstay-lab-\\d+", "lab")
                .replaceAll("\"(last_transition|advert_sent|master_priority)\":[0-9.]+", "\"$1\":0");
    }

    @Test
    void everythingToldIsWhatTheOriginalTells() throws Exception {
        Told ours = toldBy(Keepalived.OURS);
        Told stock = toldBy(Keepalived.STOCK);
        assertThat(ours.stats().replaceAll("Sent: \\d+", "Sent: some"))
                .isEqualTo(stock.stats().replaceAll("Sent: \\d+", "Sent: some"));
        assertThat(settled(ours.json())).isEqualTo(settled(stock.json()));
        assertThat(ours.fifo()).isEqualTo(stock.fifo());
        assertThat(ours.scripts().lines().sorted())
                .containsExactlyElementsOf(stock.scripts().lines().sorted().toList());
        assertThat(ours.mails()).isEqualTo(stock.mails());
    }
}
