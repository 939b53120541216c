package org.backstay.base.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "FE80::0:1, fe80::1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:0:0:4:0:0:0:8, 1:0:0:4::8",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "::ffff:10.0.0.1, ::ffff:a00:1",
        "2001:db8::, 2001:db8::"
    })
    void textIsReadAndWrittenInTheShortestForm(String text, String expected) {
        assertThat(Objects.toString(IpAddress.parse(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.a",
                ":",
                ":::",
                "1::2::3",
                "12345::",
                "fe80::1%eth0",
                "host",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7::8"
            })
    void anythingElseIsNoAddress(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void bytesAndTextAgreeWithTheJdk() throws UnknownHostException {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
            }
            IpAddress address = IpAddress.of(bytes.length == 4 ? 4 : 6, bytes, 0);
            assertThat(address.bytes()).isEqualTo(bytes);
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
            InetAddress known = InetAddress.getByAddress(bytes);
            assertThat(address.isMulticast()).isEqualTo(known.isMulticastAddress());
            assertThat(address.isLinkLocal()).isEqualTo(known.isLinkLocalAddress());
        }
    }

    @Test
    void orderIsThatOfUnsignedNumbers() {
        assertThat(IpAddress.parse("200.0.0.1")).isGreaterThan(IpAddress.parse("100.0.0.1"));
        assertThat(IpAddress.parse("ff02::1")).isGreaterThan(IpAddress.parse("fe80::2"));
    }
}
