package org.backstay.node.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.backstay.config.Settings;
import org.backstay.node.Disk;

/**
 * What a connection is protected with, on either side of it. Immutable; of any loop.
 *
 * @param server for connections that are accepted
 * @param client for connections that we open
 */
record TlsContexts(SslContext server, SslContext client) {
    private static final String NEWEST = "TLSv1.3";
    private static final List<String> STANDARD_PROTOCOLS = List.of("TLSv1.2", NEWEST);
    private static final Set<String> PROTOCOLS = Set.of("TLSv1", "TLSv1.1", "TLSv1.2", NEWEST);
    private static final String UNNAMED_ALGORITHM = "";

    /** The server takes no size that means no limit. */
    private static final long MOST_SESSIONS = Integer.MAX_VALUE;

    /**
     * Reads what the directives name.
     *
     * @throws IOException with one line that names the directive or the file and says what is wrong with it
     */
    static TlsContexts read(Settings settings, Disk disk) throws IOException {
        CredentialFiles files = new CredentialFiles(disk);
        List<X509Certificate> authorities = files.authorities(
                settings.get(TlsDirectives.TLS_CA_CERT_FILE), settings.get(TlsDirectives.TLS_CA_CERT_DIR));
        if (authorities.isEmpty() && needsAuthorities(settings)) {
            throw new IOException(
                    "Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster, tls-replication or tls-auth-clients are enabled!");
        }
        Identity ours = Identity.of(
                files,
                settings.get(TlsDirectives.TLS_CERT_FILE),
                settings.get(TlsDirectives.TLS_KEY_FILE),
                settings.get(TlsDirectives.TLS_KEY_FILE_PASS));
        boolean separate = !settings.get(TlsDirectives.TLS_CLIENT_CERT_FILE).isEmpty()
                && !settings.get(TlsDirectives.TLS_CLIENT_KEY_FILE).isEmpty();
        Identity asClient = separate
                ? Identity.of(
                        files,
                        settings.get(TlsDirectives.TLS_CLIENT_CERT_FILE),
                        settings.get(TlsDirectives.TLS_CLIENT_KEY_FILE),
                        settings.get(TlsDirectives.TLS_CLIENT_KEY_FILE_PASS))
                : ours;
        return new TlsContexts(server(settings, ours, authorities), client(settings, asClient, authorities));
    }

    private record Identity(List<X509Certificate> certificates, PrivateKey key) {
        static Identity of(CredentialFiles files, String certificate, String key, String password) throws IOException {
            if (certificate.isEmpty()) {
                throw new IOException("No tls-cert-file configured!");
            }
            if (key.isEmpty()) {
                throw new IOException("No tls-key-file configured!");
            }
            Identity identity = new Identity(files.certificates(certificate), files.key(key, password));
            if (!KeyPairs.belong(identity.certificates().getFirst().getPublicKey(), identity.key())) {
                throw new IOException("Failed to load private key: " + key
                        + ": it is not the key of the certificate in " + certificate);
            }
            return identity;
        }
    }

    private static boolean needsAuthorities(Settings settings) {
        return settings.get(TlsDirectives.TLS_AUTH_CLIENTS) != TlsDirectives.AuthClients.NO
                || settings.get(TlsDirectives.TLS_REPLICATION)
                || settings.get(TlsDirectives.TLS_CLUSTER);
    }

