package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What {@code HTTP_GET} and {@code SSL_GET} say of pages. */
final class HttpReader {
    private static final int LEAST_STATUS = 100;
    private static final int MOST_STATUS = 999;
    private static final int DIGEST_DIGITS = 32;
    private static final int MOST_OFFSET = 1 << 30;
    private static final Map<String, Integer> FLAGS = Map.of(
            "caseless", Pattern.CASE_INSENSITIVE,
            "dotall", Pattern.DOTALL,
            "extended", Pattern.COMMENTS,
            "multiline", Pattern.MULTILINE,
            "ucp", Pattern.UNICODE_CHARACTER_CLASS);
    /** Options of the original's matcher that change nothing in what ours finds. */
    private static final Set<String> HARMLESS = Set.of(
            "auto_callout",
            "never_ucp",
            "never_utf",
            "never_backslash_c",
            "no_auto_capture",
            "no_auto_possess",
            "no_dotstar_anchor",
            "no_start_optimize",
            "use_offset_limit",
            "alt_verbnames");

    boolean serverName;
    boolean fastRecovery;

    @Nullable
    String virtualHost;

    private ProbeConfig.Protocol protocol = ProbeConfig.Protocol.HTTP_1_0;
    private final List<UrlReader> urls = new ArrayList<>();

    boolean isEmpty() {
        return urls.isEmpty();
    }

    void protocol(Words words) {
        String version = words.required(1);
        if (version == null) {
            return;
        }
        switch (version) {
            case "1.0" -> protocol = ProbeConfig.Protocol.HTTP_1_0;
            case "1.0C", "1.0c" -> protocol = ProbeConfig.Protocol.HTTP_1_0_CLOSE;
            case "1.1" -> protocol = ProbeConfig.Protocol.HTTP_1_1;
            default -> words.fault("Invalid http_protocol version " + version);
        }
    }

    void url(Words words) {
        UrlReader url = new UrlReader();
        UrlReader.KEYWORDS.read(url, words.block().body(), words.diagnostics());
        if (url.path == null) {
            words.fault("HTTP/SSL_GET checker url has no path - ignoring");
            return;
        }
        url.settle(words);
        urls.add(url);
    }

    ProbeConfig.Http build(boolean secure, @Nullable String aboveHost) {
        String host = virtualHost == null ? aboveHost : virtualHost;
        return new ProbeConfig.Http(
                secure,
                protocol,
                serverName,
                fastRecovery,
                urls.stream().map(each -> each.build(host)).toList());
    }

    /** One {@code url} block. */
    private static final class UrlReader {
        static final Keywords<UrlReader> KEYWORDS = new Keywords<UrlReader>()
                .on("path", (u, w) -> u.path = w.required(1))
                .on("digest", UrlReader::digest)
                .on("status_code", UrlReader::statusCodes)
                .on("virtualhost", (u, w) -> u.host = w.required(1))
                .on("regex", (u, w) -> u.expression = w.required(1))
                .on("regex_no_match", (u, w) -> u.unwanted = true)
                .on("regex_options", UrlReader::options)
                .on("regex_min_offset", (u, w) -> u.leastOffset = w.integer(1, 0, MOST_OFFSET, 0))
                .on("regex_max_offset", (u, w) -> u.mostOffset = w.integer(1, 0, MOST_OFFSET, MOST_OFFSET))
                .accept("regex_stack");

        private final BitSet statusCodes = new BitSet();
        private @Nullable String path;
        private @Nullable String digest;
        private @Nullable String host;
        private @Nullable String expression;
        private int flags = Pattern.UNIX_LINES;
        private boolean unwanted;
        private int leastOffset;
        private int mostOffset = MOST_OFFSET;

        private void digest(Words words) {
            String text = words.required(1);
            if (text == null) {
                return;
            }
            if (digest != null) {
                words.fault("Digest '" + text + "' is a duplicate");
            } else if (text.length() != DIGEST_DIGITS) {
                words.fault("digest '" + text + "' character length should be " + DIGEST_DIGITS + " rather than "
                        + text.length());
            } else if (!text.matches("[0-9a-fA-F]*")) {
                words.fault("Unable to interpret hex digit in '" + text + "'");
            } else {
                digest = text.toLowerCase(Locale.ROOT);
            }
        }

        private void statusCodes(Words words) {
            for (int i = 1; i <= words.count(); i++) {
                String text = words.statement().argument(i);
                String[] ends = text.split("-", 2);
                int least = status(ends[0]);
                int most = ends.length == 1 ? least : status(ends[1]);
                if (least == 0 || most < least) {
                    words.fault("Invalid HTTP_GET status code '" + text + "'");
                } else {
                    statusCodes.set(least, most + 1);
                }
            }
        }

        private static int status(String text) {
            int code = text.matches("\\d{3}") ? Integer.parseInt(text) : 0;
            return code < LEAST_STATUS || code > MOST_STATUS ? 0 : code;
        }

        private void options(Words words) {
            for (int i = 1; i <= words.count(); i++) {
                String option = words.statement().argument(i);
                Integer flag = FLAGS.get(option);
                if (flag != null) {
                    flags |= flag;
                } else if (!HARMLESS.contains(option)) {
                    words.diagnostics().remark(words.statement(), "regex option '" + option + "' has no effect here");
                }
            }
        }

        /** What the lines mean together. */
        void settle(Words words) {
            if (statusCodes.isEmpty()) {
                statusCodes.set(200, 300);
            }
            if (expression == null) {
                if (unwanted || leastOffset > 0 || mostOffset < MOST_OFFSET || flags != Pattern.UNIX_LINES) {
                    words.fault("regex parameters specified without regex");
                }
                return;
            }
            if (leastOffset > mostOffset) {
                words.fault("regex min offset " + leastOffset + " > regex_max_offset " + mostOffset + " - ignoring");
                leastOffset = 0;
                mostOffset = MOST_OFFSET;
            }
            try {
                Pattern.compile(expression, flags);
            } catch (PatternSyntaxException | StackOverflowError e) {
                words.fault("Invalid regex: '" + expression + "'");
                expression = null;
            }
        }

        ProbeConfig.Url build(@Nullable String aboveHost) {
            String pattern = expression;
            return new ProbeConfig.Url(
                    String.valueOf(path),
                    host == null ? aboveHost : host,
                    statusCodes,
                    digest,
                    pattern == null
                            ? null
                            : new ProbeConfig.Expression(pattern, flags, unwanted, leastOffset, mostOffset));
        }
    }
}
