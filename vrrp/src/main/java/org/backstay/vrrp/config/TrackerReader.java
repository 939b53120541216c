package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.List;
import org.backstay.config.Block;
import org.backstay.config.BraceWords;
import org.backstay.node.Endpoint;
import org.jspecify.annotations.Nullable;

/** The blocks that say what can be watched: {@code vrrp_script}, {@code vrrp_track_process}, {@code track_file}, {@code vrrp_redis}. */
final class TrackerReader {
    private static final long SECOND = 1_000_000_000;
    private static final int MOST_COUNT = 10_000;
    private static final String LEAST_INTERVAL = "0.01";
    private static final int MOST_FILE_WEIGHT = Integer.MAX_VALUE;

    private @Nullable ScriptCommand command;
    private List<String> process = List.of();
    private ProcessConfig.Match match = ProcessConfig.Match.EXACT;
    private boolean fullCommand;
    private long interval = SECOND;
    private long timeout;
    private @Nullable Integer weight;
    private boolean reverse;
    private int rise = 1;
    private int fall = 1;
    private boolean initiallyFailed;
    private int quorum = 1;
    private int quorumMax = Integer.MAX_VALUE;
    private long forkDelay;
    private long terminateDelay;
    private @Nullable String file;
    private @Nullable Integer initial;
    private boolean overwrite;
    private @Nullable Endpoint server;
    private RedisConfig.Role role = RedisConfig.Role.MASTER;
    private @Nullable String user;
    private @Nullable String group;
    private @Nullable String password;
    private String masterName = "mymaster";
    private final List<Endpoint> sentinels = new ArrayList<>();
    private int sentinelQuorum;

    private static final Keywords<TrackerReader> SCRIPT = new Keywords<TrackerReader>()
            .on("script", TrackerReader::script)
            .on("interval", (t, w) -> t.interval = w.seconds(1, LEAST_INTERVAL, "", t.interval))
            .on("timeout", (t, w) -> t.timeout = w.seconds(1, "0", "", 0))
            .on("weight", (t, w) -> t.weight(w, TrackedLines.MOST_WEIGHT))
            .on("rise", (t, w) -> t.rise = w.integer(1, 1, MOST_COUNT, 1))
            .on("fall", (t, w) -> t.fall = w.integer(1, 1, MOST_COUNT, 1))
            .on("user", TrackerReader::user)
            .on("init_fail", (t, w) -> t.initiallyFailed = true);

    private static final Keywords<TrackerReader> PROCESS = new Keywords<TrackerReader>()
            .on(
                    "process",
                    (t, w) -> t.process = List.copyOf(w.statement().words().subList(1, w.count() + 1)))
            .on("param_match", TrackerReader::match)
            .on("weight", (t, w) -> t.weight(w, TrackedLines.MOST_WEIGHT))
            .on("quorum", (t, w) -> t.quorum = w.integer(1, 1, 65_535, 1))
            .on("quorum_max", (t, w) -> t.quorumMax = w.integer(1, 0, 65_535, Integer.MAX_VALUE))
            .on("fork_delay", (t, w) -> t.forkDelay = w.seconds(1, "0", "3600", 0))
            .on("terminate_delay", (t, w) -> t.terminateDelay = w.seconds(1, "0", "3600", 0))
            .on("delay", (t, w) -> t.forkDelay = t.terminateDelay = w.seconds(1, "0", "3600", 0))
            .on("full_command", (t, w) -> t.fullCommand = true);

    private static final Keywords<TrackerReader> FILE = new Keywords<TrackerReader>()
            .on("file", (t, w) -> t.file = w.required(1))
            .on("weight", (t, w) -> t.weight(w, MOST_FILE_WEIGHT))
            .on("init_file", TrackerReader::initFile);

    private static final Keywords<TrackerReader> REDIS = new Keywords<TrackerReader>()
            .on("server", (t, w) -> t.server = endpoint(w))
            .on("role", TrackerReader::role)
            .on("user", (t, w) -> t.user = w.required(1))
            .on("password", (t, w) -> t.password = w.required(1))
            .on("master_name", (t, w) -> t.masterName = String.valueOf(w.required(1)))
            .on("sentinel", TrackerReader::sentinel)
            .on("quorum", (t, w) -> t.sentinelQuorum = w.integer(1, 1, 255, 1))
            .on("interval", (t, w) -> t.interval = w.seconds(1, LEAST_INTERVAL, "", t.interval))
            .on("timeout", (t, w) -> t.timeout = w.seconds(1, LEAST_INTERVAL, "", 0))
            .on("weight", (t, w) -> t.weight(w, TrackedLines.MOST_WEIGHT))
            .on("rise", (t, w) -> t.rise = w.integer(1, 1, MOST_COUNT, 1))
            .on("fall", (t, w) -> t.fall = w.integer(1, 1, MOST_COUNT, 1));

