package org.backstay.vrrp.config;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a checker does to find out whether a server serves. */
public sealed interface ProbeConfig {
    /** {@code TCP_CHECK}: it takes connections. */
    record Tcp() implements ProbeConfig {}

    /** {@code PING_CHECK}: it answers echo requests. */
    record Ping() implements ProbeConfig {}

    /**
     * {@code SMTP_CHECK}: it greets as a mail server does.
     *
     * @param helo our name
     */
    record Smtp(String helo) implements ProbeConfig {}

    /**
     * {@code MISC_CHECK}: a program says so.
     *
     * @param command the program
     * @param timeout in nanoseconds after which it is ended and has failed; 0 for the time between checks
     * @param dynamic whether an exit code from 2 on is a weight
     */
    record Script(ScriptCommand command, long timeout, boolean dynamic) implements ProbeConfig {}

    /**
     * {@code UDP_CHECK}: nobody says that it is unreachable, or it answers.
     *
     * @param payload what is sent
     * @param replyRequired whether silence is a failure
     * @param reply what the answer begins with; empty for anything
     * @param replyMask the bits of it that count
     * @param leastLength of the answer in bytes
     * @param mostLength of the answer in bytes
     */
    record Udp(
            List<Byte> payload,
            boolean replyRequired,
            List<Byte> reply,
            List<Byte> replyMask,
            int leastLength,
            int mostLength)
            implements ProbeConfig {}

    /**
     * {@code DNS_CHECK}: it answers a question without an error.
     *
     * @param type of the record that is asked for (RFC 1035, 3.2.2)
     * @param name of the domain; empty for the root
     */
    record Dns(int type, String name) implements ProbeConfig {}

    /**
     * {@code FILE_CHECK}: a file's number says so.
     *
     * @param file whose number
     * @param weight 0 makes any number but 0 a failure; otherwise number and weight, multiplied, are added to the server's weight
     * @param reverse whether the product's sign is turned, or 0 is the failure
     */
    record File(FileConfig file, int weight, boolean reverse) implements ProbeConfig {}

    /**
     * {@code HTTP_GET} and {@code SSL_GET}: every page is as it should be.
     *
     * @param secure whether by TLS
     * @param protocol as the request says
     * @param serverName whether the TLS handshake names the host
     * @param fastRecovery whether the pages of a server that may be well again are asked for without delay
     * @param urls the pages; never empty
     */
    record Http(boolean secure, Protocol protocol, boolean serverName, boolean fastRecovery, List<Url> urls)
            implements ProbeConfig {}

    /** The first line of a request, and whether it asks for the connection's end. */
    enum Protocol {
        /** {@code 1.0}. */
        HTTP_1_0("1.0", false),
        /** {@code 1.0C}. */
        HTTP_1_0_CLOSE("1.0", true),
        /** {@code 1.1}. */
        HTTP_1_1("1.1", true);

        private final String version;
        private final boolean close;

        Protocol(String version, boolean close) {
            this.version = version;
            this.close = close;
        }

        /** As the request line names it. */
        public String version() {
            return version;
        }

        /** Whether {@code Connection: close} is sent. */
        public boolean close() {
            return close;
        }
    }

    /**
     * A page.
     *
     * @param path as it is asked for
     * @param virtualHost the Host header; null for the address
     * @param statusCodes that are good
     * @param digest MD5 of the body, in lower-case hexadecimal; null for any
     * @param expression that the answer must match; null for any
     */
    record Url(
            String path,
            @Nullable String virtualHost,
            BitSet statusCodes,
            @Nullable String digest,
            @Nullable Expression expression) {}

    /**
     * A regular expression on an answer, header and body.
     *
     * @param text as it was written
     * @param flags of {@link Pattern}
     * @param unwanted whether a match is a failure
     * @param leastOffset where a match may begin at the earliest
     * @param mostOffset where a match may begin at the latest
     */
    record Expression(String text, int flags, boolean unwanted, int leastOffset, int mostOffset) {
        /** Ready to match. */
        public Pattern pattern() {
            return Pattern.compile(text, flags);
        }
    }
}
