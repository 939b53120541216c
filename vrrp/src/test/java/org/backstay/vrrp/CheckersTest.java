package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.vrrp.lab.Datagrams;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.backstay.vrrp.lab.Web;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checkers against real servers on another machine, each of which fails and comes back. */
@Tag("slow")
class CheckersTest {
    private static final String VIRTUAL = "[10.9.9.9]:tcp:80";
    private static final int WEB = 8_080;
    private static final int SECURE = 8_443;
    private static final int SMTP = 2_525;
    private static final int DNS = 5_353;
    private static final int UDP = 5_354;

    private static String config(Lab lab, String... servers) {
        return """
                global_defs {
                  notify_fifo %s/fifo
                }
                virtual_server 10.9.9.9 80 {
                  lvs_sched rr
                  lvs_method NAT
                  protocol TCP
                  delay_loop 0.2
                  delay_before_retry 0.1
                  connect_timeout 1
                  quorum_up "/bin/touch %s/up"
                  %s
                }
                """.formatted(lab.folder(), lab.folder(), String.join("\n", servers));
    }

    private static String server(int port, String checker) {
        return "real_server 10.77.0.2 " + port + " {\n" + checker + "\n}\n";
    }

    private static String name(int port) {
        return "[10.77.0.2]:tcp:" + port;
    }

    private static void awaitLine(Lab lab, PeerProcess process, String... lines) {
        for (String line : lines) {
            lab.await(line, () -> process.output().contains(line));
        }
    }

    /** What the original's own tool computes of a page. */
    private static String genhash(Lab lab) throws IOException {
        Path out = lab.folder().resolve("genhash");
        PeerProcess tool = lab.start(
                "a",
                "genhash",
                List.of(
                        "/bin/sh",
                        "-c",
                        Programs.require("genhash") + " -s 10.77.0.2 -p " + WEB + " -u / > " + out + " 2>&1"));
        tool.awaitEnd();
        return Files.readString(out).strip().replaceAll(".*\\s", "");
    }

    @Test
    void pagesAreComparedByStatusDigestAndExpression() throws Exception {
        try (Lab lab = Lab.open();
                Web web = new Web(lab, "b", WEB, SECURE)) {
            String digest = genhash(lab);
            assertThat(digest).matches("[0-9a-f]{32}");
            String page = "url {\npath /\n%s\n}\n";
            PeerProcess ours = Keepalived.OURS.start(
                    lab,
                    "a",
                    config(
                            lab,
                            server(WEB, "HTTP_GET {\n" + page.formatted("digest " + digest) + "}"),
                            server(
                                    SECURE,
                                    "SSL_GET {\nretry 0\n"
                                            + page.formatted("regex \"^we[l]+$\"\nregex_options multiline") + "}")));
            awaitLine(
                    lab,
                    ours,
                    "Activating healthchecker for service " + name(WEB) + " for VS " + VIRTUAL,
                    "Remote Web server " + name(WEB) + " succeed on service.",
                    "Remote Web server " + name(SECURE) + " succeed on service.");
            lab.await("the script has run", () -> Files.exists(lab.folder().resolve("up")));
            web.says(200, "ill");
            awaitLine(
                    lab,
                    ours,
                    "HTTP_CHECK on service " + name(WEB) + " failed after 1 retries.",
                    "Removing service " + name(WEB) + " from VS " + VIRTUAL,
                    "HTTP_CHECK on service " + name(SECURE) + " failed.",
                    "Lost quorum 1-0=1 > 0 for VS " + VIRTUAL);
            web.says(200, "well");
            awaitLine(
                    lab,
                    ours,
                    "MD5 digest success to " + name(WEB) + " url(/)",
                    "Regex match success to " + name(SECURE) + " url(/)",
                    "Adding service " + name(WEB) + " to VS " + VIRTUAL,
                    "Adding service " + name(SECURE) + " to VS " + VIRTUAL);
            web.says(500, "well");
            lab.await("both are out again", () -> ours.output().split("Lost quorum", -1).length == 3);
            assertThat(ours.output()).contains("IPVS: no table of virtual servers is kept: 1 virtual servers");
        }
    }

