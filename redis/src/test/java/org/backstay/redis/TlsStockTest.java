package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.Certificates;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as the original's clients and servers speak it. */
@Tag("slow")
final class TlsStockTest {
    private static final int LARGE = 1_000_000;

    @TempDir
    private Path folder;

    private Certificates certificates;
    private int tlsPort;

    @BeforeEach
    void makeCertificates() throws IOException {
        certificates = new Certificates(folder.resolve("certificates"));
        tlsPort = FreePorts.one();
    }

    private String cli(int port, String... command) {
        return run(certificates.client(port), command);
    }

    private String cliWithoutCertificate(int port, String... command) {
        return run(certificates.anonymousClient(port), command);
    }

    private static String run(List<String> options, String... command) {
        return Cli.run(Stream.concat(options.stream(), Stream.of(command)).toArray(String[]::new));
    }

    @Test
    void clientsWithACertificateAreServedAndOthersAreNot() throws Exception {
        try (OurRedis ours = ours()) {
            assertThat(cli(tlsPort, "SET", "key", "value")).isEqualTo("OK\n");
            assertThat(cli(tlsPort, "-r", "3", "GET", "key")).isEqualTo("value\nvalue\nvalue\n");
            assertThat(ours.call("GET", "key")).isEqualTo("value");
            String large = "x".repeat(LARGE);
            assertThat(ours.call("SET", "large", large)).isEqualTo("OK");
            assertThat(cli(tlsPort, "GET", "large")).isEqualTo(large + "\n");

            assertThat(cliWithoutCertificate(tlsPort, "PING")).doesNotContain("PONG");
            await("refusal logged", () -> ours.log().contains("Error accepting a client connection: "));
            ours.call("CONFIG", "SET", "tls-auth-clients", "optional");
            assertThat(cliWithoutCertificate(tlsPort, "PING")).isEqualTo("PONG\n");
            ours.call("CONFIG", "SET", "tls-auth-clients", "no");
            assertThat(cliWithoutCertificate(tlsPort, "PING")).isEqualTo("PONG\n");
        }
    }

