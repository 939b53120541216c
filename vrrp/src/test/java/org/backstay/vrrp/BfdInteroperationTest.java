package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.vrrp.lab.Capture;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** BFD between ours and the original, and what both make of a neighbour's death. */
@Tag("slow")
class BfdInteroperationTest {
    private static final String VIP = "10.77.0.100";
    private static final int IP = 14;
    private static final int UDP = IP + 20;
    private static final int BFD = UDP + 8;
    private static final int UP = 3;
    private static final int PORT = 3_784;
    /** 5 packets of 100 ms, shortened by at most a quarter, and what a busy machine adds. */
    private static final Duration DETECTED = Duration.ofMillis(500 + 2_000);

    private static String session(String own, String other) {
        return """
                bfd_instance N {
                  neighbor_ip %s
                  source_ip %s
                  min_rx 100
                  min_tx 100
                  multiplier 5
                }
                """.formatted(other, own);
    }

    private static String tracking() {
        return session("10.77.0.1", "10.77.0.2") + """
                vrrp_instance VI_1 {
                  interface eth0
                  virtual_router_id 51
                  version 3
                  advert_int 0.1
                  track_bfd {
                    N
                  }
                  virtual_ipaddress {
                    %s/24
                  }
                }
                """.formatted(VIP);
    }

    /** A neighbour that only answers. The original starts no BFD without a router. */
    private static String answering() {
        return session("10.77.0.2", "10.77.0.1") + """
                vrrp_instance VI_2 {
                  interface eth0
                  virtual_router_id 52
                  virtual_ipaddress {
                    10.77.0.102/24
                  }
                }
                """;
    }

    private static boolean isControl(byte[] frame) {
        return frame.length >= BFD + 24
                && frame[12] == 0x08
                && frame[13] == 0
                && frame[IP + 9] == 17
                && number(frame, UDP + 2) == PORT;
    }

    private static int number(byte[] frame, int at) {
        return (frame[at] & 0xff) << 8 | (frame[at + 1] & 0xff);
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "STOCK"})
    void deathOfTheNeighbourIsAFaultAndItsReturnEndsIt(Keepalived program) {
        try (Lab lab = Lab.open();
                Capture capture = new Capture(lab, "a")) {
            PeerProcess first = program.start(lab, "a", tracking());
            PeerProcess second = program.other().start(lab, "b", answering());
            lab.awaitHolder("a", VIP);
            assertThat(first.output()).contains("(N) Entering Up state", "Tracked BFD instance N is UP");
            assertThat(second.output()).contains("(N) Entering Up state");
            capture.clear();
            lab.await(
                    "packets of both",
                    () -> capture.frames().stream()
                                    .filter(BfdInteroperationTest::isControl)
                                    .count()
                            > 20);
            assertAlike(capture.frames().stream()
                    .filter(BfdInteroperationTest::isControl)
                    .toList());
            long died = System.nanoTime();
            lab.kill(second);
            lab.await("the address is given up", () -> !lab.has("a", VIP));
            assertThat(Duration.ofNanos(System.nanoTime() - died))
                    .as(lab.logs())
                    .isLessThan(DETECTED);
            lab.await("both lines", () -> first.output().contains("Tracked BFD instance N is DOWN"));
            assertThat(first.output())
                    .containsPattern("\\(N\\) Expired after \\d+ ms")
                    .contains(
                            "(N) Entering Down state (Local diagnostic - Control Detection Time Expired, Remote"
                                    + " diagnostic - No Diagnostic)",
                            "Tracked BFD instance N is DOWN");
            program.other().start(lab, "b", answering());
            lab.awaitHolder("a", VIP);
        }
    }

    /** Field by field: what names the sender, the session and the packet is left out. */
    private static void assertAlike(List<byte[]> frames) {
        assertThat(frames).allSatisfy(frame -> {
            assertThat(frame[IP + 8] & 0xff).as("TTL").isEqualTo(255);
            assertThat(number(frame, UDP)).as("source port").isBetween(49_152, 65_535);
        });
        List<byte[]> up = frames.stream()
                .filter(frame -> (frame[BFD + 1] & 0xff) >> 6 == UP && (frame[BFD + 1] & 0x3f) == 0)
                .toList();
        assertThat(up.stream()
                        .map(frame -> HexFormat.of().formatHex(frame, IP + 12, IP + 16))
                        .distinct())
                .as("senders")
                .hasSize(2);
        assertThat(up.stream().map(BfdInteroperationTest::withoutSender).distinct())
                .as("kinds of packets")
                .hasSize(1);
    }

    private static String withoutSender(byte[] frame) {
        byte[] control = Arrays.copyOfRange(frame, BFD, BFD + 24);
        Arrays.fill(control, 4, 12, (byte) 0); // discriminators
        return HexFormat.of().formatHex(control) + " of " + number(frame, UDP + 4) + ", TOS " + frame[IP + 1];
    }
}
