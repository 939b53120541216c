package org.backstay.sentinel.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.backstay.base.bytes.Glob;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.SentinelRows;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.Preferences;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/** SENTINEL CONFIG, DEBUG and HELP: settings of the sentinel as a whole. */
final class SettingCommands {
    private static final int LARGEST_PORT = 65_535;
    private static final List<String> HELP = List.of(
            "CKQUORUM <master-name>",
            "    Check if the current Sentinel configuration is able to reach the quorum",
            "    needed to failover a master and the majority needed to authorize the",
            "    failover.",
            "CONFIG SET <param> <value>",
            "    Set a global Sentinel configuration parameter.",
            "CONFIG GET <param>",
            "    Get global Sentinel configuration parameter.",
            "DEBUG [<param> <value> ...]",
            "    Show a list of configurable time parameters and their values (milliseconds).",
            "    Or update current configurable parameters values (one or more).",
            "GET-MASTER-ADDR-BY-NAME <master-name>",
            "    Return the ip and port number of the master with that name.",
            "FAILOVER <master-name>",
            "    Manually failover a master node without asking for agreement from other",
            "    Sentinels",
            "FLUSHCONFIG",
            "    Force Sentinel to rewrite its configuration on disk, including the current",
            "    Sentinel state.",
            "INFO-CACHE <master-name>",
            "    Return last cached INFO output from masters and all its replicas.",
            "IS-MASTER-DOWN-BY-ADDR <ip> <port> <current-epoch> <runid>",
            "    Check if the master specified by ip:port is down from current Sentinel's",
            "    point of view.",
            "MASTER <master-name>",
            "    Show the state and info of the specified master.",
            "MASTERS",
            "    Show a list of monitored masters and their state.",
            "MONITOR <name> <ip> <port> <quorum>",
            "    Start monitoring a new master with the specified name, ip, port and quorum.",
            "MYID",
            "    Return the ID of the Sentinel instance.",
            "PENDING-SCRIPTS",
            "    Get pending scripts information.",
            "REMOVE <master-name>",
            "    Remove master from Sentinel's monitor list.",
            "REPLICAS <master-name>",
            "    Show a list of replicas for this master and their state.",
            "RESET <pattern>",
            "    Reset masters for specific master name matching this pattern.",
            "SENTINELS <master-name>",
            "    Show a list of Sentinel instances for this master and their state.",
            "SET <master-name> <option> <value> [<option> <value> ...]",
            "    Set configuration parameters for certain masters.",
            "SIMULATE-FAILURE [CRASH-AFTER-ELECTION] [CRASH-AFTER-PROMOTION] [HELP]",
            "    Simulate a Sentinel crash.");

    /**
     * A global setting.
     *
     * @param show its value
     * @param set changes it; false when the value does not fit
     * @param login whether connections to other sentinels are made anew afterwards
     */
    private record Setting(Supplier<String> show, Function<String, Boolean> set, boolean login) {}

    private final SentinelState state;
    private final StateFile file;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    SettingCommands(SentinelState state, StateFile file) {
        this.state = state;
        this.file = file;
        Preferences all = state.settings;
        add("resolve-hostnames", () -> yesNo(all.resolveHostnames), v -> flag(v, on -> all.resolveHostnames = on));
        add("announce-hostnames", () -> yesNo(all.announceHostnames), v -> flag(v, on -> all.announceHostnames = on));
        add("announce-ip", () -> orEmpty(all.announceIp), v -> {
            all.announceIp = nullIfEmpty(v);
            return true;
        });
        add("announce-port", () -> Integer.toString(all.announcePort), this::announcePort);
        login("sentinel-user", () -> orEmpty(all.sentinelUser), v -> all.sentinelUser = nullIfEmpty(v));
        login("sentinel-pass", () -> orEmpty(all.sentinelPass), v -> all.sentinelPass = nullIfEmpty(v));
    }

    void bind(CommandTable<Handler> table) {
        table.on(SentinelRows.SENTINEL_CONFIG, this::config);
        table.on(SentinelRows.SENTINEL_DEBUG, this::debug);
        table.on(SentinelRows.SENTINEL_HELP, (c, r) -> Replies.help(c.reply(), "SENTINEL", HELP));
    }

    private void add(String name, Supplier<String> show, Function<String, Boolean> set) {
        settings.put(name, new Setting(show, set, false));
    }

    private void login(String name, Supplier<String> show, java.util.function.Consumer<String> set) {
        settings.put(
                name,
                new Setting(
                        show,
                        value -> {
                            set.accept(value);
                            return true;
                        },
                        true));
    }

    private static boolean flag(String value, java.util.function.Consumer<Boolean> set) {
        boolean on = value.equalsIgnoreCase("yes");
        boolean fits = on || value.equalsIgnoreCase("no");
        if (fits) {
            set.accept(on);
        }
        return fits;
    }

    private boolean announcePort(String value) {
        try {
            int port = Integer.parseInt(value);
            boolean fits = port >= 0 && port <= LARGEST_PORT;
            if (fits) {
                state.settings.announcePort = port;
            }
            return fits;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void config(Client client, Request request) {
        if (request.is(2, "set") && request.size() == 5) {
            configSet(client, request.text(3), request.text(4));
        } else if (request.is(2, "get") && request.size() == 4) {
            configGet(client.reply(), Glob.ignoringCase(request.bytes(3)));
        } else {
            client.reply().error("ERR Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported.");
        }
    }

    private void configSet(Client client, String name, String value) {
        Setting setting = settings.get(name.toLowerCase(Locale.ROOT));
        if (setting == null) {
            client.reply().error("ERR Invalid argument '" + name + "' to SENTINEL CONFIG SET");
            return;
        }
        if (!setting.set.apply(value)) {
            client.reply().error("ERR Invalid value '" + value + "' to SENTINEL CONFIG SET '" + name + "'");
            return;
        }
        ActionCommands.saveAndReply(file, client);
        if (setting.login) {
            for (MonitoredMaster master : state.masters.values()) {
                master.sentinels.values().forEach(sentinel -> sentinel.link.close());
            }
        }
    }

    private void configGet(ReplyWriter reply, Glob pattern) {
        reply.beginMap();
        int found = 0;
        for (Map.Entry<String, Setting> entry : settings.entrySet()) {
            if (pattern.matches(entry.getKey().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))) {
                Replies.field(reply, entry.getKey(), entry.getValue().show.get());
                found++;
            }
        }
        reply.endMap(found);
    }

    private void debug(Client client, Request request) {
        ReplyWriter reply = client.reply();
        if (request.size() == 2) {
            reply.map(Period.values().length);
            for (Period period : Period.values()) {
                Replies.field(reply, period.word(), state.periods.get(period));
            }
            return;
        }
        for (int i = 2; i < request.size(); i += 2) {
            Optional<Period> period = Period.named(request.text(i));
            if (period.isEmpty() || i + 1 >= request.size()) {
                reply.error("ERR Unknown option or number of arguments for SENTINEL DEBUG '" + request.text(i) + "'");
                return;
            }
            if (!request.parseLong(i + 1) || request.parsed() <= 0 || request.parsed() > Integer.MAX_VALUE) {
                reply.error("ERR Invalid argument '" + request.text(i + 1) + "' for SENTINEL DEBUG '" + request.text(i)
                        + "'");
                return;
            }
            state.periods.set(period.get(), request.parsed());
        }
        reply.ok();
    }

    private static String yesNo(boolean on) {
        return on ? "yes" : "no";
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable String nullIfEmpty(String value) {
        return value.isEmpty() ? null : value;
    }
}
