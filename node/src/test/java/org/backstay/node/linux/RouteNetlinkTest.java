package org.backstay.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.backstay.base.net.IpAddress;
import org.junit.jupiter.api.Test;

/** What anyone may ask the kernel; what changes it is tested in namespaces by the program that does it. */
class RouteNetlinkTest {
    @Test
    void loopbackIsFoundWithItsAddress() throws IOException {
        try (RouteNetlink netlink = new RouteNetlink()) {
            LinuxLink loopback = netlink.links().stream()
                    .filter(link -> link.name().equals("lo"))
                    .findFirst()
                    .orElseThrow();
            assertThat(loopback.hasNeighbours()).isFalse();
            assertThat(loopback.mtu()).isPositive();
            assertThat(netlink.addresses()).anySatisfy(address -> {
                assertThat(address.interfaceIndex()).isEqualTo(loopback.index());
                assertThat(address.address()).isEqualTo(IpAddress.parse("127.0.0.1"));
                assertThat(address.prefix()).isEqualTo(8);
                assertThat(address.scope()).isEqualTo(254);
            });
        }
    }

    @Test
    void refusalSaysWhatWasTriedInTheKernelsWords() throws IOException {
        AddressSpec nowhere = new AddressSpec(999_999, IpAddress.parse("192.0.2.1"), 32, 0, null, null, null, 0, false);
        try (RouteNetlink netlink = new RouteNetlink()) {
            assertThatThrownBy(() -> netlink.add(nowhere))
                    .isInstanceOf(SystemCallException.class)
                    .hasMessageMatching("can't add 192\\.0\\.2\\.1: (No such device|Operation not permitted)");
        }
    }

    @Test
    void randomMessagesAreReadToTheirEndAndNoFurther() {
        Random random = new Random(3);
        byte[] bytes = new byte[256];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(bytes);
            bytes[0] = (byte) random.nextInt(120);
            bytes[1] = 0;
            bytes[2] = 0;
            bytes[3] = 0;
            NetlinkReader reader = new NetlinkReader(bytes, random.nextInt(bytes.length));
            int messages = 0;
            while (reader.advance()) {
                reader.link();
                reader.address();
                messages++;
            }
            assertThat(messages).isLessThan(bytes.length);
        }
    }
}
