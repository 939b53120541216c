package org.backstay.redis.info;

import java.util.Locale;
import java.util.function.ToLongFunction;
import org.backstay.keyspace.Database;
import org.backstay.node.Usage;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.Clients;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.ServerIdentity;

/** The sections that the server itself knows: server, clients, memory, stats, CPU, commands, errors, keyspace. */
public final class ServerSections {
    private static final int RUN_ID_BYTES = 20;
    private static final long SECONDS_PER_DAY = 86_400;

    /** The original keeps 24 bits of it. */
    private static final int LRU_CLOCK_MASK = 0xff_ffff;

    private final RedisServer server;
    private final String runId;
    private final String configFile;

    private ServerSections(RedisServer server, String configFile) {
        this.server = server;
        this.configFile = configFile;
        this.runId = newRunId(server);
    }

    /** Adds the sections to a report; returns the server's run id. */
    public static String addTo(InfoReport report, RedisServer server, String configFile) {
        ServerSections sections = new ServerSections(server, configFile);
        report.add(new InfoSection("Server", true, sections::server));
        report.add(new InfoSection("Clients", true, sections::clients));
        report.add(MemorySection.of(server));
        report.add(StatsSection.of(server));
        report.add(new InfoSection("CPU", true, sections::cpu));
        report.add(new InfoSection("Modules", true, to -> {}));
        CommandSections.addTo(report, server);
        report.add(new InfoSection("Errorstats", true, sections::errors));
        report.add(new InfoSection("Cluster", true, to -> to.add("cluster_enabled", 0)));
        report.add(new InfoSection("Keyspace", true, sections::keyspace));
        return sections.runId;
    }

    private static String newRunId(RedisServer server) {
        byte[] bytes = new byte[RUN_ID_BYTES];
        server.node().random().nextBytes(bytes);
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private void server(InfoSection.Lines to) {
        long uptime = (server.time().millis() - server.startedMillis()) / 1_000;
        to.add("redis_version", ServerIdentity.REDIS_VERSION)
                .add("redis_git_sha1", "00000000")
                .add("redis_git_dirty", 0)
                .add("redis_build_id", "backstay")
                .add("redis_mode", "standalone")
                .add("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .add("arch_bits", 64)
                .add("monotonic_clock", "java")
                .add("multiplexing_api", server.node().usage().multiplexing())
                .add("atomicvar_api", "java")
                .add("gcc_version", "0.0.0")
                .add("process_id", ProcessHandle.current().pid())
                .add("process_supervised", server.node().supervisor().name())
                .add("run_id", runId)
                .add("tcp_port", RedisDirectives.clientPort(server.settings()))
                .add("server_time_usec", server.time().micros())
                .add("uptime_in_seconds", uptime)
                .add("uptime_in_days", uptime / SECONDS_PER_DAY)
                .add("hz", server.settings().get(RedisDirectives.HZ))
                .add("configured_hz", server.settings().get(RedisDirectives.HZ))
                .add("lru_clock", server.time().millis() / 1_000 & LRU_CLOCK_MASK)
                .add("java_version", System.getProperty("java.version"))
                .add("executable", ProcessHandle.current().info().command().orElse(""))
                .add("config_file", configFile)
                .flag("io_threads_active", server.settings().get(RedisDirectives.IO_THREADS) > 1);
    }

    private void clients(InfoSection.Lines to) {
        Clients clients = server.clients();
        long normal = clients.all().stream()
                .filter(client -> client.role() == Client.Role.NORMAL)
                .count();
        to.add("connected_clients", normal)
                .add("cluster_connections", 0)
                .add("maxclients", server.settings().get(RedisDirectives.MAXCLIENTS))
                .add(
                        "client_recent_max_input_buffer",
                        largest(clients, client -> client.input().memory()))
                .add("client_recent_max_output_buffer", largest(clients, Client::outputBytes))
                .add(
                        "blocked_clients",
                        clients.all().stream().filter(Client::isBlocked).count())
                .add("tracking_clients", server.tracking().clients())
                .add("clients_in_timeout_table", 0);
    }

    private static long largest(Clients clients, ToLongFunction<Client> bytes) {
        return clients.all().stream().mapToLong(bytes).max().orElse(0);
    }

    private void cpu(InfoSection.Lines to) {
        Usage usage = server.node().usage();
        Usage.Processor process = usage.process();
        Usage.Processor loop = usage.callingThread();
        to.add("used_cpu_sys", seconds(process.systemSeconds()))
                .add("used_cpu_user", seconds(process.userSeconds()))
                .add("used_cpu_sys_children", seconds(0))
                .add("used_cpu_user_children", seconds(0))
                .add("used_cpu_sys_main_thread", seconds(loop.systemSeconds()))
                .add("used_cpu_user_main_thread", seconds(loop.userSeconds()));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }

    private void errors(InfoSection.Lines to) {
        server.statistics().errors().forEach((code, count) -> to.add("errorstat_" + code, "count=" + count));
    }

    private void keyspace(InfoSection.Lines to) {
        for (int i = 0; i < server.keyspace().databases(); i++) {
            Database database = server.keyspace().database(i);
            if (database.size() > 0) {
                to.add(
                        "db" + i,
                        "keys=" + database.size() + ",expires=" + database.expires() + ",avg_ttl="
                                + database.averageTtlMillis());
            }
        }
    }
}
