package org.backstay.vrrp.config;

import java.util.List;
import org.backstay.config.Block;

/** {@code virtual_server} and {@code virtual_server_group}: their keywords are checked, and that every server names an address. */
final class VirtualServerReader {
    private static final String[] CHECKERS = {
        "TCP_CHECK",
        "HTTP_GET",
        "SSL_GET",
        "MISC_CHECK",
        "SMTP_CHECK",
        "PING_CHECK",
        "DNS_CHECK",
        "UDP_CHECK",
        "FILE_CHECK",
        "BFD_CHECK"
    };

    private static final Keywords<Object> CHECKER = new Keywords<Object>()
            .accept(
                    "connect_ip",
                    "connect_port",
                    "bindto",
                    "bind_if",
                    "bind_port",
                    "connect_timeout",
                    "fwmark",
                    "alpha",
                    "retry",
                    "delay_before_retry",
                    "warmup",
                    "delay_loop",
                    "url",
                    "path",
                    "digest",
                    "status_code",
                    "virtualhost",
                    "regex",
                    "regex_options",
                    "regex_no_match",
                    "regex_stack",
                    "regex_min_offset",
                    "regex_max_offset",
                    "nb_get_retry",
                    "http_protocol",
                    "enable_sni",
                    "fast_recovery",
                    "tls_compliant",
                    "misc_path",
                    "misc_timeout",
                    "misc_dynamic",
                    "user",
                    "helo_name",
                    "host",
                    "type",
                    "name",
                    "payload",
                    "require_reply",
                    "min_reply_length",
                    "max_reply_length",
                    "track_file",
                    "weight",
                    "log_all_failures");

    private static final Keywords<Object> REAL = new Keywords<Object>()
            .accept(
                    "weight",
                    "lvs_method",
                    "lvs_sched",
                    "lb_kind",
                    "inhibit_on_failure",
                    "notify_up",
                    "notify_down",
                    "uthreshold",
                    "lthreshold",
                    "smtp_alert",
                    "virtualhost",
                    "alpha",
                    "retry",
                    "delay_before_retry",
                    "warmup",
                    "delay_loop",
                    "connect_timeout",
                    "log_all_failures");

    private static final Keywords<Object> VIRTUAL = new Keywords<Object>()
            .on("real_server", VirtualServerReader::real)
            .accept(
                    "ip_family",
                    "delay_loop",
                    "lvs_sched",
                    "lvs_method",
                    "lb_algo",
                    "lb_kind",
                    "hashed",
                    "flag-1",
                    "flag-2",
                    "flag-3",
                    "sh-port",
                    "sh-fallback",
                    "mh-port",
                    "mh-fallback",
                    "ops",
                    "persistence_engine",
                    "persistence_timeout",
                    "persistence_granularity",
                    "protocol",
                    "ha_suspend",
                    "smtp_alert",
                    "virtualhost",
                    "alpha",
                    "omega",
                    "quorum",
                    "hysteresis",
                    "quorum_up",
                    "quorum_down",
                    "inhibit_on_failure",
                    "retry",
                    "delay_before_retry",
                    "warmup",
                    "connect_timeout",
                    "weight",
                    "sorry_server",
                    "sorry_server_inhibit",
                    "sorry_server_lvs_method",
                    "service_type");

    static {
        for (String checker : CHECKERS) {
            REAL.on(checker, (into, words) -> CHECKER.read(into, words.block().body(), words.diagnostics()));
        }
    }

    private VirtualServerReader() {}

    static void read(Words words) {
        String address = words.required(1);
        boolean named = "group".equals(address) || "fwmark".equals(address);
        if (address != null && !named && Numbers.Network.parse(address) == null) {
            words.fault("invalid virtual server address '" + address + "'");
        }
        List<Block> body = words.block().body();
        VIRTUAL.read(words, body, words.diagnostics());
    }

    private static void real(Object into, Words words) {
        if (words.address(1) != null) {
            if (words.count() > 1) {
                words.integer(2, 0, 65_535, 0);
            }
            REAL.read(into, words.block().body(), words.diagnostics());
        }
    }
}
