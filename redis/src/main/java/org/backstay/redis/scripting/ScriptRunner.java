package org.backstay.redis.scripting;

import java.util.Set;
import org.backstay.node.Log;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.Command;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.MemoryGuard;
import org.backstay.redis.server.RedisServer;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandFlag;
import org.backstay.resp.command.CommandTable;
import org.backstay.scripting.ScriptEngine;
import org.backstay.scripting.ScriptFlag;
import org.backstay.scripting.ScriptHost;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts and functions, one at a time, and executes what they call in the name of a client of its own, which has the
 * caller's database and role. Owned by the server's loop.
 *
 * <p>What a script writes reaches the log as the effects of the outermost call, between MULTI and EXEC when there are several; the
 * script itself does not.
 */
public final class ScriptRunner implements ScriptHost {
    /** How long FUNCTION LOAD may take: registering is quick work. */
    private static final long LOAD_MILLIS = 500;

    /** Commands that write nothing and are told to the replicas all the same, so that a script that only reads may not call them. */
    private static final Set<String> MAY_REPLICATE = Set.of("publish", "spublish", "pfcount");

    private final RedisServer server;
    private final Client client;
    private final BusyPeriod busy;
    private @Nullable RunningScript running;
    private long loadingSince;
    private boolean loading;
    private boolean limitLoading;

    /** Makes a runner of a server's scripts. */
    public ScriptRunner(RedisServer server) {
        this.server = server;
        this.client =
                server.clients().internal(Client.Role.NORMAL, server.time().millis());
        this.client.replyMode(Client.ReplyMode.ON);
        this.busy = new BusyPeriod(server);
    }

    /** The script that runs, or null. */
    @Nullable
    RunningScript running() {
        return running;
    }

    /**
     * Runs a script or function in the name of a call's client, and answers the call.
     *
     * @param kind what it is
     * @param number what the engine knows it by
     * @param name what people know it by
     * @param onlyReads whether the command is one that refuses writes
     */
    void run(
            ScriptEngine engine,
            RunningScript.Kind kind,
            int number,
            String name,
            ScriptDeclaration declaration,
            Call call,
            int keys,
            boolean onlyReads) {
        admit(declaration, call.client(), onlyReads);
        boolean readOnly = onlyReads || !declaration.mayWrite();
        RunningScript script = new RunningScript(
                kind, name, call.client(), call.request(), server.dispatcher().startNanos(), readOnly);
        script.mindsMemory(declaration.isCompatible() || !declaration.has(ScriptFlag.ALLOW_OOM));
        running = script;
        client.database(call.client().database());
        client.role(call.client().role());
        client.user(call.client().user());
        client.muteEffects(false);
        boolean limited = server.settings().get(RedisDirectives.BUSY_REPLY_THRESHOLD) > 0;
        boolean held = server.time().isHeld();
        server.time().hold(true);
        try {
            ScriptEngine.Run run = new ScriptEngine.Run(number, name, limited, kind.killed());
            if (engine.run(run, call.request(), keys, kind == RunningScript.Kind.EVAL, call.reply())) {
                call.errorIsCounted();
            }
        } finally {
            server.time().hold(held);
            running = null;
            busy.end();
        }
    }

    /** Refuses what the script's declaration does not fit. */
    private void admit(ScriptDeclaration declaration, Client caller, boolean onlyReads) {
        if (running != null) {
            throw new CommandException("ERR a script runs already");
        }
        if (declaration.isCompatible()) {
            return;
        }
        if (server.writeGate().isStale() && !declaration.has(ScriptFlag.ALLOW_STALE)) {
            throw new CommandException("MASTERDOWN Link with MASTER is down, replica-serve-stale-data is set to 'no' "
                    + "and 'allow-stale' flag is not set on the script.");
        }
        if (!declaration.mayWrite()) {
            return;
        }
        String refusal =
                caller.role() == Client.Role.MASTER ? null : server.writeGate().refuse();
        if (refusal != null) {
            throw new CommandException(
                    refusal.startsWith("READONLY")
                            ? "READONLY Can not run script with write flag on readonly replica"
                            : refusal);
        }
        if (caller.role() != Client.Role.MASTER
                && !declaration.has(ScriptFlag.ALLOW_OOM)
                && server.memory().isExceeded()) {
            throw new CommandException(
                    "OOM allow-oom flag is not set on the script, " + "can not run it when used memory > 'maxmemory'");
        }
        if (onlyReads) {
            throw new CommandException("ERR Can not execute a script with write flag using *_ro command.");
        }
    }

    /** Runs a library's chunk under the limits of FUNCTION LOAD. */
    <T> T loading(boolean limited, LibraryLoad<T> load) throws org.backstay.scripting.ScriptException {
        loadingSince = server.time().nanoTime();
        limitLoading = limited;
        loading = true;
        try {
            return load.run();
        } finally {
            loading = false;
        }
    }

