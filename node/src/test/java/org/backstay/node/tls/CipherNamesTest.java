package org.backstay.node.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** OpenSSL's names and classes of ciphers mean the same to us. */
class CipherNamesTest {
    private static final List<String> SUPPORTED = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256");

    @Test
    void namesAreThoseOfOpenSsl() throws Exception {
        Map<String, String> names = OpenSsl.run("ciphers", "-stdname", "ALL@SECLEVEL=0")
                .lines()
                .map(line -> line.trim().split("\\s+", -1))
                .collect(Collectors.toMap(words -> words[0], words -> words[2]));
        List<String> ours =
                List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        assertThat(ours).contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        for (String suite : ours) {
            String name = CipherNames.openSslName(suite);
            if (names.containsKey(suite) && !name.isEmpty()) {
                assertThat(name).isEqualTo(names.get(suite));
            }
        }
    }

    @Test
    void aListChoosesInItsOrderAndTakesAway() {
        assertThat(CipherNames.chosen("ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256", SUPPORTED))
                .containsExactly(SUPPORTED.get(3), SUPPORTED.get(2));
        assertThat(CipherNames.chosen("DEFAULT:!ECDSA:-DHE", SUPPORTED))
                .containsExactly(SUPPORTED.get(2), SUPPORTED.get(3));
        assertThat(CipherNames.chosen("ECDHE+AESGCM, @STRENGTH", SUPPORTED))
                .containsExactly(SUPPORTED.get(1), SUPPORTED.get(2));
        assertThat(CipherNames.chosen("NULL-MD5", SUPPORTED)).isEmpty();
    }
}