    private static SslContext server(Settings settings, Identity identity, List<X509Certificate> authorities)
            throws IOException {
        boolean caching = settings.get(TlsDirectives.TLS_SESSION_CACHING);
        int size = settings.get(TlsDirectives.TLS_SESSION_CACHE_SIZE);
        // The JDK has no switch: a session that is forgotten after a second is as good as none.
        SslContext context = build(
                SslContextBuilder.forServer(identity.key(), identity.certificates())
                        .clientAuth(settings.get(TlsDirectives.TLS_AUTH_CLIENTS).asked())
                        .sessionCacheSize(size == 0 ? MOST_SESSIONS : size)
                        .sessionTimeout(
                                caching ? Math.max(1, settings.get(TlsDirectives.TLS_SESSION_CACHE_TIMEOUT)) : 1),
                settings,
                authorities);
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setSessionCacheEnabled(caching);
        }
        return context;
    }

    /** As the original, it asks for a certificate that is trusted, whatever name stands in it. */
    private static SslContext client(Settings settings, Identity identity, List<X509Certificate> authorities)
            throws IOException {
        return build(
                SslContextBuilder.forClient()
                        .keyManager(identity.key(), identity.certificates())
                        .endpointIdentificationAlgorithm(UNNAMED_ALGORITHM),
                settings,
                authorities);
    }

    private static SslContext build(SslContextBuilder builder, Settings settings, List<X509Certificate> authorities)
            throws IOException {
        if (!authorities.isEmpty()) {
            builder.trustManager(authorities);
        }
        SslProvider provider = provider(settings);
        List<String> ciphers = ciphers(settings, supported(provider));
        try {
            return builder.sslProvider(provider)
                    .protocols(protocols(settings.get(TlsDirectives.TLS_PROTOCOLS)))
                    .ciphers(ciphers.isEmpty() ? null : ciphers, SupportedCipherSuiteFilter.INSTANCE)
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IOException("TLS can't be configured: " + e.getMessage(), e);
        }
    }

    private static List<String> protocols(String words) throws IOException {
        if (words.isBlank()) {
            return STANDARD_PROTOCOLS;
        }
        List<String> chosen = new ArrayList<>();
        for (String word : words.trim().split("\\s+", -1)) {
            String known = PROTOCOLS.stream()
                    .filter(word::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(
                            () -> new IOException(
                                    "Invalid tls-protocols specified. Use a combination of 'TLSv1', 'TLSv1.1', 'TLSv1.2' and 'TLSv1.3'."));
            chosen.add(known);
        }
        return chosen;
    }

    /**
     * OpenSSL's fork, several times as fast, where its library is there and can do what the directives ask for; else the JDK. Its ciphers for
     * TLS 1.3 can't be chosen, and older ones are fewer.
     */
    private static SslProvider provider(Settings settings) {
        boolean can = OpenSsl.isAvailable()
                && settings.get(TlsDirectives.TLS_CIPHERSUITES).isEmpty()
                && !CipherNames.chosen(older(settings), supportedByOpenSsl()).isEmpty();
        return can ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    private static List<String> supported(SslProvider provider) throws IOException {
        if (provider == SslProvider.OPENSSL) {
            return supportedByOpenSsl();
        }
        try {
            return List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this JDK has no TLS", e);
        }
    }

    /** By their names of today: each has one with SSL_ in front, too. */
    private static List<String> supportedByOpenSsl() {
        return OpenSsl.availableJavaCipherSuites().stream()
                .filter(suite -> suite.startsWith("TLS_"))
                .toList();
    }

    /** OpenSSL's list of ciphers for TLS 1.2. */
    private static String older(Settings settings) {
        String older = settings.get(TlsDirectives.TLS_CIPHERS);
        return older.isEmpty() ? "DEFAULT" : older;
    }

    /** Empty for the standard ones. Either list may be given without the other. */
    private static List<String> ciphers(Settings settings, List<String> supported) throws IOException {
        String newest = settings.get(TlsDirectives.TLS_CIPHERSUITES);
        if (settings.get(TlsDirectives.TLS_CIPHERS).isEmpty() && newest.isEmpty()) {
            return List.of();
        }
        List<String> chosen = new ArrayList<>();
        for (String suite : newest.isEmpty() ? supported : Arrays.asList(newest.split("[:, ]+", -1))) {
            if (supported.contains(suite) && CipherNames.openSslName(suite).isEmpty()) {
                chosen.add(suite);
            }
        }
        if (chosen.isEmpty()) {
            throw new IOException("Failed to configure ciphersuites: " + newest);
        }
        List<String> forOlder = CipherNames.chosen(older(settings), supported);
        if (forOlder.isEmpty()) {
            throw new IOException("Failed to configure ciphers: " + settings.get(TlsDirectives.TLS_CIPHERS));
        }
        chosen.addAll(forOlder);
        return chosen;
    }
}
