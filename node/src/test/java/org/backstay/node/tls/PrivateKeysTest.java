package org.backstay.node.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are read as openssl wrote them. */
class PrivateKeysTest {
    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "RSA, genrsa -traditional 2048, BEGIN RSA PRIVATE KEY",
        "RSA, genrsa 2048, BEGIN PRIVATE KEY",
        "RSA, genrsa -traditional -aes256 -passout pass:PASSWORD 2048, DEK-Info: AES-256-CBC",
        "RSA, genrsa -traditional -des3 -passout pass:PASSWORD 2048, DEK-Info: DES-EDE3-CBC",
        "RSA, genrsa -aes128 -passout pass:PASSWORD 2048, BEGIN ENCRYPTED PRIVATE KEY",
        "EC, ecparam -name prime256v1 -genkey -noout, BEGIN EC PRIVATE KEY",
        "EC, ecparam -name secp384r1 -genkey, BEGIN EC PARAMETERS",
        "EC, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, BEGIN PRIVATE KEY",
        "Ed25519, genpkey -algorithm ed25519, BEGIN PRIVATE KEY"
    })
    void everyFormOfKeyIsReadAndBelongsToItsPublicHalf(String algorithm, String command, String form) throws Exception {
        Path file = folder.resolve("key.pem");
        String[] words = command.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace("PASSWORD", PASSWORD);
        }
        String text = OpenSsl.run(words);
        assertThat(text).contains(form);
        Files.writeString(file, text);
        String open = OpenSsl.run("pkey", "-in", file.toString(), "-passin", "pass:" + PASSWORD, "-pubout");
        byte[] encoded = PemBlock.read(ascii(open)).getFirst().bytes();
        PublicKey expected = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
        boolean encrypted = text.contains("ENCRYPTED");
        String password = encrypted ? PASSWORD : "";
        assertThat(KeyPairs.belong(expected, PrivateKeys.read(ascii(text), password)))
                .isTrue();
        if (encrypted) {
            assertThatThrownBy(() -> PrivateKeys.read(ascii(text), ""))
                    .hasMessage("the key is encrypted, and there is no password for it");
            assertThatThrownBy(() -> KeyPairs.belong(expected, PrivateKeys.read(ascii(text), "wrong")))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genrsa -traditional 2048", "ecparam -name prime256v1 -genkey -noout", "genrsa 2048"})
    void aDamagedKeyIsAnErrorInOneLine(String command) throws Exception {
        byte[] whole = ascii(OpenSsl.run(command.split(" ", -1)));
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = java.util.Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int hit = 0; hit < 3 && damaged.length > 0; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(128);
            }
            try {
                assertThat(PrivateKeys.read(damaged, "")).isNotNull();
            } catch (IOException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aFileWithoutAKeyIsAnError() {
        assertThatThrownBy(() -> PrivateKeys.read(ascii("hello\n"), "")).hasMessage("there is no private key in it");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
