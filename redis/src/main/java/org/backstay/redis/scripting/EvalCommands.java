package org.backstay.redis.scripting;

import static org.backstay.resp.command.ScriptingRows.EVAL;
import static org.backstay.resp.command.ScriptingRows.EVALSHA;
import static org.backstay.resp.command.ScriptingRows.EVALSHA_RO;
import static org.backstay.resp.command.ScriptingRows.EVAL_RO;
import static org.backstay.resp.command.ScriptingRows.SCRIPT;
import static org.backstay.resp.command.ScriptingRows.SCRIPT_DEBUG;
import static org.backstay.resp.command.ScriptingRows.SCRIPT_EXISTS;
import static org.backstay.resp.command.ScriptingRows.SCRIPT_FLUSH;
import static org.backstay.resp.command.ScriptingRows.SCRIPT_KILL;
import static org.backstay.resp.command.ScriptingRows.SCRIPT_LOAD;

import java.util.Locale;
import org.backstay.redis.command.Handlers;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;

/** EVAL, EVALSHA, their reading forms, and SCRIPT. */
final class EvalCommands {
    private static final int DIGEST_LENGTH = 40;

    private final EvalScripts scripts;
    private final ScriptRunner runner;

    EvalCommands(EvalScripts scripts, ScriptRunner runner) {
        this.scripts = scripts;
        this.runner = runner;
    }

    void bind(Handlers handlers) {
        handlers.on(EVAL, call -> eval(call, false), EvalCommands::promisesToRead)
                .on(EVAL_RO, call -> eval(call, true))
                .on(EVALSHA, call -> evalByDigest(call, false), this::knownToRead)
                .on(EVALSHA_RO, call -> evalByDigest(call, true))
                .container(SCRIPT)
                .on(SCRIPT_DEBUG, EvalCommands::debug)
                .on(SCRIPT_EXISTS, this::exists)
                .on(SCRIPT_FLUSH, this::flush)
                .on(SCRIPT_KILL, call -> runner.kill(call, RunningScript.Kind.EVAL))
                .on(SCRIPT_LOAD, this::load);
    }

    private static boolean promisesToRead(Request request) {
        try {
            return !ScriptDeclaration.of(request.bytes(1)).mayWrite();
        } catch (CommandException malformed) {
            return false;
        }
    }

    private boolean knownToRead(Request request) {
        EvalScripts.Script script = scripts.find(request.text(1).toLowerCase(Locale.ROOT));
        return script != null && !script.declaration().mayWrite();
    }

    private void eval(Call call, boolean onlyReads) {
        call.server().monitor(call);
        int keys = keys(call.request(), "ERR value is not an integer or out of range");
        run(call, scripts.compiled(call.request(), 1), keys, onlyReads);
    }

    private void evalByDigest(Call call, boolean onlyReads) {
        call.server().monitor(call);
        EvalScripts.Script script = call.request().length(1) == DIGEST_LENGTH
                ? scripts.find(call.request().text(1).toLowerCase(Locale.ROOT))
                : null;
        if (call.request().length(1) != DIGEST_LENGTH) {
            throw noScript();
        }
        int keys = keys(call.request(), "ERR value is not an integer or out of range");
        if (script == null) {
            throw noScript();
        }
        run(call, script, keys, onlyReads);
    }

    private void run(Call call, EvalScripts.Script script, int keys, boolean onlyReads) {
        runner.run(
                scripts.engine(),
                RunningScript.Kind.EVAL,
                script.number(),
                script.digest(),
                script.declaration(),
                call,
                keys,
                onlyReads);
    }

    private static CommandException noScript() {
        return new CommandException("NOSCRIPT No matching script. Please use EVAL.");
    }

    /** The number of keys, which is no more than there are arguments. */
    static int keys(Request request, String notNumber) {
        if (!request.parseLong(2)) {
            throw new CommandException(notNumber);
        }
        long keys = request.parsed();
        if (keys > request.size() - 3) {
            throw new CommandException("ERR Number of keys can't be greater than number of args");
        }
        if (keys < 0) {
            throw new CommandException("ERR Number of keys can't be negative");
        }
        return (int) keys;
    }

    private void load(Call call) {
        call.reply().bulk(scripts.compiled(call.request(), 2).digest());
    }

    private void exists(Call call) {
        Request request = call.request();
        call.reply().array(request.size() - 2);
        for (int i = 2; i < request.size(); i++) {
            call.reply().integer(scripts.find(request.text(i).toLowerCase(Locale.ROOT)) == null ? 0 : 1);
        }
    }

    private void flush(Call call) {
        Request request = call.request();
        boolean known =
                request.size() == 2 || (request.size() == 3 && (request.is(2, "sync") || request.is(2, "async")));
        if (!known) {
            throw new CommandException("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
        }
        scripts.flush();
        call.reply().ok();
    }

    /** There is no debugger: switching it off is granted, switching it on is not. */
    private static void debug(Call call) {
        if (call.request().is(2, "no")) {
            call.reply().ok();
        } else if (call.request().is(2, "yes") || call.request().is(2, "sync")) {
            throw new CommandException("ERR the script debugger is not available on this server");
        } else {
            throw new CommandException("ERR Use SCRIPT DEBUG YES/SYNC/NO");
        }
    }
}
