package org.backstay.redis.command;

import static org.backstay.resp.command.ServerRows.DEBUG;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.base.number.DoubleText;
import org.backstay.config.MemorySize;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.Peers;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.WorkWait;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** DEBUG: what tests and drills need, off unless {@code enable-debug-command} allows it. */
public final class DebugCommands {
    private static final String NOT_ALLOWED =
            "ERR DEBUG command not allowed. If the enable-debug-command option is set to "
                    + "\"local\", you can run it from a local connection, otherwise you need to set this option in the "
                    + "configuration file, and then restart the server.";

    private static final int MOST_POPULATED = 100_000_000;
    private static final int MOST_POPULATED_BYTES = 1 << 20;

    private final DebugStorage storage;
    private final SerializationCommands serialization;

    private DebugCommands(DebugStorage storage, SerializationCommands serialization) {
        this.storage = storage;
        this.serialization = serialization;
    }

    /** Binds the family. */
    public static void bind(Handlers handlers, DebugStorage storage, SerializationCommands serialization) {
        handlers.on(DEBUG, new DebugCommands(storage, serialization)::debug);
    }

    private void debug(Call call) {
        if (!isAllowed(call)) {
            throw new CommandException(NOT_ALLOWED);
        }
        String subcommand = call.request().text(1).toLowerCase(Locale.ROOT);
        int size = call.request().size();
        boolean done = switch (size) {
            case 2 -> plain(call, subcommand);
            case 3 -> withOne(call, subcommand);
            default -> false;
        };
        if (!done) {
            withMore(call, subcommand);
        }
    }

    private static boolean isAllowed(Call call) {
        return switch (call.server().settings().get(RedisDirectives.ENABLE_DEBUG_COMMAND)) {
            case YES -> true;
            case NO -> false;
            case LOCAL -> Peers.isLocal(call.client().channel());
        };
    }

