package org.backstay.vrrp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.backstay.base.net.IpAddress;
import org.backstay.config.ConfigException;
import org.backstay.node.Endpoint;
import org.backstay.node.linux.RuleSpec;
import org.backstay.node.machine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    private static final long SECOND = 1_000_000_000;
    private final Diagnostics diagnostics = new Diagnostics();

    @ParameterizedTest
    @ValueSource(strings = {"master", "backup", "redis", "haproxy"})
    void samplesAreAcceptedAsTheyStand(String name) throws Exception {
        Path file = Path.of(Objects.requireNonNull(getClass().getResource("/configs/keepalived-" + name + ".conf"))
                .toURI());
        KeepalivedConfig config =
                ConfigReader.read(Machine.disk(), file.toString(), "main", new Random(1), diagnostics);
        assertThat(diagnostics.faults()).as("%s", diagnostics.lines()).isZero();
        assertThat(config.global().routerId()).isEqualTo(name.equals("backup") ? "HAOWU_56" : "HAOWU_55");
        assertThat(config.global().mail().recipients()).containsExactly("ops@example.com");
        assertThat(config.global().mail().timeout()).isEqualTo(30 * SECOND);
        InstanceConfig instance = config.instances().getFirst();
        assertThat(instance.name()).isEqualTo("VI_1");
        assertThat(instance.virtualRouterId()).isEqualTo(96);
        assertThat(instance.priority()).isEqualTo(name.equals("backup") ? 100 : 110);
        assertThat(instance.initialMaster()).isEqualTo(name.equals("master"));
        assertThat(instance.preemption().enabled()).isEqualTo(name.equals("master") || name.equals("backup"));
        assertThat(instance.authentication())
                .isEqualTo(new InstanceConfig.Authentication(InstanceConfig.Authentication.Kind.PASS, "Pa$$w0rd"));
        assertThat(instance.addresses()).extracting(VirtualAddress::toString).containsExactly("172.16.10.251/32");
        assertThat(config.groups().getFirst().members()).containsExactly("VI_1");
        if (name.equals("haproxy")) {
            assertThat(config.scripts().getFirst().command().command())
                    .containsExactly("/usr/local/keepalived/chk_haproxy.sh");
            assertThat(instance.tracked()).containsExactly(new Tracked(Tracked.Kind.SCRIPT, "chk_haproxy", 0, false));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrong 1 | Line 3) Unknown keyword 'wrong'",
                "priority 300 | Line 3) number '300' outside range [1, 255]",
                "priority x | Line 3) invalid number 'x'",
                "virtual_ipaddress { 10.0.0.300 } | Line 3) invalid IP address '10.0.0.300'",
                "virtual_ipaddress { 10.0.0.1/33 } | Line 3) invalid IP address '10.0.0.1/33'",
                "advert_int 0.001 | Line 3) time '0.001' outside range [0.01, 255]",
                "track_script { none } | (VI) track script none not found, ignoring...",
                "auth_type NTLM | Line 3) (VI) unknown authentication type 'NTLM'",
                "lower_prio_no_advert maybe | Line 3) invalid value 'maybe' for lower_prio_no_advert, expected on or off",
            })
    void faultsSayFileAndLineAndAreReadOver(String line, String expected) throws IOException {
        KeepalivedConfig config = ConfigText.read(
                "vrrp_instance VI { virtual_ipaddress { 10.0.0.5 }\n virtual_router_id 7\n" + line
                        + "\ninterface eth1 }",
                diagnostics);
        assertThat(diagnostics.faults()).isEqualTo(1);
        assertThat(diagnostics.lines().getFirst()).endsWith(expected);
        assertThat(config.instances().getFirst().interfaceName()).isEqualTo("eth1");
    }

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    @Test
    void instanceWithoutIdentifierIsLeftOut() throws IOException {
        assertThat(ConfigText.read("vrrp_instance VI { interface eth0 }", diagnostics)
                        .instances())
                .isEmpty();
        assertThat(diagnostics.lines().getFirst()).endsWith("(VI) the virtual router id must be set");
    }

    @Test
    void intervalsAreWhatTheVersionCanSay() throws IOException {
        assertThat(ConfigText.instance("version 3\nadvert_int 0.01").interval()).isEqualTo(SECOND / 100);
        assertThat(ConfigText.instance("advert_int 3").interval()).isEqualTo(3 * SECOND);
        ConfigText.read(
                "vrrp_instance VI { virtual_router_id 7\nvirtual_ipaddress { 10.0.0.5 }\nadvert_int 0.4 }",
                diagnostics);
        assertThat(diagnostics.lines().getFirst()).endsWith("interval 0.4s can't be said in version 2 - using 1.0s");
    }

    @Test
    void addressesTakeTheOptionsOfIp() throws IOException {
        List<VirtualAddress> addresses = ConfigText.instance("""
                virtual_ipaddress {
                  10.0.0.5/24 brd + dev eth1 label eth1:1 scope link no_track
                  10.0.0.6
                }
                virtual_ipaddress_excluded { fe80::5/64 }""").addresses();
        VirtualAddress first = addresses.getFirst();
        assertThat(first.broadcast()).isEqualTo(IpAddress.parse("10.0.0.255"));
        assertThat(first.interfaceName()).isEqualTo("eth1");
        assertThat(first.label()).isEqualTo("eth1:1");
        assertThat(first.scope()).isEqualTo(253);
        assertThat(first.tracked()).isFalse();
        assertThat(addresses.get(1).prefix()).isEqualTo(32);
    }

    @Test
    void routesTakeTheOptionsOfIp() throws IOException {
        List<VirtualRoute> routes = ConfigText.instance("""
                virtual_routes {
                  src 10.0.0.1 to 10.9.0.0/24 via 10.0.0.254 dev eth1 metric 5
                  10.8.0.0/24 dev eth2
                  blackhole 10.7.0.0/24
                  default via 10.0.0.1 table 100
                }""").routes();
        assertThat(routes)
                .extracting(VirtualRoute::toString)
                .containsExactly("10.9.0.0/24", "10.8.0.0/24", "10.7.0.0/24", "0.0.0.0/0");
        assertThat(routes.get(0).gateway()).isEqualTo(IpAddress.parse("10.0.0.254"));
        assertThat(routes.get(0).metric()).isEqualTo(5);
        assertThat(routes.get(1).scope()).isEqualTo(253);
        assertThat(routes.get(2).type()).isEqualTo(6);
        assertThat(routes.get(3).table()).isEqualTo(100);
    }

    @Test
    void rulesTakeTheOptionsOfIp() throws IOException {
        InstanceConfig instance = ConfigText.instance("""
                virtual_rules {
                  from 10.1.0.0/16 to 10.2.0.1 iif eth3 fwmark 0x10/0xff preference 100 table 77 no_track
                  blackhole from fd00::/8 preference 7
                }
                """);
        assertThat(instance.rules())
                .containsExactly(
                        new VirtualRule(
                                new RuleSpec(
                                        4,
                                        address("10.1.0.0"),
                                        16,
                                        address("10.2.0.1"),
                                        32,
                                        "eth3",
                                        null,
                                        16,
                                        255,
                                        100,
                                        1,
                                        77),
                                false),
                        new VirtualRule(
                                new RuleSpec(6, address("fd00::"), 8, null, 0, null, null, 0, -1, 7, 6, 0), true));
    }

    @Test
    void virtualInterfacesHaveTheRoutersHardwareAddress() throws IOException {
        assertThat(ConfigText.instance("use_vmac").vmac())
                .isEqualTo(new Vmac("vrrp.51", "eth0", 4, "00:00:5e:00:01:33", false));
        InstanceConfig named = ConfigText.instance("use_vmac web0 02:00:5E:00:10\nvmac_xmit_base");
        assertThat(named.vmac()).isEqualTo(new Vmac("web0", "eth0", 4, "02:00:5e:00:10:33", true));
        assertThat(named.addressInterface()).isEqualTo("web0");
        assertThat(named.advertisementInterface()).isEqualTo("eth0");
        assertThat(ConfigText.instance("version 3\nuse_vmac\nvirtual_ipaddress { fd00::1 }")
                        .vmac())
                .isEqualTo(new Vmac("vrrp.51", "eth0", 6, "00:00:5e:00:02:33", false));
    }

    @Test
    void addressesMayHaveInterfacesOfTheirOwn() throws IOException {
        InstanceConfig instance = ConfigText.instance("""
                use_vmac
                virtual_ipaddress { 10.0.0.5
                  10.0.1.5 dev eth1 use_vmac
                  10.0.2.5 dev eth2 }
                virtual_ipaddress_excluded { fd00::5
                  10.0.1.6 dev eth1 use_vmac
                  fd01::5 dev eth1 use_vmac }
                """);
        assertThat(instance.addressVmacs())
                .containsExactly(
                        new Vmac("vrrp1.51", "eth1", 4, "00:00:5e:00:01:33", false),
                        new Vmac("vrrp6.51", "eth1", 6, "00:00:5e:00:02:33", false));
        assertThat(instance.addresses())
                .extracting(VirtualAddress::interfaceName)
                .containsExactly("vrrp.51", "vrrp1.51", "eth2");
        assertThat(instance.excluded())
                .extracting(VirtualAddress::interfaceName)
                .containsExactly("eth0", "vrrp1.51", "vrrp6.51");
        assertThat(instance.dependencies()).containsExactly("eth1", "eth2");
    }

    @Test
    void instanceDependsOnInterfacesOfItsTrackGroup() throws IOException {
        KeepalivedConfig config = ConfigText.read("""
                track_group G { group { VI
                    VJ } }
                static_ipaddress { 10.0.9.1/24 dev eth3 track_group G
                  10.0.8.1/24 dev eth4 track_group G no_track
                  10.0.7.1/24 dev eth5 track_group H }
                static_routes { 10.1.0.0/16 via 10.0.9.2 dev eth6 track_group G }
                static_rules { from 10.1.0.0/16 iif eth7 table 9 track_group G }
                vrrp_instance VI { virtual_router_id 3
                  virtual_ipaddress { 10.0.0.5 }
                  virtual_routes { 10.2.0.0/16 via 10.0.0.6 dev eth8
                    10.3.0.0/16 via 10.0.0.6 dev eth9 no_track } }
                """, diagnostics);
        assertThat(config.instances().getFirst().dependencies()).containsExactly("eth8", "eth3", "eth6", "eth7");
        assertThat(diagnostics.lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("vrrp instance VJ specified in track group G doesn't exist"))
                .anyMatch(line -> line.endsWith("both track_group and no_track are set - not tracking"))
                .anyMatch(line -> line.endsWith("track_group H not found"));
    }

    @Test
    void stateAndPriorityFollowFromEachOther() throws IOException {
        assertThat(ConfigText.instance("state MASTER").priority()).isEqualTo(InstanceConfig.OWNER);
        assertThat(ConfigText.instance("priority 255").initialMaster()).isTrue();
        assertThat(ConfigText.instance("state BACKUP").priority()).isEqualTo(100);
        assertThat(ConfigText.instance("state BACKUP\npriority 255").initialMaster())
                .isFalse();
    }

    @Test
    void strictInstanceDoesWithoutWhatTheStandardsDoNotKnow() throws IOException {
        KeepalivedConfig config = ConfigText.read("""
                global_defs { vrrp_strict }
                vrrp_instance VI { virtual_router_id 3
                  authentication { auth_type PASS
                    auth_pass x }
                  preempt_delay 5
                  down_timer_adverts 4
                  garp_lower_prio_repeat 2
                  lower_prio_no_advert off
                  higher_prio_send_advert
                  accept
                  virtual_ipaddress { 10.0.0.5 } }
                vrrp_instance VJ { virtual_router_id 4
                  unicast_peer { 10.0.0.9 }
                  virtual_ipaddress { 10.0.0.6 } }
                vrrp_instance VK { virtual_router_id 5
                  strict_mode off
                  virtual_ipaddress { 10.0.0.7 } }
                vrrp_instance VL { virtual_router_id 6
                  priority 255
                  virtual_ipaddress { 10.0.0.8 } }
                """, diagnostics);
        assertThat(diagnostics.faults()).as(diagnostics.lines().toString()).isEqualTo(8);
        assertThat(config.instances()).extracting(InstanceConfig::name).containsExactly("VI", "VK", "VL");
        InstanceConfig strict = config.instances().getFirst();
        assertThat(strict.authentication()).isNull();
        assertThat(strict.preemption().delay()).isZero();
        assertThat(strict.downAdvertisements()).isEqualTo(3);
        assertThat(strict.gratuitous().lowerPriorityRepeat()).isZero();
        assertThat(strict.lowerPriorityNoAdvert()).isTrue();
        assertThat(strict.higherPrioritySendAdvert()).isFalse();
        assertThat(config.instances()).extracting(InstanceConfig::accepts).containsExactly(false, true, true);
    }

    @Test
    void instanceOfVersion3NeedsAnAddress() throws IOException {
        assertThat(ConfigText.read("vrrp_instance VI { virtual_router_id 7\nversion 3 }", diagnostics)
                        .instances())
                .isEmpty();
        assertThat(diagnostics.lines().getFirst()).endsWith("(VI) No VIP specified; at least one is required");
    }

    @Test
    void routesOptionsWithoutEffectAreNamedOnce() throws IOException {
        KeepalivedConfig config = ConfigText.read("""
                static_routes { 10.1.0.0/16 via 10.0.9.2 dev eth6 mtu 1400 advmss 500
                  10.2.0.0/16 nexthop via 10.0.9.2 nexthop via 10.0.9.3 }
                """, diagnostics);
        assertThat(config.staticRoutes()).hasSize(1);
        assertThat(diagnostics.lines()).hasSize(3);
    }

    @Test
    void trackersAreRead() throws IOException {
        KeepalivedConfig config = ConfigText.read("""
                vrrp_script s { script "/bin/check 'a b' c"
                  interval 0.2
                  timeout 0.1
                  rise 2
                  fall 3
                  weight -5
                  user nobody
                  init_fail }
                vrrp_track_process p { process haproxy
                  quorum 2
                  delay 1 }
                track_file f { file "/run/x"
                  weight 3
                  init_file 7 overwrite }
                vrrp_redis r { server 127.0.0.1 6379
                  sentinel 10.0.0.1 26379
                  sentinel 10.0.0.2 26379
                  sentinel 10.0.0.3 26379
                  master_name m
                  interval 0.1 }
                vrrp_instance VI { virtual_router_id 3
                  virtual_ipaddress { 10.0.0.5 }
                  track_script { s }
                  track_process { p weight 10 }
                  track_file { f }
                  track_redis { r }
                  track_interface { eth5 weight -3 reverse } }
                """, diagnostics);
        assertThat(diagnostics.lines()).isEmpty();
        ScriptConfig script = config.scripts().getFirst();
        assertThat(script.command()).isEqualTo(new ScriptCommand(List.of("/bin/check", "a b", "c"), "nobody", null));
        assertThat(script.interval()).isEqualTo(SECOND / 5);
        assertThat(script.timeout()).isEqualTo(SECOND / 10);
        assertThat(script.initiallyFailed()).isTrue();
        assertThat(config.processes().getFirst().forkDelay()).isEqualTo(SECOND);
        assertThat(config.files().getFirst().initial()).isEqualTo(7);
        RedisConfig redis = config.redises().getFirst();
        assertThat(redis.quorum()).isEqualTo(2);
        assertThat(redis.sentinels()).hasSize(3).contains(new Endpoint("10.0.0.3", 26379));
        assertThat(config.instances().getFirst().tracked())
                .contains(
                        new Tracked(Tracked.Kind.PROCESS, "p", 10, false),
                        new Tracked(Tracked.Kind.INTERFACE, "eth5", -3, true));
    }

    @Test
    void virtualServersAreCheckedForFaults() throws IOException {
        String text = """
                virtual_server 10.0.0.1 80 {
                  delay_loop 6
                  lb_algo rr
                  lb_kind NAT
                  protocol TCP
                  real_server 10.0.0.2 80 { weight 1
                    TCP_CHECK { connect_timeout 3
                      wrong 1 } }
                }
                """;
        assertThat(ConfigText.read(text, diagnostics).virtualServers()).hasSize(1);
        assertThat(diagnostics.lines()).hasSize(1);
        assertThat(diagnostics.lines().getFirst()).endsWith("Line 8) Unknown keyword 'wrong'");
    }

    @Test
    void tenThousandMutatedConfigurationsAreReadOrRefused() throws IOException {
        byte[] good;
        try (var stream = Objects.requireNonNull(getClass().getResourceAsStream("/configs/keepalived-haproxy.conf"))) {
            good = stream.readAllBytes();
        }
        Random random = new Random(9568);
        int faults = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                int at = random.nextInt(bad.length);
                bad[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : bad[random.nextInt(bad.length)]);
            }
            Diagnostics told = new Diagnostics();
            try {
                ConfigText.read(new String(bad, StandardCharsets.ISO_8859_1), told);
                faults += told.faults() > 0 ? 1 : 0;
            } catch (ConfigException refused) {
                faults++;
            }
        }
        assertThat(faults).isGreaterThan(3_000);
    }
}
