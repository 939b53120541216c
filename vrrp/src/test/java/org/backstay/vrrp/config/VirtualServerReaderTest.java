package org.backstay.vrrp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.backstay.base.net.IpAddress;
import org.backstay.config.ConfigException;
import org.backstay.testkit.stock.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualServerReaderTest {
    private static final long SECOND = 1_000_000_000;

    private static final String ALL = """
            virtual_server_group web {
              10.0.0.1 80
              10.0.0.4-9 80
              10.0.1.0/29 80
              fwmark 7
            }
            virtual_server group web {
              delay_loop 6
              lvs_sched wrr
              lvs_method NAT
              protocol TCP
              alpha
              omega
              quorum 3
              hysteresis 1
              quorum_up "/bin/up now" nobody
              virtualhost www.example.com
              retry 2
              delay_before_retry 0.5
              connect_timeout 1.5
              sorry_server 10.0.0.200 80
              sorry_server_inhibit
              real_server 10.0.0.2 8080 {
                weight 3
                inhibit_on_failure
                notify_down "/bin/down"
                HTTP_GET {
                  http_protocol 1.1
                  url {
                    path /a
                    digest 9B3A0C85A887A256D6939DA88AABD8CD
                    status_code 200 300-302
                  }
                  url {
                    path /b
                    virtualhost other
                    regex "^ok$"
                    regex_options caseless multiline
                    regex_max_offset 100
                  }
                }
                SMTP_CHECK {
                  connect_port 25
                  retry 7
                }
              }
              real_server 10.0.0.3 8080 {
                alpha off
                TCP_CHECK {
                  connect_ip 10.0.0.33
                  bindto 10.0.0.254
                }
                MISC_CHECK {
                  misc_path "/bin/check it"
                  misc_timeout 3
                  misc_dynamic
                  user nobody
                }
                PING_CHECK {
                }
                UDP_CHECK {
                  payload 1 ab c
                  require_reply 0x
                }
                DNS_CHECK {
                  type A
                  name example.com
                }
              }
            }
            """;

    private final Diagnostics diagnostics = new Diagnostics();

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    @Test
    void whatOneLevelLeavesOpenComesFromTheOneAbove() throws IOException {
        VirtualServerConfig virtual =
                ConfigText.read(ALL, diagnostics).virtualServers().getFirst();
        assertThat(diagnostics.lines()).isEmpty();
        assertThat(virtual.name()).isEqualTo("[web]:0");
        assertThat(virtual.quorum()).isEqualTo(3);
        assertThat(virtual.sorry()).isEqualTo(new VirtualServerConfig.SorryServer("[10.0.0.200]:tcp:80", true));
        assertThat(virtual.quorumUp()).isEqualTo(new ScriptCommand(List.of("/bin/up", "now"), "nobody", null));
        RealServerConfig first = virtual.servers().getFirst();
        assertThat(first.alpha()).isTrue();
        assertThat(first.inhibit()).isTrue();
        assertThat(first.name()).isEqualTo("[10.0.0.2]:tcp:8080");
        CheckerConfig web = first.checkers().getFirst();
        assertThat(web.retries()).isEqualTo(2);
        assertThat(web.delayLoop()).isEqualTo(6 * SECOND);
        assertThat(web.warmup()).isEqualTo(6 * SECOND);
        assertThat(web.delayBeforeRetry()).isEqualTo(SECOND / 2);
        assertThat(web.target()).isEqualTo(new CheckerConfig.Target(address("10.0.0.2"), 8080, null, SECOND * 3 / 2));
        CheckerConfig mail = first.checkers().getLast();
        assertThat(mail.retries()).isEqualTo(7);
        assertThat(mail.target()).hasToString("[10.0.0.2]:25");
        RealServerConfig second = virtual.servers().getLast();
        assertThat(second.alpha()).isFalse();
        assertThat(second.checkers()).extracting(CheckerConfig::alpha).containsOnly(false);
        CheckerConfig.Target target = second.checkers().getFirst().target();
        assertThat(target.address()).isEqualTo(address("10.0.0.33"));
        assertThat(target.source()).isEqualTo(address("10.0.0.254"));
    }

    @Test
    void probesAreReadWithAllTheySay() throws IOException {
        List<RealServerConfig> servers =
                ConfigText.read(ALL, diagnostics).virtualServers().getFirst().servers();
        ProbeConfig.Http web =
                (ProbeConfig.Http) servers.getFirst().checkers().getFirst().probe();
        assertThat(web.protocol()).isEqualTo(ProbeConfig.Protocol.HTTP_1_1);
        ProbeConfig.Url first = web.urls().getFirst();
        assertThat(first.digest()).isEqualTo("9b3a0c85a887a256d6939da88aabd8cd");
        assertThat(first.virtualHost()).isEqualTo("www.example.com");
        assertThat(first.statusCodes().stream()).containsExactly(200, 300, 301, 302);
        ProbeConfig.Url second = web.urls().getLast();
        assertThat(second.virtualHost()).isEqualTo("other");
        assertThat(second.statusCodes().cardinality()).isEqualTo(100);
        ProbeConfig.Expression expression = Objects.requireNonNull(second.expression());
        assertThat(expression.pattern().matcher("x\nOK\n").find()).isTrue();
        assertThat(expression.mostOffset()).isEqualTo(100);
        assertThat(servers.getLast().checkers())
                .extracting(CheckerConfig::probe)
                .contains(
                        new ProbeConfig.Script(
                                new ScriptCommand(List.of("/bin/check", "it"), "nobody", null), 3 * SECOND, true),
                        new ProbeConfig.Udp(
                                List.of((byte) 1, (byte) 0xab, (byte) 0xc),
                                true,
                                List.of((byte) 0),
                                List.of((byte) 0xf0),
                                0,
                                255),
                        new ProbeConfig.Dns(1, "example.com"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            retry 2                | lvs_sched xx           | Invalid lvs_scheduler 'xx' - ignoring
            retry 2                | protocol icmp          | Unknown protocol icmp - ignoring
            retry 2                | lvs_method FAR         | PARSER : unknown [FAR] routing method for virtual server.
            retry 2                | lvs_method TUN type gue | gue tunnels require port, otherwise cannot have port.
            retry 2                | ip_family inet6        | Virtual server specified family inet6 conflicts with server family
            retry 2                | quorum 9               | Warning - quorum 9 for [10.0.0.1]:tcp:80 exceeds total weight of real servers 1, reducing quorum to 1
            retry 2                | sorry_server 10.0.0    | Invalid sorry server IP address 10.0.0 - skipping
            retry 2                | sorry_server_inhibit   | Ignoring sorry_server inhibit used before or without sorry_server
            lvs_method DR          | retry 2                | WARNING - virtual server [10.0.0.1]:tcp:80 and real server [10.0.0.2]:tcp:8080 ports don't match - resetting
            HTTP_GET { ; }        | retry 2                | HTTP/SSL_GET checker has no urls specified - ignoring
            MISC_CHECK { ; }      | retry 2                | No script path has been specified for MISC_CHECKER - skipping
            DNS_CHECK { ; type X ; } | retry 2            | Unknown DNS check type X - ignoring
            UDP_CHECK { ; payload zz ; } | retry 2        | Invalid hex string for UDP_CHECK payload
            HTTP_GET { ; url { ; } ; } | retry 2         | HTTP/SSL_GET checker url has no path - ignoring
            HTTP_GET { ; url { ; path / ; status_code 99 ; } ; } | retry 2 | Invalid HTTP_GET status code '99'
            HTTP_GET { ; url { ; path / ; digest abc ; } ; } | retry 2 | digest 'abc' character length should be 32 rather than 3
            """)
    void faultsAreToldInTheOriginalsWords(String inServer, String inVirtual, String expected, @TempDir Path folder)
            throws Exception {
        String text = """
                virtual_server 10.0.0.1 80 {
                  lvs_sched rr
                  lvs_method NAT
                  protocol TCP
                  %s
                  real_server 10.0.0.2 8080 {
                    %s
                  }
                }
                """.formatted(inVirtual, inServer).replace(";", "\n");
        ConfigText.read(text, diagnostics);
        assertThat(withoutPlace(diagnostics.lines())).contains(expected);
        if (Programs.find("keepalived").isPresent()) {
            assertThat(withoutPlace(stock(folder, text))).contains(expected);
        }
    }

    /** What the original's configuration test says. */
    private static List<String> stock(Path folder, String text) throws Exception {
        Path file = Files.writeString(folder.resolve("k.conf"), text);
        Process test = new ProcessBuilder(Programs.require("keepalived").toString(), "-t", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        return new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static List<String> withoutPlace(List<String> lines) {
        return lines.stream()
                .map(each -> each.replaceFirst("^\\(.*?: Line \\d+\\) ", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"group missing", "fwmark x", "10.0.0 80", "10.0.0.1 99999"})
    void virtualServerThatIsNowhereIsLeftOut(String where) throws IOException {
        String text = "virtual_server " + where + " {\nreal_server 10.0.0.2 80 {\n}\n}\n";
        assertThat(ConfigText.read(text, diagnostics).virtualServers()).isEmpty();
        assertThat(diagnostics.faults()).isPositive();
    }

    @Test
    void whatHasNoEffectIsSaidWithItsLine() throws IOException {
        ConfigText.read(
                ALL.replace("PING_CHECK {\n", "PING_CHECK {\n      fwmark 3\n").replace("MISC_CHECK", "BFD_CHECK"),
                diagnostics);
        assertThat(diagnostics.lines())
                .anyMatch(line -> line.matches("\\(/k.conf: Line \\d+\\) 'fwmark' has no effect here"))
                .anyMatch(line -> line.matches("\\(/k.conf: Line \\d+\\) 'BFD_CHECK' has no effect here"));
    }

    @Test
    void tenThousandMutatedServersAreReadOrRefused() throws IOException {
        Random random = new Random(2_2);
        List<String> words = new ArrayList<>(List.of(ALL.split("(?<=\\s)")));
        int faults = 0;
        for (int i = 0; i < 10_000; i++) {
            List<String> bad = new ArrayList<>(words);
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                bad.set(random.nextInt(bad.size()), words.get(random.nextInt(words.size())));
            }
            Diagnostics told = new Diagnostics();
            try {
                ConfigText.read(String.join("", bad), told);
                faults += told.faults() > 0 ? 1 : 0;
            } catch (ConfigException refused) {
                faults++;
            }
        }
        assertThat(faults).isGreaterThan(5_000);
    }
}
