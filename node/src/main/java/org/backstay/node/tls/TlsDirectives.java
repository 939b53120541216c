package org.backstay.node.tls;

import static org.backstay.config.Directive.choice;
import static org.backstay.config.Directive.integer;
import static org.backstay.config.Directive.text;
import static org.backstay.config.Directive.yesNo;

import io.netty.handler.ssl.ClientAuth;
import java.util.List;
import org.backstay.config.Directive;

/** The directives of TLS, as Redis's programs share them. Immutable, of any thread. */
public final class TlsDirectives {
    private static final int LARGEST_PORT = 65_535;

    /** The port on which TLS is spoken. */
    public static final Directive<Integer> TLS_PORT = integer("tls-port", 0, LARGEST_PORT)
            .standard(0)
            .mutable()
            .about("TCP port for TLS; 0 listens nowhere.")
            .row();

    /** The certificates shown to others. */
    public static final Directive<String> TLS_CERT_FILE =
            file("tls-cert-file", "PEM file with the certificate, and those that lead to its authority.");

    /** The key of the first of them. */
    public static final Directive<String> TLS_KEY_FILE =
            file("tls-key-file", "PEM file with the certificate's private key.");

    /** The key's password. */
    public static final Directive<String> TLS_KEY_FILE_PASS =
            word("tls-key-file-pass", "Password of the private key; empty for a key that is not encrypted.");

    /** The certificates shown on outgoing connections. */
    public static final Directive<String> TLS_CLIENT_CERT_FILE =
            file("tls-client-cert-file", "Certificate for connections that we open; empty for tls-cert-file.");

    /** The key of the first of them. */
    public static final Directive<String> TLS_CLIENT_KEY_FILE =
            file("tls-client-key-file", "Private key of tls-client-cert-file.");

    /** That key's password. */
    public static final Directive<String> TLS_CLIENT_KEY_FILE_PASS =
            word("tls-client-key-file-pass", "Password of tls-client-key-file.");

    /** Parameters for an exchange of keys that the JDK brings itself. */
    public static final Directive<String> TLS_DH_PARAMS_FILE = text("tls-dh-params-file")
            .standard("")
            .mutable()
            .withoutEffect("the groups of RFC 7919 are used.")
            .row();

    /** The authorities that are trusted. */
    public static final Directive<String> TLS_CA_CERT_FILE =
            file("tls-ca-cert-file", "PEM file with the authorities whose certificates are trusted.");

    /** More of them. */
    public static final Directive<String> TLS_CA_CERT_DIR =
            file("tls-ca-cert-dir", "Folder of PEM files with further authorities.");

    /** Whether clients must show a certificate. */
    public static final Directive<AuthClients> TLS_AUTH_CLIENTS = choice("tls-auth-clients", AuthClients.class)
            .standard(AuthClients.YES)
            .mutable()
            .about("Whether clients must show a certificate that is trusted: yes, no, or optional.")
            .row();

    /** Whether replication goes over TLS. */
    public static final Directive<Boolean> TLS_REPLICATION = yesNo("tls-replication")
            .standard(false)
            .mutable()
            .about("Connect to masters over TLS.")
            .row();

    /** Whether keys move over TLS. */
    public static final Directive<Boolean> TLS_CLUSTER = yesNo("tls-cluster")
            .standard(false)
            .mutable()
            .about("Let MIGRATE connect over TLS.")
            .row();

    /** The versions that are spoken. */
    public static final Directive<String> TLS_PROTOCOLS =
            word("tls-protocols", "Versions that are spoken, of TLSv1.2 and TLSv1.3; empty for both.");

    /** The ciphers of TLS 1.2. */
    public static final Directive<String> TLS_CIPHERS =
            word("tls-ciphers", "Ciphers of TLS 1.2 in OpenSSL's names and classes; empty for the standard ones.");

