package org.backstay.sentinel.command;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.backstay.node.Clock;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.ServerRows;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.SentinelState;
import org.backstay.sentinel.model.SimulatedFailure;
import org.backstay.sentinel.script.ScriptQueue;

/** INFO: the sections server, clients, cpu, stats and sentinel. */
final class InfoCommand {
    /** The version of the original whose behaviour this is; clients decide by it. */
    static final String VERSION = "7.0.15";

    private static final long MILLIS = 1_000;
    private static final long DAY = 86_400;

    /**
     * What INFO tells of the process.
     *
     * @param runId of this run
     * @param startedAt when it began
     * @param configFile where its state is kept
     * @param maxClients the most clients
     */
    record Identity(String runId, long startedAt, String configFile, int maxClients) {}

    private final SentinelState state;
    private final Identity process;
    private final Clients clients;
    private final Subscribers subscribers;
    private final Dispatcher dispatcher;
    private final ScriptQueue scripts;
    private final Time time;
    private final Clock clock;
    private final Map<String, Supplier<String>> sections = new LinkedHashMap<>();

    InfoCommand(
            SentinelState state,
            Identity process,
            Clients clients,
            Subscribers subscribers,
            Dispatcher dispatcher,
            ScriptQueue scripts,
            Time time,
            Clock clock) {
        this.state = state;
        this.process = process;
        this.clients = clients;
        this.subscribers = subscribers;
        this.dispatcher = dispatcher;
        this.scripts = scripts;
        this.time = time;
        this.clock = clock;
        sections.put("server", this::server);
        sections.put("clients", this::clients);
        sections.put("stats", this::stats);
        sections.put("cpu", this::cpu);
        sections.put("sentinel", this::sentinel);
    }

    void bind(CommandTable<Handler> table) {
        table.on(ServerRows.INFO, this::info);
    }

    private void info(Client client, Request request) {
        Set<String> wanted = new LinkedHashSet<>();
        for (int i = 1; i < request.size(); i++) {
            wanted.add(request.text(i).toLowerCase(Locale.ROOT));
        }
        boolean all = wanted.isEmpty()
                || wanted.contains("all")
                || wanted.contains("default")
                || wanted.contains("everything");
        StringBuilder text = new StringBuilder();
        sections.forEach((name, section) -> {
            if (all || wanted.contains(name)) {
                text.append(text.isEmpty() ? "" : "\r\n").append(section.get());
            }
        });
        client.reply().verbatim("txt", text.toString());
    }

    private String server() {
        long uptime = time.since(process.startedAt) / MILLIS;
        return lines(
                "# Server",
                "redis_version:" + VERSION,
                "redis_git_sha1:00000000",
                "redis_git_dirty:0",
                "redis_mode:sentinel",
                "os:" + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "arch_bits:64",
                "process_id:" + ProcessHandle.current().pid(),
                "run_id:" + process.runId,
                "tcp_port:" + state.settings.port,
                "server_time_usec:" + clock.micros(),
                "uptime_in_seconds:" + uptime,
                "uptime_in_days:" + uptime / DAY,
                "hz:10",
                "configured_hz:10",
                "config_file:" + process.configFile,
                "io_threads_active:0");
    }

    private String clients() {
        return lines(
                "# Clients",
                "connected_clients:" + clients.size(),
                "cluster_connections:0",
                "maxclients:" + process.maxClients,
                "blocked_clients:0",
                "tracking_clients:0");
    }

    private String stats() {
        return lines(
                "# Stats",
                "total_connections_received:" + clients.accepted(),
                "total_commands_processed:" + dispatcher.commands(),
                "pubsub_channels:" + subscribers.channels(),
                "pubsub_patterns:" + subscribers.patterns(),
                "total_error_replies:" + dispatcher.errors());
    }

    private String cpu() {
        double seconds = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(used -> used.toNanos() / 1e9)
                .orElse(0.0);
        return lines("# CPU", String.format(Locale.ROOT, "used_cpu_user:%.6f", seconds), "used_cpu_sys:0.000000");
    }

    private String sentinel() {
        long tilt = state.isTilted() ? time.since(state.tiltSince) / MILLIS : -1;
        int failures = state.simulated.stream().mapToInt(SimulatedFailure::bit).sum();
        StringBuilder text = new StringBuilder(lines(
                "# Sentinel",
                "sentinel_masters:" + state.masters.size(),
                "sentinel_tilt:" + (state.isTilted() ? 1 : 0),
                "sentinel_tilt_since_seconds:" + tilt,
                "sentinel_running_scripts:" + scripts.running(),
                "sentinel_scripts_queue_length:" + scripts.size(),
                "sentinel_simulate_failure_flags:" + failures));
        int number = 0;
        for (MonitoredMaster master : state.masters.values()) {
            text.append(lines("master" + number + ":name=" + master.name() + ",status=" + status(master) + ",address="
                    + state.shown(master.address) + ":" + master.address.port() + ",slaves=" + master.replicas.size()
                    + ",sentinels=" + master.voters()));
            number++;
        }
        return text.toString();
    }

    private static String status(MonitoredMaster master) {
        if (master.is(Flag.O_DOWN)) {
            return "odown";
        }
        return master.is(Flag.S_DOWN) ? "sdown" : "ok";
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }
}
