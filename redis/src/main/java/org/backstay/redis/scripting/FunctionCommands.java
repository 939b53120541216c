package org.backstay.redis.scripting;

import static org.backstay.resp.command.ScriptingRows.FCALL;
import static org.backstay.resp.command.ScriptingRows.FCALL_RO;
import static org.backstay.resp.command.ScriptingRows.FUNCTION;
import static org.backstay.resp.command.ScriptingRows.FUNCTION_DELETE;
import static org.backstay.resp.command.ScriptingRows.FUNCTION_DUMP;
import static org.backstay.resp.command.ScriptingRows.FUNCTION_FLUSH;
import static org.backstay.resp.command.ScriptingRows.FUNCTION_KILL;
import static org.backstay.resp.command.ScriptingRows.FUNCTION_LIST;
import static org.backstay.resp.command.ScriptingRows.FUNCTION_LOAD;
import static org.backstay.resp.command.ScriptingRows.FUNCTION_RESTORE;
import static org.backstay.resp.command.ScriptingRows.FUNCTION_STATS;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.backstay.base.bytes.Glob;
import org.backstay.redis.command.Handlers;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.scripting.RegisteredFunction;
import org.backstay.scripting.ScriptFlag;
import org.jspecify.annotations.Nullable;

/** FCALL and FUNCTION. Changes of libraries are told to the log as they were asked for. */
final class FunctionCommands {
    private final FunctionLibraries libraries;
    private final ScriptRunner runner;

    FunctionCommands(FunctionLibraries libraries, ScriptRunner runner) {
        this.libraries = libraries;
        this.runner = runner;
    }

    void bind(Handlers handlers) {
        handlers.on(FCALL, call -> call(call, false), this::onlyReads)
                .on(FCALL_RO, call -> call(call, true))
                .container(FUNCTION)
                .on(FUNCTION_DELETE, this::delete)
                .on(FUNCTION_DUMP, call -> call.reply().bulk(FunctionPayload.of(libraries.sources())))
                .on(FUNCTION_FLUSH, this::flush)
                .on(FUNCTION_KILL, call -> runner.kill(call, RunningScript.Kind.FUNCTION))
                .on(FUNCTION_LIST, this::list)
                .on(FUNCTION_LOAD, this::load)
                .on(FUNCTION_RESTORE, this::restore)
                .on(FUNCTION_STATS, this::stats);
    }

    private boolean onlyReads(Request request) {
        RegisteredFunction function = libraries.find(request.text(1));
        return function != null && !ScriptDeclaration.of(function.flags()).mayWrite();
    }

    private void call(Call call, boolean onlyReads) {
        call.server().monitor(call);
        RegisteredFunction function = libraries.find(call.request().text(1));
        if (function == null) {
            throw new CommandException("ERR Function not found");
        }
        int keys = EvalCommands.keys(call.request(), "ERR Bad number of keys provided");
        runner.run(
                libraries.engine(),
                RunningScript.Kind.FUNCTION,
                function.number(),
                function.name(),
                ScriptDeclaration.of(function.flags()),
                call,
                keys,
                onlyReads);
    }

    private void load(Call call) {
        Request request = call.request();
        boolean replace = false;
        for (int i = 2; i < request.size() - 1; i++) {
            if (!request.is(i, "replace")) {
                throw new CommandException("ERR Unknown option given: " + ErrorReplies.untilZero(request.text(i)));
            }
            replace = true;
        }
        boolean limited = call.client().role() != Client.Role.MASTER;
        String name = libraries.load(request.bytes(request.size() - 1), replace, limited);
        call.propagateAlways();
        call.reply().bulk(name);
    }

    private void delete(Call call) {
        if (!libraries.delete(call.request().text(2))) {
            throw new CommandException("ERR Library not found");
        }
        call.propagateAlways();
        call.reply().ok();
    }