    /** The ciphers of TLS 1.3. */
    public static final Directive<String> TLS_CIPHERSUITES =
            word("tls-ciphersuites", "Ciphers of TLS 1.3, with colons between them; empty for the standard ones.");

    /** Whose order of ciphers counts. */
    public static final Directive<Boolean> TLS_PREFER_SERVER_CIPHERS = yesNo("tls-prefer-server-ciphers")
            .standard(false)
            .mutable()
            .about("Choose the cipher by the server's order, not by the client's.")
            .row();

    /** Whether sessions can be resumed. */
    public static final Directive<Boolean> TLS_SESSION_CACHING = yesNo("tls-session-caching")
            .standard(true)
            .mutable()
            .about("Let clients resume sessions; with no, they can for one second.")
            .row();

    /** How many sessions are remembered. */
    public static final Directive<Integer> TLS_SESSION_CACHE_SIZE = integer(
                    "tls-session-cache-size", 0, Integer.MAX_VALUE)
            .standard(20 * 1024)
            .mutable()
            .about("Sessions that are remembered; 0 for no limit.")
            .row();

    /** For how long. */
    public static final Directive<Integer> TLS_SESSION_CACHE_TIMEOUT = integer(
                    "tls-session-cache-timeout", 0, Integer.MAX_VALUE)
            .standard(300)
            .mutable()
            .about("Seconds for which a session is remembered.")
            .row();

    /** Those that change what a context is made of. */
    static final List<Directive<?>> OF_CONTEXTS = List.of(
            TLS_CERT_FILE,
            TLS_KEY_FILE,
            TLS_KEY_FILE_PASS,
            TLS_CLIENT_CERT_FILE,
            TLS_CLIENT_KEY_FILE,
            TLS_CLIENT_KEY_FILE_PASS,
            TLS_CA_CERT_FILE,
            TLS_CA_CERT_DIR,
            TLS_AUTH_CLIENTS,
            TLS_REPLICATION,
            TLS_CLUSTER,
            TLS_PROTOCOLS,
            TLS_CIPHERS,
            TLS_CIPHERSUITES,
            TLS_PREFER_SERVER_CIPHERS,
            TLS_SESSION_CACHING,
            TLS_SESSION_CACHE_SIZE,
            TLS_SESSION_CACHE_TIMEOUT);

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(
            TLS_PORT,
            TLS_CERT_FILE,
            TLS_KEY_FILE,
            TLS_KEY_FILE_PASS,
            TLS_CLIENT_CERT_FILE,
            TLS_CLIENT_KEY_FILE,
            TLS_CLIENT_KEY_FILE_PASS,
            TLS_DH_PARAMS_FILE,
            TLS_CA_CERT_FILE,
            TLS_CA_CERT_DIR,
            TLS_AUTH_CLIENTS,
            TLS_REPLICATION,
            TLS_CLUSTER,
            TLS_PROTOCOLS,
            TLS_CIPHERS,
            TLS_CIPHERSUITES,
            TLS_PREFER_SERVER_CIPHERS,
            TLS_SESSION_CACHING,
            TLS_SESSION_CACHE_SIZE,
            TLS_SESSION_CACHE_TIMEOUT);

    private TlsDirectives() {}

    /** Whether clients must show a certificate. */
    public enum AuthClients {
        /** None is asked for. */
        NO(ClientAuth.NONE),
        /** Without one that is trusted there is no connection. */
        YES(ClientAuth.REQUIRE),
        /** One that is shown must be trusted. */
        OPTIONAL(ClientAuth.OPTIONAL);

        private final ClientAuth asked;

        AuthClients(ClientAuth asked) {
            this.asked = asked;
        }

        ClientAuth asked() {
            return asked;
        }
    }

    /** A file that is read again whenever it is set, though under the same name. */
    private static Directive<String> file(String name, String about) {
        return text(name).standard("").mutable().reread().about(about).row();
    }

    private static Directive<String> word(String name, String about) {
        return text(name).standard("").mutable().about(about).row();
    }
}