    /** Work that loads a library. */
    interface LibraryLoad<T> {
        /** Does it. */
        T run() throws org.backstay.scripting.ScriptException;
    }

    @Override
    public @Nullable String execute(Request request) {
        CommandTable.Entry<Command> entry = server.dispatcher().commands().find(request);
        Command command = entry == null ? null : entry.handler();
        String refusal = command == null ? "ERR Unknown Redis command called from script" : refuse(command, request);
        if (refusal != null || command == null) {
            server.dispatcher().refused(command, String.valueOf(refusal));
            return refusal;
        }
        if (command.isWrite() && running != null) {
            running.write();
        }
        client.reply().truncate(0);
        server.dispatcher().execute(client, command, request);
        return null;
    }

    private @Nullable String refuse(Command command, Request request) {
        if (!command.spec().accepts(request.size())) {
            return "ERR Wrong number of args calling Redis command from script";
        }
        if (command.spec().is(CommandFlag.NOSCRIPT) && !server.scriptsMayCallAll()) {
            return "ERR This Redis command is not allowed from script";
        }
        if (!command.spec().is(CommandFlag.STALE) && server.writeGate().isStale()) {
            return "ERR Can not execute the command on a stale replica";
        }
        RunningScript script = running;
        if (script == null) {
            return null;
        }
        String denied = server.access().refuseInScript(script.caller(), command, request);
        if (denied != null) {
            return denied;
        }
        if (script.isReadOnly()
                && (command.isWrite() || MAY_REPLICATE.contains(command.spec().name()))) {
            return "ERR Write commands are not allowed from read-only scripts.";
        }
        if (script.hasWritten() || client.role() == Client.Role.MASTER) {
            return null;
        }
        if (command.needsMemory() && script.mindsMemory() && server.memory().isExceeded()) {
            return MemoryGuard.OOM;
        }
        return command.isWrite() ? server.writeGate().refuse() : null;
    }

    @Override
    public ReplyWriter reply() {
        return client.reply();
    }

    @Override
    public void protocol(int version) {
        client.reply().protocol(version);
    }

    /** There is one log for file and replicas alike: its bytes are the same, so effects go to both or to neither. */
    @Override
    public void replicate(boolean log, boolean replicas) {
        client.muteEffects(!log && !replicas);
    }

    @Override
    public @Nullable Boolean mayExecute(Request request) {
        CommandTable.Entry<Command> entry = server.dispatcher().commands().find(request);
        if (entry == null) {
            return null;
        }
        return running == null || running.caller().user().check(entry.spec(), request) == null;
    }

    @Override
    public void log(int level, String message) {
        Log.Level severity = switch (level) {
            case 0 -> Log.Level.DEBUG;
            case 1 -> Log.Level.VERBOSE;
            case 2 -> Log.Level.NOTICE;
            default -> Log.Level.WARNING;
        };
        server.log().log(severity, message);
    }

    @Override
    public boolean mustStop() {
        long now = server.time().nanoTime();
        if (loading) {
            return limitLoading && now - loadingSince > LOAD_MILLIS * 1_000_000;
        }
        RunningScript script = running;
        if (script == null) {
            return false;
        }
        if (!script.isTimedOut()) {
            if (script.millis(now) < server.settings().get(RedisDirectives.BUSY_REPLY_THRESHOLD)) {
                return false;
            }
            server.log()
                    .warning("Slow script detected: still in execution after " + script.millis(now)
                            + " milliseconds. You can try killing the script using the "
                            + script.kind().killer() + " command. Script name is: " + script.name() + ".");
            script.timeOut();
            busy.begin(script.caller(), script.kind().busy(), script::kill);
        }
        busy.serveOthers();
        return script.isKilled();
    }

    /** SCRIPT KILL and FUNCTION KILL. */
    void kill(Call call, RunningScript.Kind kind) {
        RunningScript script = running;
        if (script == null) {
            throw new CommandException("NOTBUSY No scripts in execution right now.");
        }
        if (script.caller().role() == Client.Role.MASTER) {
            throw new CommandException(
                    "UNKILLABLE The busy script was sent by a master instance in the context of replication and cannot be killed.");
        }
        if (script.hasWritten()) {
            throw new CommandException(
                    "UNKILLABLE Sorry the script already executed write commands against the dataset. "
                            + "You can either wait the script termination or kill the server in a hard way using the SHUTDOWN "
                            + "NOSAVE command.");
        }
        if (script.kind() != kind) {
            throw new CommandException(script.kind().busy());
        }
        script.kill();
        call.reply().ok();
    }

    /** Gives back the memory outside the heap. */
    public void close() {
        server.clients().disconnected(client);
    }
}