    /** Reads a {@code vrrp_script}; null when it has none. */
    static @Nullable ScriptConfig script(String name, Block block, Diagnostics diagnostics) {
        TrackerReader read = new TrackerReader();
        SCRIPT.read(read, block.body(), diagnostics);
        if (read.command == null) {
            diagnostics.fault(block.statement(), "No script set for vrrp_script " + name + " - removing");
            return null;
        }
        ScriptCommand command = new ScriptCommand(read.command.command(), read.user, read.group);
        long timeout = read.timeout == 0 ? read.interval : read.timeout;
        return new ScriptConfig(
                name,
                command,
                read.interval,
                timeout,
                read.weightOr(0),
                read.reverse,
                read.rise,
                read.fall,
                read.initiallyFailed);
    }

    /** Reads a {@code vrrp_track_process}; null when it names none. */
    static @Nullable ProcessConfig process(String name, Block block, Diagnostics diagnostics) {
        TrackerReader read = new TrackerReader();
        PROCESS.read(read, block.body(), diagnostics);
        if (read.process.isEmpty()) {
            diagnostics.fault(block.statement(), "track process " + name + " has no process - removing");
            return null;
        }
        return new ProcessConfig(
                name,
                read.process,
                read.match,
                read.fullCommand,
                read.weightOr(1),
                read.reverse,
                read.quorum,
                read.quorumMax,
                read.forkDelay,
                read.terminateDelay);
    }

    /** Reads a {@code track_file}; null when it names none. */
    static @Nullable FileConfig file(String name, Block block, Diagnostics diagnostics) {
        TrackerReader read = new TrackerReader();
        FILE.read(read, block.body(), diagnostics);
        if (read.file == null) {
            diagnostics.fault(block.statement(), "track file " + name + " has no file - removing");
            return null;
        }
        return new FileConfig(name, read.file, read.weightOr(1), read.reverse, read.initial, read.overwrite);
    }

    /** Reads a {@code vrrp_redis}; null when it names no server. */
    static @Nullable RedisConfig redis(String name, Block block, Diagnostics diagnostics) {
        TrackerReader read = new TrackerReader();
        REDIS.read(read, block.body(), diagnostics);
        if (read.server == null) {
            diagnostics.fault(block.statement(), "vrrp_redis " + name + " has no server - removing");
            return null;
        }
        int majority = read.sentinels.size() / 2 + 1;
        return new RedisConfig(
                name,
                read.server,
                read.role,
                read.user,
                read.password,
                read.masterName,
                List.copyOf(read.sentinels),
                read.sentinelQuorum == 0 ? majority : read.sentinelQuorum,
                read.interval,
                read.timeout == 0 ? read.interval : read.timeout,
                read.rise,
                read.fall,
                read.weightOr(0));
    }

    private void script(Words words) {
        String first = words.required(1);
        if (first == null) {
            return;
        }
        List<String> parts = new ArrayList<>(BraceWords.command(first));
        parts.addAll(words.statement().words().subList(2, words.count() + 1));
        if (parts.isEmpty()) {
            words.fault("empty command");
        } else {
            command = new ScriptCommand(List.copyOf(parts), null, null);
        }
    }

    private void user(Words words) {
        user = words.required(1);
        group = words.optional(2);
    }

    private int weightOr(int otherwise) {
        return weight == null ? otherwise : weight;
    }

    private void weight(Words words, int most) {
        weight = words.integer(1, -most, most, 0);
        reverse = "reverse".equals(words.optional(2));
    }

    private void match(Words words) {
        String kind = words.required(1);
        if ("initial".equals(kind)) {
            match = ProcessConfig.Match.INITIAL;
        } else if ("partial".equals(kind)) {
            match = ProcessConfig.Match.PARTIAL;
        } else {
            words.fault("unknown param_match '" + kind + "', expected initial or partial");
        }
    }

    private void initFile(Words words) {
        initial = 0;
        for (int i = 1; i <= words.count(); i++) {
            String word = words.statement().argument(i);
            if (word.equals("overwrite")) {
                overwrite = true;
            } else {
                initial = words.integer(word, Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
            }
        }
    }

    private void role(Words words) {
        String word = words.required(1);
        if ("proxy".equals(word)) {
            role = RedisConfig.Role.PROXY;
        } else if (!"master".equals(word)) {
            words.fault("unknown role '" + word + "', expected master or proxy");
        }
    }

    private void sentinel(Words words) {
        Endpoint endpoint = endpoint(words);
        if (endpoint != null) {
            sentinels.add(endpoint);
        }
    }

    private static @Nullable Endpoint endpoint(Words words) {
        String host = words.required(1);
        int port = words.integer(2, 1, 65_535, 0);
        return host == null || host.isEmpty() || port == 0 ? null : new Endpoint(host, port);
    }
}
