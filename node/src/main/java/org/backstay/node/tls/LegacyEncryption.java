package org.backstay.node.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The encryption of keys before PKCS#8, with its parameters in the text's headers (RFC 1421, OpenSSL's {@code EVP_BytesToKey}). Stateless. */
final class LegacyEncryption {
    private static final int SALT_BYTES = 8;

    private record Scheme(String transformation, String algorithm, int keyBytes) {}

    private static final Map<String, Scheme> SCHEMES = Map.of(
            "AES-128-CBC", new Scheme("AES/CBC/PKCS5Padding", "AES", 16),
            "AES-192-CBC", new Scheme("AES/CBC/PKCS5Padding", "AES", 24),
            "AES-256-CBC", new Scheme("AES/CBC/PKCS5Padding", "AES", 32),
            "DES-EDE3-CBC", new Scheme("DESede/CBC/PKCS5Padding", "DESede", 24));

    private LegacyEncryption() {}

    /** The bytes of a block, decrypted if they are encrypted. */
    static byte[] plain(PemBlock block, String password) throws IOException, GeneralSecurityException {
        String parameters = block.headers().get("DEK-Info");
        if (parameters == null) {
            return block.bytes();
        }
        if (password.isEmpty()) {
            throw new IOException("the key is encrypted, and there is no password for it");
        }
        String[] words = parameters.split(",", -1);
        Scheme scheme = SCHEMES.get(words[0]);
        if (scheme == null || words.length != 2) {
            throw new IOException("keys encrypted with " + parameters + " can't be read");
        }
        byte[] start = start(words[1]);
        Cipher cipher = Cipher.getInstance(scheme.transformation());
        byte[] key =
                key(password.getBytes(StandardCharsets.UTF_8), Arrays.copyOf(start, SALT_BYTES), scheme.keyBytes());
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, scheme.algorithm()), new IvParameterSpec(start));
        return cipher.doFinal(block.bytes());
    }

    private static byte[] start(String hex) throws IOException {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IOException("the key's DEK-Info is no hexadecimal number", e);
        }
    }

    /** Digests of the digest before, the password and the salt, until there are bytes enough. */
    private static byte[] key(byte[] password, byte[] salt, int bytes) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        byte[] last = {};
        while (key.size() < bytes) {
            digest.update(last);
            digest.update(password);
            last = digest.digest(salt);
            key.writeBytes(last);
        }
        return Arrays.copyOf(key.toByteArray(), bytes);
    }
}
