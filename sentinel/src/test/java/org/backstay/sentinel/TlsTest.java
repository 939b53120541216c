package org.backstay.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.backstay.testkit.stock.Certificates;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.StockRedis;
import org.backstay.testkit.stock.StockSentinel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our sentinels and a stock one over servers that are reached over TLS, and that reach each other so. */
@Tag("slow")
class TlsTest {
    private static final String NAME = "mymaster";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private Certificates certificates;

    @BeforeEach
    void makeCertificates() throws IOException {
        certificates = new Certificates(folder);
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    private String[] over(int tlsPort, String... more) {
        List<String> lines = new ArrayList<>(certificates.lines(tlsPort));
        lines.add("tls-replication yes");
        lines.addAll(List.of(more));
        return lines.toArray(String[]::new);
    }

    private String[] watching(int masterPort) {
        return over(
                FreePorts.one(),
                "sentinel monitor " + NAME + " 127.0.0.1 " + masterPort + " 2",
                "sentinel down-after-milliseconds " + NAME + " 1500");
    }

    /** Ours or the original. */
    private interface Asked {
        Object call(String... words);
    }

    @Test
    void aMasterThatDiesIsReplacedOverTlsAlone() {
        int masterPort = FreePorts.one();
        int replicaPort = FreePorts.one();
        try (StockRedis master = StockRedis.start(over(masterPort));
                StockRedis replica = StockRedis.start(over(replicaPort, "replicaof 127.0.0.1 " + masterPort));
                OurSentinel one = OurSentinel.start(watching(masterPort));
                OurSentinel two = OurSentinel.start(watching(masterPort));
                StockSentinel stock = StockSentinel.start(watching(masterPort))) {
            List<Asked> all = List.of(one::call, two::call, stock::call);
            for (Asked each : all) {
                until("all are known", () -> {
                    Map<?, ?> known = fields(each.call("SENTINEL", "MASTER", NAME));
                    return "1".equals(known.get("num-slaves")) && "2".equals(known.get("num-other-sentinels"));
                });
            }
            master.process().kill();
            for (Asked each : all) {
                until(
                        "the replica's port for TLS is told",
                        () -> each.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)
                                .equals(List.of("127.0.0.1", Integer.toString(replicaPort))));
            }
            assertThat(replica.info("role")).isEqualTo("master");
        }
    }

    private static Map<Object, Object> fields(Object answer) {
        List<?> flat = (List<?>) answer;
        Map<Object, Object> fields = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(flat.get(i), flat.get(i + 1));
        }
        return fields;
    }

    @Test
    void aCertificateThatCannotBeReadIsNamedInOneLineBeforeTheStart() throws Exception {
        Path file = folder.resolve("sentinel.conf");
        Files.write(
                file,
                List.of(
                        "port 0",
                        "tls-port " + FreePorts.one(),
                        "tls-auth-clients no",
                        "tls-cert-file /no/such.crt",
                        "tls-key-file /no/such.key"));
        PrintStream before = System.err;
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try {
            assertThat(SentinelMain.run(new String[] {file.toString()})).isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        assertThat(error.toString(StandardCharsets.UTF_8))
                .isEqualTo("redis-sentinel: Failed to load certificate: /no/such.crt: No such file or directory\n");
    }
}
