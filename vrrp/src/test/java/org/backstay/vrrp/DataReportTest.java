package org.backstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.vrrp.lab.Keepalived;
import org.backstay.vrrp.lab.Lab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code keepalived.data} is the original's, line by line, but for what speaks of parts that only the original has. */
@Tag("slow")
class DataReportTest {
    /** What speaks of parts that are not here, and where the original counts what is the kernel's. */
    private static final Pattern ORIGINALS =
            Pattern.compile(" (LVS flush|nftables|libnftnl|SNMP|DBus|Checker (process|don't|realtime)|BFD ).*"
                    + "| (Gratuitous (ARP for each secondary|ARP interval|NA interval)|M(ax|in) auto priority|VRRP realtime limit).*"
                    + "| ((vrrp|lvs)_netlink|process_monitor_rcv|rx_bufs|umask|current realtime).*"
                    + "|   rp_filter .*");
    /** What differs from run to run, and passwords, which are only shown by the original. */
    private static final List<Pattern> VARYING = List.of(
            Pattern.compile("((?:Last transition|Read timeout|Password|Smtp server|MAC|index) =) .*"),
            Pattern.compile("(Last checked) .*"),
            Pattern.compile(
                    "((?:Master down timer|Result|Status|Current processes|Effective priority|Total priority) =) -?\\d+"),
            Pattern.compile("((?:ifindex|Original \\w+|promote_secondaries counter)) \\d+"),
            Pattern.compile("(fd_in) -?\\d+"),
            Pattern.compile("(fd_out(?: =)?) -?\\d+"),
            Pattern.compile("(fe80::)[0-9a-f:]{12,}"),
            Pattern.compile("(/)\\S*lab\\S*/"));

    private static List<String> lines(String report) {
        return report.lines()
                .filter(line -> !ORIGINALS.matcher(line).matches())
                .map(DataReportTest::withoutVarying)
                .toList();
    }

    private static String withoutVarying(String line) {
        String rest = line;
        for (Pattern each : VARYING) {
            rest = each.matcher(rest).replaceAll("$1 …");
        }
        return rest;
    }

    private static String resource(String name) throws IOException {
        try (var stream = DataReportTest.class.getResourceAsStream("/configs/" + name + ".conf")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "keepalived-master, 172.16.10.251",
        "keepalived-backup, 172.16.10.251",
        "keepalived-redis, 172.16.10.251",
        "keepalived-haproxy, 172.16.10.251",
        "every-block, 10.77.0.103"
    })
    void masterSaysWhatTheOriginalSays(String file, String address) throws IOException {
        String config = resource(file);
        Map<Keepalived, String> said = new EnumMap<>(Keepalived.class);
        for (Keepalived program : Keepalived.PAIR) {
            try (Lab lab = Lab.open()) {
                PeerProcess process = program.start(
                        lab, "a", config.replace("FOLDER", lab.folder().toString()));
                lab.awaitHolder("a", address);
                said.put(program, lab.report("a", process, "USR1", "keepalived.data", "Interfaces >"));
            }
        }
        assertSame(said);
    }

    @Test
    void backupSaysWhatTheOriginalSays() throws IOException {
        String config = """
                vrrp_instance VI_1 {
                  interface eth0
                  virtual_router_id 51
                  version 3
                  advert_int 0.2
                  priority %d
                  virtual_ipaddress {
                    10.77.0.100/24
                  }
                }
                """;
        Map<Keepalived, String> said = new EnumMap<>(Keepalived.class);
        for (Keepalived program : Keepalived.PAIR) {
            try (Lab lab = Lab.open()) {
                program.other().start(lab, "b", config.formatted(200));
                lab.awaitHolder("b", "10.77.0.100");
                PeerProcess process = program.start(lab, "a", config.formatted(100));
                lab.await("it listens", () -> process.output().contains("Entering BACKUP STATE"));
                lab.await(
                        "it knows its master",
                        () -> lab.report("a", process, "USR1", "keepalived.data", "Interfaces >")
                                .contains("Master priority = 200"));
                said.put(program, lab.report("a", process, "USR1", "keepalived.data", "Interfaces >"));
            }
        }
        assertSame(said);
        assertThat(said.get(Keepalived.OURS)).contains("Master router = 10.77.0.2", "Master advert int = 0.20 sec");
    }

    private static void assertSame(Map<Keepalived, String> said) {
        String ours = Objects.requireNonNull(said.get(Keepalived.OURS));
        String stock = Objects.requireNonNull(said.get(Keepalived.STOCK));
        assertThat(lines(ours)).containsExactlyElementsOf(lines(stock));
        assertThat(ours).doesNotContain("secret").doesNotContain("Pa$$w0rd");
    }
}