    private void flush(Call call) {
        Request request = call.request();
        if (request.size() > 3) {
            throw new CommandException("ERR unknown subcommand or wrong number of arguments for '"
                    + ErrorReplies.untilZero(request.text(1)) + "'. Try FUNCTION HELP.");
        }
        if (request.size() == 3 && !request.is(2, "sync") && !request.is(2, "async")) {
            throw new CommandException("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
        }
        libraries.flush();
        call.propagateAlways();
        call.reply().ok();
    }

    private void restore(Call call) {
        Request request = call.request();
        if (request.size() > 4) {
            throw new CommandException("ERR unknown subcommand or wrong number of arguments for '"
                    + ErrorReplies.untilZero(request.text(1)) + "'. Try FUNCTION HELP.");
        }
        FunctionLibraries.Policy policy = request.size() == 3 ? FunctionLibraries.Policy.APPEND : policy(request);
        libraries.restoreAll(FunctionPayload.read(request.bytes(2)), policy);
        call.propagateAlways();
        call.reply().ok();
    }

    private static FunctionLibraries.Policy policy(Request request) {
        for (FunctionLibraries.Policy policy : FunctionLibraries.Policy.values()) {
            if (request.is(3, policy.name().toLowerCase(java.util.Locale.ROOT))) {
                return policy;
            }
        }
        throw new CommandException("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
    }

    /** What LIST is asked for. */
    private record Listing(@Nullable Glob pattern, boolean withCode) {}

    private static Listing listing(Request request) {
        Glob pattern = null;
        boolean withCode = false;
        for (int i = 2; i < request.size(); i++) {
            if (!withCode && request.is(i, "withcode")) {
                withCode = true;
            } else if (pattern == null && request.is(i, "libraryname")) {
                if (++i == request.size()) {
                    throw new CommandException("ERR library name argument was not given");
                }
                pattern = Glob.ignoringCase(request.bytes(i));
            } else {
                throw new CommandException("ERR Unknown argument " + ErrorReplies.untilZero(request.text(i)));
            }
        }
        return new Listing(pattern, withCode);
    }

    private void list(Call call) {
        Listing wanted = listing(call.request());
        List<Library> shown = libraries.all().stream()
                .filter(library -> wanted.pattern() == null
                        || wanted.pattern().matches(library.name().getBytes(StandardCharsets.ISO_8859_1)))
                .toList();
        call.reply().array(shown.size());
        shown.forEach(library -> describe(call.reply(), library, wanted.withCode()));
    }

    private static void describe(ReplyWriter reply, Library library, boolean withCode) {
        reply.map(withCode ? 4 : 3);
        reply.bulk("library_name");
        reply.bulk(library.name());
        reply.bulk("engine");
        reply.bulk("LUA");
        reply.bulk("functions");
        reply.array(library.functions().size());
        for (RegisteredFunction function : library.functions()) {
            reply.map(3);
            reply.bulk("name");
            reply.bulk(function.name());
            reply.bulk("description");
            if (function.description() == null) {
                reply.nil();
            } else {
                reply.bulk(function.description());
            }
            reply.bulk("flags");
            reply.set(function.flags().size());
            for (ScriptFlag flag : function.flags()) {
                reply.simple(flag.word());
            }
        }
        if (withCode) {
            reply.bulk("library_code");
            reply.bulk(library.code());
        }
    }

    private void stats(Call call) {
        ReplyWriter reply = call.reply();
        RunningScript running = runner.running();
        if (running != null && running.kind() == RunningScript.Kind.EVAL) {
            throw new CommandException(running.kind().busy());
        }
        reply.map(2);
        reply.bulk("running_script");
        if (running == null) {
            reply.nil();
        } else {
            describe(reply, running, call.server().time().nanoTime());
        }
        reply.bulk("engines");
        reply.map(1);
        reply.bulk("LUA");
        reply.map(2);
        reply.bulk("libraries_count");
        reply.integer(libraries.all().size());
        reply.bulk("functions_count");
        reply.integer(libraries.functionCount());
    }

    private static void describe(ReplyWriter reply, RunningScript running, long nowNanos) {
        reply.map(3);
        reply.bulk("name");
        reply.bulk(running.name());
        reply.bulk("command");
        Request request = running.request();
        reply.array(request.size());
        for (int i = 0; i < request.size(); i++) {
            reply.bulk(request.address(i), request.length(i));
        }
        reply.bulk("duration_ms");
        reply.integer(running.millis(nowNanos));
    }
}
