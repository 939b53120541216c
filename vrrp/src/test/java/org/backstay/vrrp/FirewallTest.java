package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import org.backstay.base.net.IpAddress;
import org.backstay.node.linux.LinuxSocket;
import org.backstay.node.linux.NetfilterNetlink;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code no_accept} beside the original: who holds an address that is not its own is not spoken to by it. */
@Tag("slow")
class FirewallTest {
    private static final String TABLE = "keepalived";
    private static final String VIP_4 = "10.77.0.100";
    private static final String VIP_6 = "fd77::100";
    private static final String LINK_LOCAL = "fe80::100";
    private static final int PORT = 7_777;
    private static final int SHORT_MILLIS = 100;

    private static String config(int priority, String... more) {
        return """
                vrrp_instance VI_1 {
                  state BACKUP
                  interface eth0
                  version 3
                  virtual_router_id 51
                  priority %d
                  advert_int 0.1
                  %s
                  virtual_ipaddress {
                    %s/24
                  }
                  virtual_ipaddress_excluded {
                    %s/64
                    %s/64
                  }
                }
                """.formatted(priority, String.join("\n", more), VIP_4, VIP_6, LINK_LOCAL);
    }

    /** Whether a datagram from c comes to an address of a. */
    private static boolean reaches(Lab lab, String address) {
        IpAddress to = Objects.requireNonNull(IpAddress.parse(address));
        try (DatagramSocket heard =
                lab.on("a", () -> new DatagramSocket(new InetSocketAddress(InetAddress.getByName("::"), PORT)))) {
            heard.setSoTimeout(SHORT_MILLIS);
            byte[] room = new byte[1];
            for (int i = 0; i < 5; i++) {
                lab.on("c", () -> {
                    try (LinuxSocket sender = LinuxSocket.datagrams(to.version())) {
                        sender.connect(to, PORT);
                        return sender.send(room, 1);
                    }
                });
                try {
                    heard.receive(new DatagramPacket(room, 1));
                    return true;
                } catch (SocketTimeoutException notYet) {
                    // It may still come.
                }
            }
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasTable(Lab lab, int version) {
        return lab.on("a", () -> {
            try (NetfilterNetlink netlink = new NetfilterNetlink()) {
                return netlink.hasTable(version, TABLE);
            }
        });
    }

    private static Lab open() {
        Lab lab = Lab.open();
        try {
            hasTable(lab, 4);
            return lab;
        } catch (IllegalStateException none) {
            lab.close();
            Assumptions.abort("this kernel has no packet filter: " + none.getMessage());
            throw none;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "STOCK"})
    void addressIsHeldAndNotSpokenTo(Keepalived program) {
        try (Lab lab = open()) {
            PeerProcess process = program.start(lab, "a", config(110, "no_accept"));
            lab.await("addresses", () -> lab.has("a", VIP_4) && lab.has("a", VIP_6) && lab.has("a", LINK_LOCAL));
            lab.await("tables", () -> hasTable(lab, 4) && hasTable(lab, 6));
            assertThat(reaches(lab, "10.77.0.1") && reaches(lab, "fd77::1"))
                    .as(lab.logs())
                    .isTrue();
            for (String each : List.of(VIP_4, VIP_6)) {
                assertThat(reaches(lab, each)).as(each + "\n" + lab.logs()).isFalse();
            }
            process.signal("TERM");
            process.awaitEnd();
            assertThat(lab.has("a", VIP_4)).isFalse();
            assertThat(hasTable(lab, 4) || hasTable(lab, 6)).as("tables stay").isFalse();
        }
    }

    @Test
    void reloadOpensAndClosesAddressesThatStay() {
        try (Lab lab = open()) {
            PeerProcess process = Keepalived.OURS.start(lab, "a", config(110));
            lab.await("address", () -> lab.has("a", VIP_4));
            assertThat(reaches(lab, VIP_4)).as(lab.logs()).isTrue();
            lab.write("a.conf", config(110, "no_accept"));
            process.signal("HUP");
            lab.await("closed", () -> hasTable(lab, 4) && !reaches(lab, VIP_4));
            lab.write("a.conf", config(110));
            process.signal("HUP");
            lab.await("open again", () -> reaches(lab, VIP_4));
            assertThat(process.output()).doesNotContain("Entering BACKUP STATE\n", "FAULT");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "STOCK"})
    void tableOfAKilledOneIsReplacedByTheOther(Keepalived first) {
        try (Lab lab = open()) {
            PeerProcess killed = first.start(lab, "a", config(110, "no_accept"));
            lab.await("table", () -> lab.has("a", VIP_4) && hasTable(lab, 4));
            lab.kill(killed);
            assertThat(hasTable(lab, 4)).isTrue();
            PeerProcess next = first.other().start(lab, "a", config(110, "no_accept"));
            lab.await("next is master", () -> next.output().contains("Entering MASTER STATE"));
            lab.await("closed", () -> hasTable(lab, 4) && !reaches(lab, VIP_4));
            next.signal("TERM");
            next.awaitEnd();
            assertThat(hasTable(lab, 4) || hasTable(lab, 6)).as("tables stay").isFalse();
        }
    }
}
