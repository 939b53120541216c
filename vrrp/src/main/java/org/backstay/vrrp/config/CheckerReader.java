package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.backstay.config.BraceWords;
import org.jspecify.annotations.Nullable;

/** One checker's block. What it leaves open is known only when its virtual server has been read to the end. */
final class CheckerReader {
    private static final long SECOND = 1_000_000_000;
    private static final long DELAY_LOOP = 60 * SECOND;
    private static final long CONNECT_TIMEOUT = 5 * SECOND;
    private static final int MOST_PORT = 65_535;
    private static final int MOST_DATAGRAM = 65_507;
    private static final String HELO = "smtpchecker.keepalived.org";
    private static final Map<String, Integer> DNS_TYPES =
            Map.of("A", 1, "NS", 2, "CNAME", 5, "SOA", 6, "MX", 15, "TXT", 16, "AAAA", 28);

    private final Words opening;
    private final CheckTiming timing = new CheckTiming();
    private @Nullable IpAddress address;
    private int port;
    private @Nullable IpAddress source;
    private boolean logAllFailures;
    private final HttpReader http = new HttpReader();
    private String helo = HELO;
    private @Nullable ScriptCommand script;
    private @Nullable String user;
    private @Nullable String group;
    private long scriptTimeout;
    private boolean dynamic;
    private HexBytes payload = HexBytes.NONE;
    private boolean replyRequired;
    private HexBytes reply = HexBytes.NONE;
    private int leastReply;
    private int mostReply = 255;
    private int recordType = 6;
    private String recordName = "";

    private static final Map<String, Keywords<CheckerReader>> KINDS = Map.of(
            "TCP_CHECK", connecting(),
            "PING_CHECK", connecting(),
            "SMTP_CHECK",
                    connecting()
                            .on("helo_name", (c, w) -> c.helo = String.valueOf(w.required(1)))
                            .withoutEffect("host"),
            "HTTP_GET", web(),
            "SSL_GET",
                    web().on("enable_sni", (c, w) -> c.http.serverName = w.flag(true))
                            .withoutEffect("tls_compliant"),
            "MISC_CHECK",
                    common().on("misc_path", CheckerReader::script)
                            .on("misc_timeout", (c, w) -> c.scriptTimeout = w.seconds(1, "0", "", 0))
                            .on("misc_dynamic", (c, w) -> c.dynamic = true)
                            .on("user", CheckerReader::user),
            "UDP_CHECK",
                    connecting()
                            .on("payload", (c, w) -> c.payload = HexBytes.read(w, "payload", false))
                            .on("require_reply", CheckerReader::requireReply)
                            .on("min_reply_length", (c, w) -> c.leastReply = w.integer(1, 0, MOST_DATAGRAM, 0))
                            .on("max_reply_length", (c, w) -> c.mostReply = w.integer(1, 0, MOST_DATAGRAM, 255)),
            "DNS_CHECK", connecting().on("type", CheckerReader::recordType).on("name", CheckerReader::recordName));

    private CheckerReader(Words opening) {
        this.opening = opening;
    }

    private static Keywords<CheckerReader> common() {
        return CheckTiming.<CheckerReader>keywords(c -> c.timing)
                .on("log_all_failures", (c, w) -> c.logAllFailures = w.flag(true));
    }

    private static Keywords<CheckerReader> connecting() {
        return common().on("connect_ip", (c, w) -> c.address = w.address(1))
                .on("connect_port", (c, w) -> c.port = w.integer(1, 1, MOST_PORT, 0))
                .on("bindto", (c, w) -> c.source = w.address(1))
                .withoutEffect("bind_if", "bind_port", "fwmark");
    }

    private static Keywords<CheckerReader> web() {
        return connecting()
                .on("nb_get_retry", CheckerReader::getRetry)
                .on("virtualhost", (c, w) -> c.http.virtualHost = w.required(1))
                .on("http_protocol", (c, w) -> c.http.protocol(w))
                .on("fast_recovery", (c, w) -> c.http.fastRecovery = w.flag(true))
                .on("url", (c, w) -> c.http.url(w));
    }

    /** The keywords that open a checker. */
    static Iterable<String> kinds() {
        return KINDS.keySet();
    }

    /** Reads one; reported and null when it can't check anything. */
    static @Nullable CheckerReader read(Words opening) {
        CheckerReader reader = new CheckerReader(opening);
        Keywords<CheckerReader> keywords = KINDS.get(opening.statement().name());
        if (keywords == null) {
            throw new IllegalStateException("no checker: " + opening.statement().name());
        }
        keywords.read(reader, opening.block().body(), opening.diagnostics());
        return reader.isComplete() ? reader : null;
    }

