package org.backstay.vrrp.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlPacketTest {
    private static final ControlPacket UP = new ControlPacket(
            Diagnostic.NONE, SessionState.UP, true, false, false, 5, 0x01020304, 0xa0b0c0d0, 10_000, 4_294_967_295L);
    private static final String UP_BYTES = "20e0051801020304a0b0c0d000002710ffffffff00000000";

    @Test
    void bytesAreTheProtocols() {
        assertThat(HexFormat.of().formatHex(UP.bytes())).isEqualTo(UP_BYTES);
        assertThat(ControlPacket.fault(UP.bytes())).isNull();
        assertThat(ControlPacket.of(UP.bytes())).isEqualTo(UP);
    }

    @ParameterizedTest
    @CsvSource({
        "20e00518, LENGTH",
        "20e0051701020304a0b0c0d000002710ffffffff00000000, LENGTH",
        "40e0051801020304a0b0c0d000002710ffffffff00000000, VERSION",
        "20e0001801020304a0b0c0d000002710ffffffff00000000, MULTIPLIER",
        "20e1051801020304a0b0c0d000002710ffffffff00000000, MULTIPOINT",
        "20e0051800000000a0b0c0d000002710ffffffff00000000, DISCRIMINATOR",
        "20e00518010203040000000000002710ffffffff00000000, DISCRIMINATOR",
        "20f0051801020304a0b0c0d000002710ffffffff00000000, POLL_AND_FINAL",
        "29e0051801020304a0b0c0d000002710ffffffff00000000, DIAGNOSTIC",
        "20e4051801020304a0b0c0d000002710ffffffff00000000, AUTHENTICATED",
    })
    void whatIsNoPacketIsRefused(String bytes, Fault expected) {
        assertThat(ControlPacket.fault(HexFormat.of().parseHex(bytes))).isEqualTo(expected);
    }

    @Test
    void hundredThousandMutatedPacketsAreReadOrRefused() {
        Random random = new Random(5880);
        Map<Fault, Integer> refused = new EnumMap<>(Fault.class);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = java.util.Arrays.copyOf(UP.bytes(), random.nextInt(10) == 0 ? random.nextInt(64) : 24);
            for (int n = random.nextInt(1, 4); n > 0 && bytes.length > 0; n--) {
                bytes[random.nextInt(Math.min(4, bytes.length))] ^= (byte) (1 << random.nextInt(8));
            }
            Fault fault = ControlPacket.fault(bytes);
            if (fault == null) {
                assertThat(ControlPacket.of(bytes).multiplier()).isPositive();
                read++;
            } else {
                refused.merge(fault, 1, Integer::sum);
            }
        }
        assertThat(refused)
                .containsKeys(Fault.LENGTH, Fault.VERSION, Fault.MULTIPOINT, Fault.POLL_AND_FINAL, Fault.AUTHENTICATED);
        assertThat(read).isGreaterThan(1_000);
    }
}
