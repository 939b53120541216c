package org.backstay.node.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.backstay.node.Disk;

/**
 * Certificates and keys from a node's files. Every failure is one line that names the file.
 *
 * @param disk where they are; they are small, and read where they are asked for
 */
record CredentialFiles(Disk disk) {
    private static final Set<String> LABELS = Set.of("CERTIFICATE", "X509 CERTIFICATE");

    /** The certificates of a file: the node's own first, then those that lead to its authority. */
    List<X509Certificate> certificates(String file) throws IOException {
        try {
            List<X509Certificate> certificates = parse(disk.readAll(Path.of(file)));
            if (certificates.isEmpty()) {
                throw new IOException("there is no certificate in it");
            }
            return certificates;
        } catch (IOException e) {
            throw new IOException("Failed to load certificate: " + file + ": " + reason(e, file), e);
        }
    }

    /** The private key of a file. */
    PrivateKey key(String file, String password) throws IOException {
        try {
            return PrivateKeys.read(disk.readAll(Path.of(file)), password);
        } catch (IOException e) {
            throw new IOException("Failed to load private key: " + file + ": " + reason(e, file), e);
        }
    }

    /** The authorities of a file and of all files of a folder; either may be empty. What is no certificate there is passed over. */
    List<X509Certificate> authorities(String file, String folder) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        try {
            if (!file.isEmpty()) {
                all.addAll(certificates(file));
            }
            if (!folder.isEmpty()) {
                for (String name : disk.list(Path.of(folder))) {
                    all.addAll(certificatesIfAny(Path.of(folder, name)));
                }
            }
        } catch (IOException e) {
            throw new IOException("Failed to configure CA certificate(s) file/directory: " + reason(e, folder), e);
        }
        return all;
    }

    private List<X509Certificate> certificatesIfAny(Path file) {
        try {
            return parse(disk.readAll(file));
        } catch (IOException notOne) {
            return List.of();
        }
    }

    private static List<X509Certificate> parse(byte[] file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemBlock block : PemBlock.read(file)) {
                if (LABELS.contains(block.label())) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                }
            }
        } catch (CertificateException e) {
            throw new IOException("a certificate in it can't be read: " + e.getMessage(), e);
        }
        return certificates;
    }

    /** The JDK's words for a missing file are its name alone. */
    private static String reason(IOException failure, String file) {
        String message = String.valueOf(failure.getMessage());
        return message.equals(file) ? "No such file or directory" : message;
    }
}