    @Test
    void whoSpeaksNoTlsIsTurnedAwayAndNobodyElseNotices() throws Exception {
        try (OurRedis ours = ours();
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), tlsPort)) {
            plain.getOutputStream().write("PING\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.setSoTimeout(5_000);
            assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("PONG");
            await("refusal logged", () -> ours.log().contains("Error accepting a client connection: "));
            assertThat(ours.log()).doesNotContain("unexpected failure");
            assertThat(cli(tlsPort, "PING")).isEqualTo("PONG\n");
            await("it is gone", () -> "1".equals(ours.info("connected_clients")));
        }
    }

    @Test
    void certificatesAreExchangedWhileClientsAreServed() throws Exception {
        try (OurRedis ours = ours();
                RespConnection client = new RespConnection(ours.port())) {
            certificates.issue("next");
            assertThat(String.valueOf(client.call("CONFIG", "SET", "tls-cert-file", "/no/such.crt")))
                    .contains("Unable to update TLS configuration. Check server logs.");
            assertThat(ours.log()).contains("Failed to load certificate: /no/such.crt: No such file or directory");
            assertThat(String.valueOf(
                            client.call("CONFIG", "SET", "tls-cert-file", path(certificates.certificate("next")))))
                    .contains("Unable to update TLS configuration");
            assertThat(cli(tlsPort, "PING")).isEqualTo("PONG\n");
            assertThat(client.call(
                            "CONFIG",
                            "SET",
                            "tls-cert-file",
                            path(certificates.certificate("next")),
                            "tls-key-file",
                            path(certificates.key("next"))))
                    .isEqualTo("OK");
            assertThat(cli(tlsPort, "PING")).isEqualTo("PONG\n");

            Files.writeString(certificates.certificate("next"), "no certificate any more");
            assertThat(String.valueOf(
                            client.call("CONFIG", "SET", "tls-cert-file", path(certificates.certificate("next")))))
                    .as("a file is read again when it is set again")
                    .contains("Unable to update TLS configuration");
            assertThat(client.call("CONFIG", "SET", "tls-port", "0")).isEqualTo("OK");
            assertThat(cli(tlsPort, "PING")).contains("Connection refused");
        }
    }

    @Test
    void protocolsAndCiphersAreThoseThatWereAskedFor() throws Exception {
        try (OurRedis ours = ours()) {
            allow(ours, "TLSv1.2", "tls-ciphers", "ECDHE-RSA-AES256-GCM-SHA384");
            assertOnly("tls-ciphers", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-AES128-GCM-SHA256");
            assertThat(String.valueOf(ours.call("CONFIG", "SET", "tls-protocols", "SSLv3")))
                    .contains("Unable to update TLS configuration");
            assertThat(String.valueOf(ours.call("CONFIG", "SET", "tls-ciphers", "NULL-MD5")))
                    .contains("Unable to update TLS configuration");
        }
    }

    @Test
    void ciphersOfTheNewestProtocolAreThoseThatWereAskedFor() throws Exception {
        try (OurRedis ours = ours()) {
            allow(ours, "TLSv1.3", "tls-ciphersuites", "TLS_AES_256_GCM_SHA384");
            assertOnly("tls-ciphersuites", "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256");
        }
    }

    private static void allow(OurRedis ours, String protocol, String directive, String cipher) {
        assertThat(ours.call("CONFIG", "SET", "tls-protocols", protocol, directive, cipher))
                .isEqualTo("OK");
    }

    /** A client that offers the one cipher, by redis-cli's option, is served; one that offers the other is not. */
    private void assertOnly(String option, String served, String refused) {
        assertThat(cli(tlsPort, "--" + option, served, "PING")).isEqualTo("PONG\n");
        assertThat(cli(tlsPort, "--" + option, refused, "PING")).doesNotContain("PONG");
    }

    @Test
    void theServersOrderOfCiphersWinsIfThatWasAskedFor() throws Exception {
        try (OurRedis ours = ours()) {
            String order = "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256";
            ours.call("CONFIG", "SET", "tls-auth-clients", "no", "tls-protocols", "TLSv1.2", "tls-ciphers", order);
            List<String> otherOrder =
                    List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
            assertThat(negotiated(otherOrder)).isEqualTo(otherOrder.getFirst());
            ours.call("CONFIG", "SET", "tls-prefer-server-ciphers", "yes");
            assertThat(negotiated(otherOrder)).isEqualTo(otherOrder.getLast());
        }
    }

    /** The cipher that is agreed upon with a client that offers these, the one it likes best first, and trusts everybody. */
    private String negotiated(List<String> offered) throws IOException, GeneralSecurityException {
        SSLContext trusting = SSLContext.getInstance("TLSv1.2");
        trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", tlsPort)) {
            socket.setEnabledCipherSuites(offered.toArray(String[]::new));
            return socket.getSession().getCipherSuite();
        }
    }

    @Test
    void aStockReplicaFollowsUsOverTls() throws Exception {
        try (OurRedis ours = ours("--port", "0")) {
            List<String> lines = certificates.lines(FreePorts.one());
            lines.addAll(List.of("tls-replication yes", "replicaof 127.0.0.1 " + tlsPort));
            cli(tlsPort, "SET", "before", "1");
            try (StockRedis stock = StockRedis.start(lines.toArray(String[]::new))) {
                await("link up", () -> "up".equals(stock.info("master_link_status")));
                cli(tlsPort, "SET", "large", "x".repeat(LARGE / 10));
                assertThat(cli(tlsPort, "WAIT", "1", "5000")).isEqualTo("1\n");
                assertThat(stock.call("DEBUG", "DIGEST") + "\n").isEqualTo(cli(tlsPort, "DEBUG", "DIGEST"));
            }
            assertThat(ours.log()).doesNotContain("unexpected failure");
        }
    }

    @Test
    void weFollowAStockMasterOverTls() throws Exception {
        int mine = FreePorts.one();
        try (StockRedis stock = StockRedis.start(certificates.lines(tlsPort).toArray(String[]::new))) {
            stock.call("SET", "large", "x".repeat(LARGE));
            List<String> options = certificates.options(mine);
            options.addAll(List.of("--tls-replication", "yes", "--replicaof", "127.0.0.1 " + tlsPort));
            try (OurRedis ours = OurRedis.start(folder, options.toArray(String[]::new))) {
                await("link up", () -> "up".equals(ours.info("master_link_status")));
                stock.call("SET", "after", "2");
                assertThat(stock.call("WAIT", "1", "5000")).isEqualTo(1L);
                assertThat(ours.call("DEBUG", "DIGEST")).isEqualTo(stock.call("DEBUG", "DIGEST"));
                assertThat(stock.info("slave0")).contains("port=" + mine);
                ours.call("REPLICAOF", "127.0.0.1", Integer.toString(stock.port()));
                await("a master without TLS", () -> ours.log().contains("Error condition on socket for SYNC: "));
            }
        }
    }

    @Test
    void aBrokenCertificateIsOneLineBeforeTheStart() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.crt"), "-----BEGIN CERTIFICATE-----\nMIIB\n");
        List<String> options = certificates.options(tlsPort);
        options.set(options.indexOf("--tls-cert-file") + 1, broken.toString());
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(RedisServerMain.run(options.toArray(String[]::new))).isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("redis-server: Failed to load certificate: " + broken + ": the CERTIFICATE has no end\n");
    }

    private OurRedis ours(String... more) {
        List<String> options = certificates.options(tlsPort);
        options.addAll(List.of(more));
        return OurRedis.start(folder, options.toArray(String[]::new));
    }

    private static String path(Path file) {
        return file.toString();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(condition);
    }
}
