package org.backstay.vrrp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.config.ConfigText;
import org.backstay.vrrp.config.InstanceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvertisementTest {
    private static final IpAddress SOURCE = address("10.0.0.1");
    private static final IpAddress GROUP = address("224.0.0.18");

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    private static InstanceConfig config(int version, String... more) throws IOException {
        return ConfigText.instance("version " + version + "\n" + String.join("\n", more)
                + "\nvirtual_ipaddress { 10.0.0.100\n10.0.0.101/24 }");
    }

    private static ReceivedPacket packet(byte[] message) {
        return packet(message, 255);
    }

    private static ReceivedPacket packet(byte[] message, int ttl) {
        return new ReceivedPacket(message, 0, message.length, SOURCE, GROUP, ttl);
    }

    /** Worked out by hand from RFC 3768, 5.1. */
    @Test
    void secondVersionIsWrittenAsTheRfcDrawsIt() throws IOException {
        InstanceConfig config = config(2, "authentication { auth_type PASS\nauth_pass secret }");
        byte[] message = new AdvertisementWriter(config).message(100, SOURCE, GROUP);
        assertThat(HexFormat.of().formatHex(message, 0, 6)).isEqualTo("213364020101");
        assertThat(HexFormat.of().formatHex(message, 8, message.length)).isEqualTo("0a0000640a0000657365637265740000");
        assertThat(Checksum.finish(Checksum.sum(0, message, 0, message.length))).isZero();
    }

    /** Worked out by hand from RFC 5798, 5.1. */
    @Test
    void thirdVersionSaysHundredthsAndCoversThePseudoHeader() throws IOException {
        byte[] message = new AdvertisementWriter(config(3, "advert_int 2.5")).message(255, SOURCE, GROUP);
        assertThat(HexFormat.of().formatHex(message, 0, 6)).isEqualTo("3133ff0200fa");
        assertThat(message).hasSize(16);
        byte[] pseudo = HexFormat.of().parseHex("0a000001e000001200700010");
        int sum = Checksum.sum(Checksum.sum(0, pseudo, 0, pseudo.length), message, 0, message.length);
        assertThat(Checksum.finish(sum)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void whatIsWrittenIsAccepted(int version) throws IOException {
        InstanceConfig config = config(version, "authentication { auth_type PASS\nauth_pass Pa$$w0rd }");
        ReceivedPacket packet = packet(new AdvertisementWriter(config).message(110, SOURCE, GROUP));
        assertThat(new AdvertisementCheck(config, null).refusal(packet, true)).isNull();
        assertThat(packet.priority()).isEqualTo(110);
        assertThat(packet.interval()).isEqualTo(1_000_000_000L);
        assertThat(packet.routerId()).isEqualTo(51);
    }

    @Test
    void everyFaultHasItsReason() throws IOException {
        InstanceConfig config = config(2, "authentication { auth_type PASS\nauth_pass secret }");
        AdvertisementCheck check = new AdvertisementCheck(config, null);
        byte[] good =
                new AdvertisementWriter(config).message(100, SOURCE, GROUP).clone();
        assertThat(check.refusal(packet(good, 254), true)).isEqualTo(Refusal.HOP_LIMIT);
        assertThat(check.refusal(packet(Arrays.copyOf(good, good.length - 1)), true))
                .isEqualTo(Refusal.LENGTH);
        assertThat(check.refusal(packet(Arrays.copyOf(good, 5)), true)).isEqualTo(Refusal.LENGTH);
        assertThat(check.refusal(packet(changed(good, 4, 7)), true)).isEqualTo(Refusal.AUTHENTICATION_UNKNOWN);
        assertThat(check.refusal(packet(changed(good, 4, 0)), true)).isEqualTo(Refusal.AUTHENTICATION_OTHER);
        assertThat(check.refusal(packet(changed(good, good.length - 8, 'x')), true))
                .isEqualTo(Refusal.PASSWORD);
        assertThat(check.refusal(packet(changed(good, 5, 2)), true)).isEqualTo(Refusal.INTERVAL);
        assertThat(check.refusal(packet(changed(good, 0, 0x22)), true)).isEqualTo(Refusal.TYPE);
        assertThat(check.refusal(packet(changed(good, 2, 99)), true)).isEqualTo(Refusal.CHECKSUM);
        byte[] third = new AdvertisementWriter(config(3)).message(100, SOURCE, GROUP);
        assertThat(check.refusal(packet(third), true)).isEqualTo(Refusal.VERSION);
        InstanceConfig others = ConfigText.instance(
                "authentication { auth_type PASS\nauth_pass secret }\nvirtual_ipaddress { 10.0.0.100\n10.0.0.102 }");
        byte[] other = new AdvertisementWriter(others).message(100, SOURCE, GROUP);
        assertThat(check.refusal(packet(other), true)).isEqualTo(Refusal.ADDRESSES);
        assertThat(check.refusal(packet(other), false)).isNull();
        assertThat(check.refusal(new ReceivedPacket(good, 0, good.length, SOURCE, SOURCE, 255), true))
                .isEqualTo(Refusal.CAST);
    }

    @Test
    void unicastPeersAreHeardAndOthersAreNot() throws IOException {
        String peers = "unicast_peer { 10.0.0.2\n10.0.0.3 min_ttl 250 }";
        InstanceConfig config = config(3, peers);
        AdvertisementCheck check = new AdvertisementCheck(config, null);
        for (String each : new String[] {"10.0.0.2", "10.0.0.3", "10.0.0.4"}) {
            IpAddress from = address(each);
            byte[] message = new AdvertisementWriter(config).message(100, from, SOURCE);
            Refusal near = check.refusal(new ReceivedPacket(message, 0, message.length, from, SOURCE, 255), true);
            Refusal far = check.refusal(new ReceivedPacket(message, 0, message.length, from, SOURCE, 60), true);
            assertThat(near).isEqualTo(each.endsWith("4") ? Refusal.SOURCE : null);
            assertThat(far)
                    .isEqualTo(each.endsWith("4") ? Refusal.SOURCE : each.endsWith("3") ? Refusal.HOP_LIMIT : null);
        }
    }

    @Test
    void sixthFamilyNamesLongAddresses() throws IOException {
        InstanceConfig config = ConfigText.instance("virtual_ipaddress { fe80::100\n2001:db8::1/64 }");
        assertThat(config.version()).isEqualTo(3);
        IpAddress from = address("fe80::1");
        IpAddress group = address("ff02::12");
        byte[] message = new AdvertisementWriter(config).message(100, from, group);
        assertThat(message).hasSize(40);
        assertThat(new AdvertisementCheck(config, null)
                        .refusal(new ReceivedPacket(message, 0, message.length, from, group, 255), true))
                .isNull();
    }

    private static ReceivedPacket sealed(InstanceConfig config, AuthenticationHeader seal) {
        seal.next();
        Ipv4Header header = new Ipv4Header();
        byte[] message = new AdvertisementWriter(config).message(100, SOURCE, GROUP);
        byte[] packet = header.packet(message, SOURCE, GROUP, 255, seal);
        return Objects.requireNonNull(Ipv4Header.read(Arrays.copyOf(packet, header.length()), header.length()));
    }

    private static AuthenticationHeader seal(InstanceConfig config) {
        return Objects.requireNonNull(AuthenticationHeader.of(config, null));
    }

    @Test
    void authenticationHeadersAreCheckedWholeAndOnlyOnce() throws IOException {
        InstanceConfig config = config(2, "authentication { auth_type AH\nauth_pass secret }");
        AuthenticationHeader theirs = seal(config);
        AdvertisementCheck check = new AdvertisementCheck(config, seal(config));
        ReceivedPacket first = sealed(config, theirs);
        assertThat(first.bytes()).hasSize(20 + 24 + 8 + 8 + 8);
        assertThat(HexFormat.of().formatHex(first.bytes(), 20, 32)).isEqualTo("70040000" + "0a000001" + "00000001");
        assertThat(check.refusal(first, true)).isNull();
        assertThat(check.refusal(first, true)).isEqualTo(Refusal.AUTHENTICATION_REPLAYED);
        ReceivedPacket changed = sealed(config, theirs);
        changed.bytes()[changed.offset() + 2] = 99;
        assertThat(check.refusal(changed, true)).isEqualTo(Refusal.AUTHENTICATION_VALUE);
        InstanceConfig other = config(2, "authentication { auth_type AH\nauth_pass other }");
        assertThat(check.refusal(sealed(config, seal(other)), true)).isEqualTo(Refusal.AUTHENTICATION_VALUE);
        byte[] open = new AdvertisementWriter(config).message(100, SOURCE, GROUP);
        assertThat(check.refusal(packet(open), true)).isEqualTo(Refusal.AUTHENTICATION_OTHER);
        assertThat(check.refusal(sealed(config, theirs), true)).isNull();
    }

    /** One wrong bit is always noticed; longer damage is refused or at least never crashes anything. */
    @Test
    void hundredThousandMutatedPacketsAreRefusedAndCounted() throws IOException {
        Random random = new Random(5798);
        Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            InstanceConfig config = configs()[i % configs().length];
            byte[] good = new AdvertisementWriter(config).message(100, SOURCE, GROUP);
            byte[] bad = mutated(good, random);
            Refusal refusal = new AdvertisementCheck(config, null).refusal(packet(bad), true);
            if (refusal == null) {
                accepted++;
            } else {
                refused.merge(refusal, 1, Integer::sum);
            }
        }
        // What is left are changes that a 16-bit checksum can't see: two that cancel each other out, or none at all.
        assertThat(accepted).isLessThan(100);
        assertThat(refused.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(100_000 - accepted);
        assertThat(refused).containsKeys(Refusal.LENGTH, Refusal.VERSION, Refusal.CHECKSUM, Refusal.TYPE);
    }

    private static InstanceConfig[] configs;

    private static InstanceConfig[] configs() throws IOException {
        if (configs == null) {
            configs = new InstanceConfig[] {
                config(2), config(2, "authentication { auth_type PASS\nauth_pass secret }"), config(3)
            };
        }
        return configs;
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bad = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(2 * good.length)) : good.clone();
        if (bad.length == good.length) {
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            for (int more = random.nextInt(3); more > 0; more--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
        }
        return bad;
    }

    private static byte[] changed(byte[] good, int at, int value) {
        byte[] changed = good.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