    private boolean isComplete() {
        if (isWeb() && http.isEmpty()) {
            opening.fault("HTTP/SSL_GET checker has no urls specified - ignoring");
            return false;
        }
        if (isScript() && script == null) {
            opening.fault("No script path has been specified for MISC_CHECKER - skipping");
            return false;
        }
        if (leastReply > mostReply) {
            opening.fault("UDP_CHECK min_reply length " + leastReply + " > max_reply_length " + mostReply
                    + " - will always fail");
        }
        IpAddress from = source;
        IpAddress to = address;
        if (from != null && to != null && from.version() != to.version()) {
            opening.fault("bindto address " + from + " does not match address family of connect_ip - skipping");
            source = null;
        }
        return true;
    }

    private boolean isWeb() {
        return opening.statement().name().endsWith("_GET");
    }

    private boolean isScript() {
        return opening.statement().name().equals("MISC_CHECK");
    }

    /**
     * The checker of a server.
     *
     * @param above what the server's and the virtual server's levels say
     * @param server the address of the server
     * @param virtualHost of the levels above; null for none
     */
    CheckerConfig build(CheckTiming above, IpAddress server, int serverPort, @Nullable String virtualHost) {
        CheckTiming all = timing.under(above);
        String kind = opening.statement().name();
        long delayLoop = all.delayLoop(DELAY_LOOP);
        long patience = switch (kind) {
            case "HTTP_GET", "SSL_GET" -> 3 * SECOND;
            case "DNS_CHECK" -> delayLoop;
            default -> SECOND;
        };
        int retries = switch (kind) {
            case "MISC_CHECK" -> 0;
            case "DNS_CHECK" -> 3;
            default -> 1;
        };
        CheckerConfig.Target target = new CheckerConfig.Target(
                address == null ? server : address,
                port == 0 ? serverPort : port,
                source,
                all.connectTimeout(CONNECT_TIMEOUT));
        return new CheckerConfig(
                probe(virtualHost),
                target,
                all.alpha(),
                all.retries(retries),
                all.delayBeforeRetry(patience),
                delayLoop,
                all.warmup(delayLoop),
                logAllFailures);
    }

    private ProbeConfig probe(@Nullable String virtualHost) {
        return switch (opening.statement().name()) {
            case "TCP_CHECK" -> new ProbeConfig.Tcp();
            case "PING_CHECK" -> new ProbeConfig.Ping();
            case "SMTP_CHECK" -> new ProbeConfig.Smtp(helo);
            case "UDP_CHECK" ->
                new ProbeConfig.Udp(payload.bytes(), replyRequired, reply.bytes(), reply.mask(), leastReply, mostReply);
            case "DNS_CHECK" -> new ProbeConfig.Dns(recordType, recordName);
            case "MISC_CHECK" -> misc();
            default -> http.build(opening.statement().name().equals("SSL_GET"), virtualHost);
        };
    }

    private ProbeConfig misc() {
        ScriptCommand command = script;
        if (command == null) {
            throw new IllegalStateException("a script is checked for when its block ends");
        }
        return new ProbeConfig.Script(new ScriptCommand(command.command(), user, group), scriptTimeout, dynamic);
    }

    private void getRetry(Words words) {
        words.diagnostics().remark(words.statement(), "nb_get_retry is deprecated - please use 'retry'");
        timing.setRetries(words.integer(1, 0, MOST_PORT, 1));
    }

    private void script(Words words) {
        String first = words.required(1);
        List<String> parts = new ArrayList<>(first == null ? List.of() : BraceWords.command(first));
        if (first != null) {
            parts.addAll(words.statement().words().subList(2, words.count() + 1));
        }
        script = parts.isEmpty() ? null : new ScriptCommand(List.copyOf(parts), null, null);
    }

    private void user(Words words) {
        user = words.required(1);
        group = words.optional(2);
    }

    private void requireReply(Words words) {
        replyRequired = true;
        if (words.count() > 0) {
            reply = HexBytes.read(words, "reply", true);
        }
    }

    private void recordType(Words words) {
        String type = words.required(1);
        Integer number = type == null ? null : DNS_TYPES.get(type);
        if (number != null) {
            recordType = number;
        } else if (type != null) {
            words.fault("Unknown DNS check type " + type + " - ignoring");
        }
    }

    private void recordName(Words words) {
        String name = words.required(1);
        if (name == null || name.equals(".")) {
            return;
        }
        String labels = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        for (String label : labels.split("\\.", -1)) {
            if (label.isEmpty()) {
                words.fault("DNS_CHECK name '" + name + "' has empty label - ignoring");
                return;
            }
            if (label.length() > 63 || labels.length() > 253) {
                words.fault("DNS_CHECK name '" + name + "' is too long - ignoring");
                return;
            }
        }
        recordName = labels;
    }
}