    @Test
    void mailDatagramEchoAndScriptCheckersReport() throws Exception {
        try (Lab lab = Lab.open()) {
            ServerSocket mail = mail(lab);
            Datagrams dns = new Datagrams(lab, "b", DNS, asked -> {
                asked[2] |= (byte) 0x80;
                return asked;
            });
            Datagrams udp = new Datagrams(lab, "b", UDP, asked -> new byte[] {1, 2, asked[0]});
            Path broken = lab.folder().resolve("broken");
            PeerProcess ours = Keepalived.OURS.start(
                    lab,
                    "a",
                    config(
                            lab,
                            server(SMTP, "SMTP_CHECK {\nhelo_name lab\n}"),
                            server(DNS, "DNS_CHECK {\nretry 1\nname example.com\n}"),
                            server(UDP, "UDP_CHECK {\npayload 07\nrequire_reply 01 xx 07\n}"),
                            server(1, "PING_CHECK {\n}"),
                            server(
                                    2,
                                    "MISC_CHECK {\nretry 1\nmisc_path \"/bin/sh -c 'test ! -e " + broken + "'\"\n}")));
            awaitLine(
                    lab,
                    ours,
                    "Remote SMTP server " + name(SMTP) + " succeed on service.",
                    "UDP connection to " + name(UDP) + " success.",
                    "ICMP connection to " + name(1) + " success.",
                    "Misc check for [" + name(2) + " VS " + VIRTUAL + "] by [/bin/sh] succeeded.");
            mail.close();
            dns.close();
            udp.close();
            Files.writeString(broken, "");
            awaitLine(
                    lab,
                    ours,
                    "SMTP_CHECK Could not connect to server [10.77.0.2]:" + SMTP,
                    "DNS_CHECK (" + name(DNS) + ") connection failure. after 1 retries",
                    "UDP_CHECK on service " + name(UDP) + " failed after 1 retries.",
                    "Misc check for [" + name(2) + " VS " + VIRTUAL
                            + "] by [/bin/sh] failed after 1 retry (exited with status 1).");
            assertThat(ours.output()).doesNotContain("Removing service " + name(1));
            lab.cut("b", true);
            awaitLine(
                    lab,
                    ours,
                    "ICMP CHECK on service " + name(1) + " of " + VIRTUAL + " failed after 1 retries.",
                    "Lost quorum 1-0=1 > 0 for VS " + VIRTUAL);
            lab.cut("b", false);
            awaitLine(lab, ours, "Adding service " + name(1) + " to VS " + VIRTUAL);
        }
    }

    @Test
    void suspendedWhileTheAddressIsElsewhere() {
        try (Lab lab = Lab.open()) {
            String suspending = config(lab, server(1, "PING_CHECK {\n}")).replace("lvs_sched", "ha_suspend\nlvs_sched");
            PeerProcess ours = Keepalived.OURS.start(lab, "a", suspending);
            awaitLine(lab, ours, "Deactivating healthchecker for service " + name(1));
            lab.ipOn("a", "addr", "add", "10.9.9.9/32", "dev", "eth0");
            awaitLine(lab, ours, "Activating healthchecker for service", "ICMP connection to " + name(1) + " success.");
            lab.ipOn("a", "addr", "del", "10.9.9.9/32", "dev", "eth0");
            awaitLine(lab, ours, "Suspending healthchecker for service " + name(1));
        }
    }

    /** A mail server that greets and answers. */
    private static ServerSocket mail(Lab lab) {
        ServerSocket server = lab.on("b", () -> new ServerSocket(SMTP));
        Thread.ofPlatform().daemon().start(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("220 lab\r\n".getBytes(StandardCharsets.US_ASCII));
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        String answer = line.equals("QUIT") ? "221 bye\r\n" : "250 " + line + "\r\n";
                        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException closed) {
                    // The test is over.
                }
            }
        });
        return server;
    }
}
