package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.vrrp.lab.Capture;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Addresses on an interface with the virtual router's hardware address, and rules that go with them, beside the original. */
@Tag("slow")
class VmacTest {
    private static final String VIP = "10.77.0.100";
    private static final byte[] HARDWARE = {0, 0, 0x5e, 0, 1, 51};
    private static final int SOURCE = 6;

    private static String config(int priority) {
        return """
                vrrp_instance VI_1 {
                  interface eth0
                  use_vmac
                  virtual_router_id 51
                  priority %d
                  advert_int 1
                  virtual_ipaddress {
                    %s/24
                  }
                  virtual_rules {
                    from 10.9.0.0/24 table 77 preference 1234
                  }
                }
                """.formatted(priority, VIP);
    }

    private static byte[] sourceOf(byte[] frame) {
        return Arrays.copyOfRange(frame, SOURCE, SOURCE + HARDWARE.length);
    }

    @Test
    void framesComeFromTheVirtualRouterAsTheOriginals() {
        byte[] first = null;
        for (Keepalived program : List.of(Keepalived.OURS, Keepalived.STOCK)) {
            try (Lab lab = Lab.open();
                    Capture capture = new Capture(lab, "c")) {
                PeerProcess process = program.start(lab, "a", config(110));
                lab.awaitHolder("a", VIP);
                lab.await("advertisements", () -> capture.advertisements().size() > 1);
                lab.await("gratuitous ARP", () -> !capture.gratuitousArps().isEmpty());
                assertThat(capture.advertisements())
                        .allSatisfy(frame -> assertThat(sourceOf(frame)).containsExactly(HARDWARE));
                byte[] arp = capture.gratuitousArps().getFirst();
                assertThat(sourceOf(arp)).containsExactly(HARDWARE);
                assertThat(first == null || Arrays.equals(arp, first))
                        .as("the same frame")
                        .isTrue();
                first = arp;
                process.signal("TERM");
                process.awaitEnd();
                assertThat(lab.has("a", VIP)).isFalse();
                assertThatThrownBy(() -> lab.ipOn("a", "link", "show", "vrrp.51"))
                        .hasMessageContaining("vrrp.51");
            }
        }
    }

    @Test
    void addressAndRulesMoveBetweenOursAndTheOriginal() {
        try (Lab lab = Lab.open()) {
            PeerProcess ours = Keepalived.OURS.start(lab, "a", config(110));
            lab.awaitHolder("a", VIP);
            Keepalived.STOCK.start(lab, "b", config(100));
            lab.ipOn("a", "link", "show", "vrrp.51");
            // Removing a rule succeeds only while it is there.
            lab.ipOn("a", "rule", "del", "from", "10.9.0.0/24", "table", "77", "preference", "1234");
            lab.kill(ours);
            lab.await("the original took over", () -> lab.has("b", VIP));
            PeerProcess again = Keepalived.OURS.start(lab, "a", config(110));
            lab.awaitHolder("a", VIP);
            again.signal("TERM");
            lab.awaitHolder("b", VIP);
            again.awaitEnd();
            assertThatThrownBy(() ->
                            lab.ipOn("a", "rule", "del", "from", "10.9.0.0/24", "table", "77", "preference", "1234"))
                    .hasMessageContaining("No such file");
        }
    }

    @Test
    void interfaceThatSomebodyRemovesIsMadeAgain() {
        try (Lab lab = Lab.open()) {
            Keepalived.OURS.start(lab, "a", config(110));
            lab.awaitHolder("a", VIP);
            lab.ipOn("a", "link", "del", "vrrp.51");
            lab.awaitHolder("a", VIP);
            lab.ipOn("a", "link", "show", "vrrp.51");
        }
    }
}
