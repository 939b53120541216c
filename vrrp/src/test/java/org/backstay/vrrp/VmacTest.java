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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource(names = {"OURS", "STOCK"})
    void oneAddressMayBeOnAnInterfaceOfItsOwn(Keepalived program) {
        String config = config(110).replace("use_vmac\n", "\n").replace(VIP + "/24", VIP + "/24 use_vmac");
        try (Lab lab = Lab.open();
                Capture capture = new Capture(lab, "c")) {
            PeerProcess process = program.start(lab, "a", config);
            lab.awaitHolder("a", VIP);
            lab.ipOn("a", "link", "show", "vrrp.51");
            lab.await("gratuitous ARP", () -> !capture.gratuitousArps().isEmpty());
            assertThat(capture.advertisements())
                    .isNotEmpty()
                    .noneSatisfy(frame -> assertThat(sourceOf(frame)).containsExactly(HARDWARE));
            assertThat(sourceOf(capture.gratuitousArps().getFirst())).containsExactly(HARDWARE);
            process.signal("TERM");
            process.awaitEnd();
            assertThatThrownBy(() -> lab.ipOn("a", "link", "show", "vrrp.51")).hasMessageContaining("vrrp.51");
        }
    }

    /** Also that of an address that does not move, where a track group says so. */
    @ParameterizedTest
    @CsvSource({
        "OURS, virtual_ipaddress_excluded, 10.78.0.100/24 dev eth1",
        "STOCK, virtual_ipaddress_excluded, 10.78.0.100/24 dev eth1",
        "OURS, static_ipaddress, 10.78.0.100/24 dev eth1 track_group G",
        "STOCK, static_ipaddress, 10.78.0.100/24 dev eth1 track_group G",
    })
    void lossOfAnAddresssInterfaceIsAFault(Keepalived program, String block, String line) {
        String whole = config(110).replace("use_vmac\n", "\n");
        String config = block.startsWith("static")
                ? "track_group G {\n group {\n VI_1\n }\n}\n" + block + " {\n" + line + "\n}\n" + whole
                : whole.replace("virtual_rules {", block + " {\n" + line + "\n}\nvirtual_rules {");
        try (Lab lab = Lab.open()) {
            lab.ipOn("a", "link", "add", "eth1", "type", "veth", "peer", "name", "peer1");
            lab.ipOn("a", "link", "set", "eth1", "up");
            lab.ipOn("a", "link", "set", "peer1", "up");
            PeerProcess process = program.start(lab, "a", config);
            lab.awaitHolder("a", VIP);
            assertThat(lab.has("a", "10.78.0.100")).isTrue();
            lab.ipOn("a", "link", "set", "peer1", "down");
            lab.await("fault", () -> !lab.has("a", VIP));
            assertThat(process.output()).contains("Entering FAULT STATE");
            lab.ipOn("a", "link", "set", "peer1", "up");
            lab.awaitHolder("a", VIP);
        }
    }
}