    private boolean plain(Call call, String subcommand) {
        switch (subcommand) {
            case "help" -> help(call);
            case "digest" -> call.reply().simple(new DatasetDigest(call.server()).ofAll());
            case "loadaof" -> whileBlocked(call, storage::loadLog, "ERR Error trying to load the append only file");
            case "structsize" -> call.reply().bulk(DebugObjects.sizes());
            case "change-repl-id" -> {
                call.server().log().warning("Changing replication IDs after receiving DEBUG change-repl-id");
                storage.changeHistory();
                call.reply().ok();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean withOne(Call call, String subcommand) {
        Request request = call.request();
        RedisServer server = call.server();
        switch (subcommand) {
            case "object" -> DebugObjects.object(call);
            case "sdslen" -> DebugObjects.string(call);
            case "listpack" -> DebugObjects.listpack(call);
            case "quicklist" -> DebugObjects.quicklist(call);
            case "htstats" -> DebugObjects.tables(call);
            case "htstats-key" -> DebugObjects.tableOfKey(call);
            case "protocol" -> DebugProtocol.reply(call);
            case "sleep" -> sleep(call);
            case "log" -> set(call, () -> server.log().warning("DEBUG LOG: " + request.text(2)));
            case "error" ->
                call.reply().error(request.text(2).replace('\r', ' ').replace('\n', ' '));
            case "set-active-expire" -> set(call, () -> server.activeExpire(isOne(request, 2)));
            case "set-disable-deny-scripts" -> set(call, () -> server.scriptsMayCallAll(isOne(request, 2)));
            case "set-skip-checksum-validation" -> set(call, () -> serialization.verifyChecksum(!isOne(request, 2)));
            case "quicklist-packed-threshold" -> plainElements(call);
            case "pause-cron" -> set(call, () -> server.pauseCron(isOne(request, 2)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void withMore(Call call, String subcommand) {
        Request request = call.request();
        switch (subcommand) {
            case "digest-value" -> digestValue(call);
            case "reload" -> reload(call);
            case "populate" -> populate(call);
            case "replicate" -> replicate(call);
            case "quicklist" -> DebugObjects.quicklist(call);
            case "replybuffer" -> {
                // Reply buffers are blocks of a pool here: there is none to resize, and nothing to remember of its
                // peak.
                if (request.size() != 4 || !(request.is(2, "peak-reset-time") || request.is(2, "resizing"))) {
                    throw unknown(request);
                }
                call.reply().ok();
            }
            default -> throw unknown(request);
        }
    }

    static CommandException unknown(Request request) {
        return new CommandException(
                "ERR unknown subcommand or wrong number of arguments for '" + request.text(1) + "'. Try DEBUG HELP.");
    }

    private static boolean isOne(Request request, int i) {
        return !request.is(i, "0");
    }

    private static void set(Call call, Runnable what) {
        what.run();
        call.reply().ok();
    }

    private static void help(Call call) {
        Help.reply(
                call,
                "CHANGE-REPL-ID",
                "Begin a history of writes that no replica knows.",
                "DIGEST",
                "A digest of the whole dataset.",
                "DIGEST-VALUE <key> [<key> ...]",
                "Digests of values.",
                "ERROR <string>",
                "Reply this error.",
                "HTSTATS <dbid>",
                "Figures of a database's table.",
                "HTSTATS-KEY <key>",
                "Figures of a value's table.",
                "LISTPACK <key>",
                "Log how a packed value lies in memory.",
                "LOADAOF",
                "Drop the data and load the append-only log.",
                "LOG <message>",
                "Write a line to the log.",
                "OBJECT <key>",
                "How a value lies in memory.",
                "PAUSE-CRON <0|1>",
                "Stop or resume the periodic work.",
                "POPULATE <count> [<prefix>] [<size>]",
                "Create strings, unknown to replicas.",
                "PROTOCOL <type>",
                "Reply a sample of a type of reply.",
                "QUICKLIST <key> [<0|1>]",
                "Log how a list lies in memory.",
                "QUICKLIST-PACKED-THRESHOLD <size>",
                "From how many bytes on an element of a list has a node of its own.",
                "RELOAD [MERGE] [NOFLUSH] [NOSAVE]",
                "Save a snapshot, drop the data, load the snapshot.",
                "REPLICATE <word> [<word> ...]",
                "Send a command to the replicas only.",
                "REPLYBUFFER PEAK-RESET-TIME <time>|RESIZING <0|1>",
                "Accepted; reply buffers come from a pool here.",
                "SDSLEN <key>",
                "Lengths of a key and of its string.",
                "SET-ACTIVE-EXPIRE <0|1>",
                "Whether keys expire that nobody asks for.",
                "SET-DISABLE-DENY-SCRIPTS <0|1>",
                "Let scripts call commands that are not for scripts, or not.",
                "SET-SKIP-CHECKSUM-VALIDATION <0|1>",
                "Whether RESTORE accepts wrong checksums.",
                "SLEEP <seconds>",
                "Keep the server busy.",
                "STRUCTSIZE",
                "Sizes of what lies in memory.");
    }

    private static void digestValue(Call call) {
        Request request = call.request();
        DatasetDigest digest = new DatasetDigest(call.server());
        call.reply().array(request.size() - 2);
        for (int i = 2; i < request.size(); i++) {
            Entry entry = call.database().peek(request.address(i), request.length(i));
            call.reply().simple(entry == null ? "0".repeat(40) : digest.ofValue(entry));
        }
    }

    private void reload(Call call) {
        Request request = call.request();
        boolean merge = false;
        boolean flush = true;
        boolean save = true;
        for (int i = 2; i < request.size(); i++) {
            if (request.is(i, "merge")) {
                merge = true;
            } else if (request.is(i, "noflush")) {
                flush = false;
            } else if (request.is(i, "nosave")) {
                save = false;
            } else {
                throw new CommandException("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
            }
        }
        boolean first = save;
        boolean drop = flush;
        boolean over = merge;
        whileBlocked(call, done -> storage.reload(first, drop, over, done), "ERR Error trying to load the RDB dump");
    }

    /** The client waits until the work is done; so do all others, who are answered LOADING. */
    private static void whileBlocked(Call call, Consumer<Consumer<@Nullable Throwable>> work, String error) {
        RedisServer server = call.server();
        Client client = call.client();
        if (!call.mayWait()) {
            throw new CommandException("ERR loading the data takes a while: not inside a transaction or a script");
        }
        WorkWait wait = new WorkWait();
        client.block(wait);
        work.accept(failure -> {
            if (failure != null) {
                server.log().warning("DEBUG could not load the data: " + failure.getMessage());
            }
            if (wait.isOver()) {
                return;
            }
            if (failure == null) {
                client.reply().ok();
            } else {
                client.reply().error(error);
            }
            server.clients().unblock(client);
            server.endBatch();
        });
    }

    /** Keeps the loop busy on purpose: what a server that hangs looks like from outside. */
    private static void sleep(Call call) {
        double seconds =
                DoubleText.parse(call.request().address(2), call.request().length(2));
        long until = call.server().time().nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        while (call.server().time().nanoTime() < until) {
            Thread.onSpinWait();
        }
        call.reply().ok();
    }

    /** {@code DEBUG QUICKLIST-PACKED-THRESHOLD bytes}: 0 is the standard, at which only what fits nowhere else gets a node of its own. */
    private static void plainElements(Call call) {
        long bytes;
        try {
            bytes = MemorySize.parse(call.request().text(2));
        } catch (IllegalArgumentException notAnAmount) {
            throw new CommandException("ERR argument must be a memory value bigger than 1 and smaller than 4gb");
        }
        call.server().collections().plainElements(bytes == 0 ? Long.MAX_VALUE : bytes);
        call.reply().ok();
    }

    /** {@code DEBUG POPULATE count [prefix] [size]}: keys that are there keep what they hold. */
    private static void populate(Call call) {
        Request request = call.request();
        if (request.size() < 3 || request.size() > 5) {
            throw unknown(request);
        }
        String notPositive = "ERR value is out of range, must be positive";
        long count = Arguments.integer(request, 2, 0, MOST_POPULATED, notPositive);
        String prefix = request.size() > 3 ? request.text(3) : "key";
        long size = request.size() > 4 ? Arguments.integer(request, 4, 0, MOST_POPULATED_BYTES, notPositive) : 0;
        Database database = call.database();
        for (long i = 0; i < count; i++) {
            byte[] value = Words.of("value:" + i);
            Request pair = Request.of(
                    (prefix + ":" + i).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                    size == 0 ? value : java.util.Arrays.copyOf(value, (int) size));
            if (database.peek(pair.address(0), pair.length(0)) == null) {
                database.setString(pair.address(0), pair.length(0), pair.address(1), pair.length(1));
            }
            pair.release();
        }
        call.propagateNothing();
        call.reply().ok();
    }

    private static void replicate(Call call) {
        Request request = call.request();
        if (request.size() < 3) {
            throw unknown(request);
        }
        byte[][] words = new byte[request.size() - 2][];
        for (int i = 2; i < request.size(); i++) {
            words[i - 2] = request.bytes(i);
        }
        call.propagateInstead(words);
        call.reply().ok();
    }
}
