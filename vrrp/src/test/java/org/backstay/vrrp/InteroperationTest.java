package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.vrrp.lab.Capture;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ours and the original as master and backup of each other, on real interfaces of network namespaces.
 *
 * <p>{@code -Dbackstay.vrrp.slow=true} adds what takes long at intervals of a second; {@code -Dbackstay.vrrp.pause.seconds=600} provokes
 * garbage collections for that long.
 */
@Tag("slow")
class InteroperationTest {
    private static final String VIP_4 = "10.77.0.100";
    private static final String VIP_6 = "fe80::77";

    /** What the instances speak. */
    enum Speech {
        V2_IPV4("version 2\nadvert_int 1\nauthentication { auth_type PASS\nauth_pass Pa$$w0rd }", VIP_4 + "/24"),
        V2_AH("version 2\nadvert_int 1\nauthentication { auth_type AH\nauth_pass secret }", VIP_4 + "/24"),
        V3_IPV4("version 3\nadvert_int 0.1", VIP_4 + "/24"),
        V3_IPV6("version 3\nadvert_int 0.1", VIP_6 + "/64\nfd77::100/64"),
        V3_IPV6_VMAC("version 3\nadvert_int 0.1\nuse_vmac", VIP_6 + "/64\nfd77::100/64"),
        V3_IPV6_BASE("version 3\nadvert_int 0.1\nuse_vmac\nvmac_xmit_base", VIP_6 + "/64\nfd77::100/64"),
        V3_UNICAST("version 3\nadvert_int 0.1\nunicast_src_ip %s\nunicast_peer { %s }", VIP_4 + "/24");

        private final String lines;
        private final String addresses;

        Speech(String lines, String addresses) {
            this.lines = lines;
            this.addresses = addresses;
        }

        String vip() {
            return addresses.startsWith(VIP_6) ? VIP_6 : VIP_4;
        }

        String config(String machine, int priority, String... more) {
            String own = machine.equals("a") ? "10.77.0.1" : "10.77.0.2";
            String other = machine.equals("a") ? "10.77.0.2" : "10.77.0.1";
            return """
                    global_defs { router_id %s }
                    vrrp_instance VI_1 {
                      state BACKUP
                      interface eth0
                      virtual_router_id 51
                      priority %d
                      %s
                      %s
                      virtual_ipaddress {
                        %s
                      }
                    }
                    """.formatted(machine, priority, lines.formatted(own, other), String.join("\n", more), addresses)
                    .replace("{ ", "{\n")
                    .replace(" }", "\n}");
        }
    }

