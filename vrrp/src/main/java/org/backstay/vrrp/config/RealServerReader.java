package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** A {@code real_server} block. */
final class RealServerReader {
    static final int MOST_WEIGHT = 65_535;
    private static final int MOST_PORT = 65_535;

    private static final Keywords<RealServerReader> KEYWORDS = keywords();

    final Words opening;
    final IpAddress address;
    int port;
    private final CheckTiming timing = new CheckTiming();
    private final List<CheckerReader> checkers = new ArrayList<>();
    private final List<FileCheckReader> fileChecks = new ArrayList<>();
    private @Nullable Integer weight;
    private @Nullable Boolean inhibit;
    private @Nullable Boolean smtpAlert;
    private @Nullable ScriptCommand notifyUp;
    private @Nullable ScriptCommand notifyDown;
    private @Nullable String virtualHost;
    private @Nullable Forwarding forwarding;

    private RealServerReader(Words opening, IpAddress address, int port) {
        this.opening = opening;
        this.address = address;
        this.port = port;
    }

    private static Keywords<RealServerReader> keywords() {
        Keywords<RealServerReader> all = CheckTiming.<RealServerReader>keywords(r -> r.timing)
                .on("weight", (r, w) -> r.weight = w.integer(1, 0, MOST_WEIGHT, 1))
                .on("lvs_method", (r, w) -> r.forwarding = Forwarding.read(w, "real"))
                .on("inhibit_on_failure", (r, w) -> r.inhibit = w.flag(true))
                .on("notify_up", (r, w) -> r.notifyUp = w.command())
                .on("notify_down", (r, w) -> r.notifyDown = w.command())
                .on("smtp_alert", (r, w) -> r.smtpAlert = w.flag(true))
                .on("virtualhost", (r, w) -> r.virtualHost = w.required(1))
                .on("uthreshold", (r, w) -> w.integer(1, 0, Integer.MAX_VALUE, 0))
                .on("lthreshold", (r, w) -> w.integer(1, 0, Integer.MAX_VALUE, 0))
                .on("FILE_CHECK", (r, w) -> r.fileChecks.add(FileCheckReader.read(w)))
                .withoutEffect("snmp_name", "BFD_CHECK");
        for (String kind : CheckerReader.kinds()) {
            all.on(kind, RealServerReader::checker);
        }
        return all;
    }

    /** Reads one; reported and null when it is nowhere. */
    static @Nullable RealServerReader read(Words words) {
        String text = words.required(1);
        IpAddress address = text == null ? null : IpAddress.parse(text);
        int port = words.count() > 1 ? words.integer(2, 0, MOST_PORT, -1) : 0;
        if (address == null || port < 0) {
            words.fault("Invalid real server ip address/port " + text + "/" + words.optional(2) + " - skipping");
            return null;
        }
        RealServerReader reader = new RealServerReader(words, address, port);
        KEYWORDS.read(reader, words.block().body(), words.diagnostics());
        return reader;
    }

    private void checker(Words words) {
        CheckerReader read = CheckerReader.read(words);
        if (read != null) {
            checkers.add(read);
        }
    }

    /** How packets get to it; null when only its virtual server says. */
    @Nullable
    Forwarding forwarding() {
        return forwarding;
    }

    /** Its share of the work, where the virtual server has a default. */
    int weight(int otherwise) {
        return weight == null ? otherwise : weight;
    }

    RealServerConfig build(
            VirtualServerReader above, RealServerConfig.Protocol protocol, Map<String, FileConfig> files) {
        CheckTiming all = timing.under(above.timing());
        String host = virtualHost == null ? above.virtualHost() : virtualHost;
        return new RealServerConfig(
                address,
                port,
                protocol,
                weight(above.weight()),
                all.alpha(),
                Objects.requireNonNullElse(inhibit, above.inhibit()),
                notifyUp,
                notifyDown,
                Objects.requireNonNullElse(smtpAlert, above.alertsOfServers()),
                Stream.concat(
                                checkers.stream().map(each -> each.build(all, address, port, host)),
                                fileChecks.stream()
                                        .map(each -> each.build(files, address, port))
                                        .filter(Objects::nonNull))
                        .toList());
    }
}
