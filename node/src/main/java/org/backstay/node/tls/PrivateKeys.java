package org.backstay.node.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys in the forms that OpenSSL writes: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) and SEC 1 (RFC 5915), each plain or encrypted. Stateless. */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");
    private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] ELLIPTIC_CURVE = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final String SCHEME_2 = "PBES2";
    private static final String SCHEME_2_NUMBER = "1.2.840.113549.1.5.13";

    private PrivateKeys() {}

    /**
     * The first private key of a file.
     *
     * @param password empty when there is none
     * @throws IOException with one line that says what is wrong
     */
    static PrivateKey read(byte[] file, String password) throws IOException {
        for (PemBlock block : PemBlock.read(file)) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return key(block, password);
            }
        }
        throw new IOException("there is no private key in it");
    }

    private static PrivateKey key(PemBlock block, String password) throws IOException {
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> ofAnyAlgorithm(new PKCS8EncodedKeySpec(block.bytes()));
                case "ENCRYPTED PRIVATE KEY" -> ofAnyAlgorithm(decrypted(block.bytes(), password));
                case "RSA PRIVATE KEY" -> ofAnyAlgorithm(wrapped(RSA, LegacyEncryption.plain(block, password)));
                case "EC PRIVATE KEY" -> {
                    byte[] plain = LegacyEncryption.plain(block, password);
                    byte[] curve = Der.field(plain, Der.CURVE);
                    byte[] algorithm = java.util.Arrays.copyOf(ELLIPTIC_CURVE, ELLIPTIC_CURVE.length + curve.length);
                    System.arraycopy(curve, 0, algorithm, ELLIPTIC_CURVE.length, curve.length);
                    yield ofAnyAlgorithm(wrapped(algorithm, plain));
                }
                default -> throw new IOException("a key in the form of " + block.label() + " can't be read");
            };
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    password.isEmpty()
                            ? "the key can't be read: " + e.getMessage()
                            : "the key can't be decrypted with this password",
                    e);
        }
    }

    private static PKCS8EncodedKeySpec wrapped(byte[] algorithm, byte[] key) {
        return new PKCS8EncodedKeySpec(
                Der.value(Der.SEQUENCE, VERSION_0, Der.value(Der.SEQUENCE, algorithm), Der.value(Der.OCTETS, key)));
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] bytes, String password)
            throws IOException, GeneralSecurityException {
        if (password.isEmpty()) {
            throw new IOException("the key is encrypted, and there is no password for it");
        }
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
        String named = info.getAlgName();
        boolean inParameters = named.equals(SCHEME_2) || named.equals(SCHEME_2_NUMBER);
        String scheme = inParameters ? info.getAlgParameters().toString() : named;
        Cipher cipher = Cipher.getInstance(scheme);
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(scheme).generateSecret(secret),
                info.getAlgParameters());
        return info.getKeySpec(cipher);
    }

    /** The algorithm is in the key, where the JDK does not look for it. */
    private static PrivateKey ofAnyAlgorithm(PKCS8EncodedKeySpec key) throws GeneralSecurityException {
        InvalidKeySpecException last = new InvalidKeySpecException("its algorithm is unknown");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(key);
            } catch (InvalidKeySpecException notThisOne) {
                last.addSuppressed(notThisOne);
            }
        }
        throw last;
    }
}