    static Stream<Arguments> pairings() {
        List<Arguments> all = new ArrayList<>();
        for (Speech speech : Speech.values()) {
            for (Keepalived first : Keepalived.PAIR) {
                boolean quick = (speech != Speech.V2_IPV4 && speech != Speech.V2_AH) || first == Keepalived.OURS;
                if (quick || Boolean.getBoolean("backstay.vrrp.slow")) { // a second is version 2's shortest interval
                    all.add(Arguments.of(speech, first));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void addressMovesOnKillAndBackAndStaysNowhereAfterTheEnd(Speech speech, Keepalived first) {
        try (Lab lab = Lab.open();
                Capture capture = new Capture(lab, "c")) {
            PeerProcess a = first.start(lab, "a", speech.config("a", 110));
            lab.awaitHolder("a", speech.vip());
            PeerProcess b = first.other().start(lab, "b", speech.config("b", 100));
            lab.kill(a);
            // Nobody is left to remove the address from a, as after any crash.
            Awaitility.await(lab.logs()).atMost(Duration.ofSeconds(10)).until(() -> lab.has("b", speech.vip()));
            List<byte[]> heard = capture.advertisements();
            a = first.start(lab, "a", speech.config("a", 110));
            lab.awaitHolder("a", speech.vip());
            a.close();
            lab.awaitHolder("b", speech.vip());
            b.close();
            assertThat(lab.has("b", speech.vip())).as(lab.logs()).isFalse();
            if (speech != Speech.V3_UNICAST) {
                assertSameButForSource(heard);
            }
        }
    }

    /** One of each sender, byte by byte; what names the sender or counts its packets is left out. */
    private static void assertSameButForSource(List<byte[]> frames) {
        List<String> different = frames.stream()
                .map(InteroperationTest::withoutSender)
                .distinct()
                .toList();
        assertThat(frames.stream().map(each -> sender(each)).distinct())
                .as("senders")
                .hasSize(2);
        assertThat(different).as("kinds of packets").hasSize(1);
    }

    private static String sender(byte[] frame) {
        boolean four = (frame[12] & 0xff) == 0x08;
        return four ? HexFormat.of().formatHex(frame, 26, 30) : HexFormat.of().formatHex(frame, 22, 38);
    }

    private static String withoutSender(byte[] frame) {
        byte[] copy = frame.clone();
        boolean four = (copy[12] & 0xff) == 0x08;
        boolean authenticated = four && copy[23] == 51;
        int vrrp = authenticated ? 58 : four ? 34 : 54;
        Arrays.fill(copy, 6, 12, (byte) 0); // hardware address
        if (four) {
            Arrays.fill(copy, 18, 20, (byte) 0); // identification
            Arrays.fill(copy, 24, 30, (byte) 0); // header checksum, source
        } else {
            Arrays.fill(copy, 15, 18, (byte) 0); // flow label
            Arrays.fill(copy, 22, 38, (byte) 0); // source
        }
        if (authenticated) {
            Arrays.fill(copy, 38, 58, (byte) 0); // parameters, sequence number, value
        }
        copy[vrrp + 2] = 0; // priority
        Arrays.fill(copy, vrrp + 6, vrrp + 8, (byte) 0); // checksum, which covers both
        return HexFormat.of().formatHex(copy);
    }

    @Test
    void otherKeysAreRefusedAndCounted() {
        try (Lab lab = Lab.open()) {
            Keepalived.STOCK.start(lab, "a", Speech.V2_AH.config("a", 110));
            lab.await("the original is master", () -> lab.has("a", VIP_4));
            PeerProcess b = Keepalived.OURS.start(
                    lab, "b", Speech.V2_AH.config("b", 100).replace("secret", "other"));
            lab.await("ours is another master", () -> lab.has("b", VIP_4));
            assertThat(b.output()).contains("invalid IPSEC HMAC-MD5 value");
            assertThat(lab.report("b", b, "USR2", "keepalived.stats", "Failure"))
                    .containsPattern("Failure: [1-9]");
        }
    }

    @Test
    void gratuitousFramesAreTheOriginals() {
        try (Lab lab = Lab.open()) {
            List<List<String>> said = new ArrayList<>();
            for (Keepalived each : Keepalived.PAIR) {
                List<String> kinds = new ArrayList<>();
                for (Speech speech : List.of(Speech.V3_IPV4, Speech.V3_IPV6)) {
                    try (Capture capture = new Capture(lab, "c");
                            PeerProcess a = each.start(lab, "a", speech.config("a", 110))) {
                        lab.awaitHolder("a", speech.vip());
                        Awaitility.await()
                                .until(() -> capture.gratuitousArps().size()
                                                + capture.neighbourAdvertisements()
                                                        .size()
                                        >= (speech == Speech.V3_IPV4 ? 5 : 10));
                        capture.gratuitousArps()
                                .forEach(frame -> kinds.add(HexFormat.of().formatHex(frame, 0, 42)));
                        capture.neighbourAdvertisements()
                                .forEach(frame -> kinds.add(HexFormat.of().formatHex(frame)));
                        assertThat(a.alive()).isTrue();
                    }
                }
                said.add(kinds);
            }
            assertThat(said.get(0)).isEqualTo(said.get(1)).hasSize(15);
        }
    }

    @Test
    void nopreemptLeavesTheAddressAndARestartCleansUpAfterAKill() {
        try (Lab lab = Lab.open()) {
            PeerProcess a = Keepalived.OURS.start(lab, "a", Speech.V3_IPV4.config("a", 110, "nopreempt"));
            lab.awaitHolder("a", VIP_4);
            Keepalived.STOCK.start(lab, "b", Speech.V3_IPV4.config("b", 100, "nopreempt"));
            lab.kill(a);
            Awaitility.await().until(() -> lab.has("b", VIP_4));
            assertThat(lab.has("a", VIP_4)).isTrue();
            Keepalived.OURS.start(lab, "a", Speech.V3_IPV4.config("a", 110, "nopreempt"));
            lab.awaitHolder("b", VIP_4);
            pause(1_500);
            lab.awaitHolder("b", VIP_4);
        }
    }

    @Test
    void splitHealsToOneMasterThatTellsTheNeighbours() {
        try (Lab lab = Lab.open()) {
            Keepalived.OURS.start(lab, "a", Speech.V3_IPV4.config("a", 110));
            lab.awaitHolder("a", VIP_4);
            Keepalived.OURS.start(lab, "b", Speech.V3_IPV4.config("b", 100));
            pause(1_500);
            lab.cut("a", true);
            Awaitility.await(lab.logs()).until(() -> lab.has("a", VIP_4) && lab.has("b", VIP_4));
            try (Capture capture = new Capture(lab, "c")) {
                lab.cut("a", false);
                lab.awaitHolder("a", VIP_4);
                Awaitility.await(lab.logs())
                        .until(() -> !capture.gratuitousArps().isEmpty());
            }
        }
    }

    @Test
    void lostCarrierMovesTheAddress() {
        try (Lab lab = Lab.open()) {
            Keepalived.OURS.start(lab, "a", Speech.V3_IPV4.config("a", 110));
            lab.awaitHolder("a", VIP_4);
            Keepalived.OURS.start(lab, "b", Speech.V3_IPV4.config("b", 100));
            pause(1_000);
            lab.cable("a", false);
            lab.awaitHolder("b", VIP_4);
            lab.cable("a", true);
            lab.awaitHolder("a", VIP_4);
        }
    }

    @Test
    void reloadAndCollectionsOfGarbageMoveNothing() throws Exception {
        try (Lab lab = Lab.open()) {
            PeerProcess a = Keepalived.OURS.start(lab, "a", Speech.V3_IPV4.config("a", 110));
            lab.awaitHolder("a", VIP_4);
            PeerProcess b = Keepalived.OURS.start(lab, "b", Speech.V3_IPV4.config("b", 100));
            pause(1_500);
            long end = System.nanoTime()
                    + Duration.ofSeconds(Long.getLong("backstay.vrrp.pause.seconds", 5))
                            .toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                lab.write(
                        "a.conf",
                        Speech.V3_IPV4.config("a", 110) + "\nvrrp_script unused" + i + " {\nscript /bin/true\n}\n");
                a.signal("HUP");
                collect(a);
                collect(b);
            }
            assertThat(lab.has("a", VIP_4)).isTrue();
            assertThat(b.output()).as(lab.logs()).doesNotContain("MASTER");
            assertThat(a.output().split("Entering MASTER", -1)).hasSize(2);
        }
    }

    private static void collect(PeerProcess process) throws Exception {
        String jcmd = java.nio.file.Path.of(System.getProperty("java.home"), "bin", "jcmd")
                .toString();
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void withoutRightsItSaysSoInOneLine() {
        try (Lab lab = Lab.open()) {
            java.nio.file.Path file = lab.write("a.conf", Speech.V3_IPV4.config("a", 110));
            List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"));
            command.addAll(Keepalived.OURS.command(lab));
            String pid = lab.folder().resolve("x.pid").toString();
            command.addAll(List.of("-n", "-G", "-f", file.toString(), "-p", pid, "-r", pid));
            PeerProcess a = lab.start("a", "powerless", command);
            assertThat(a.awaitEnd()).isEqualTo(1);
            assertThat(a.output().strip())
                    .startsWith("keepalived: needs root, or the capabilities CAP_NET_ADMIN and CAP_NET_RAW")
                    .doesNotContain("\n");
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
