package org.backstay.scripting;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.scripting.library.BitLibrary;
import org.backstay.scripting.library.Chunks;
import org.backstay.scripting.library.JsonLibrary;
import org.backstay.scripting.library.LockedTables;
import org.backstay.scripting.library.MessagePackLibrary;
import org.backstay.scripting.library.ProtectedCalls;
import org.backstay.scripting.library.StructLibrary;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaControl;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;
import org.jspecify.annotations.Nullable;

/**
 * One sandbox and the scripts compiled in it. There is one for EVAL, where every script is a chunk of its own, and one for functions,
 * where a chunk is a library that registers functions. Owned by the server's loop.
 */
public final class ScriptEngine implements AutoCloseable {
    /** Scripts between two steps of Lua's collector, and how far a step goes. */
    private static final int COLLECT_EVERY = 50;

    private static final LuaText.Constant KEYS = new LuaText.Constant("KEYS");
    private static final LuaText.Constant ARGV = new LuaText.Constant("ARGV");
    private static final LuaText.Constant INDEX = new LuaText.Constant("__index");

    private final ScriptHost host;
    private final LuaMachine machine = new LuaMachine();
    private final long lua = machine.lua();
    private final RedisLibrary redis;
    private final LockedTables locked;
    private final ErrorPlaces errors = new ErrorPlaces(machine);
    private final ScriptRandom random = new ScriptRandom();
    private final Registration registration = new Registration(machine);
    private final int handler;
    private int environment;
    private int globals;
    private int guard;
    private int library;
    private int runs;

    /**
     * Makes a sandbox.
     *
     * @param functions whether it is for function libraries
     */
    public ScriptEngine(ScriptHost host, boolean functions) {
        this.host = host;
        this.redis = new RedisLibrary(host);
        ProtectedCalls.install(machine);
        Chunks.install(machine);
        this.locked = LockedTables.install(machine);
        BitLibrary.install(machine);
        StructLibrary.install(machine);
        JsonLibrary.install(machine);
        MessagePackLibrary.install(machine);
        redis.install(machine);
        LuaText.getField(lua, Lua.GLOBALS, "math");
        machine.field("random", random::random).field("randomseed", random::seed);
        Lua.pop(lua, 1);
        machine.pushFunction(errors::handle);
        handler = Lua.ref(lua, Lua.REGISTRY);
        if (!functions) {
            addEvalOnly();
        }
        shut(functions);
        locked.close();
    }

    private void addEvalOnly() {
        LuaText.getField(lua, Lua.GLOBALS, "redis");
        RedisLibrary.addDebugging(machine);
        Lua.pop(lua, 1);
        Lua.rawGetI(lua, Lua.REGISTRY, handler);
        LuaText.setField(lua, Lua.GLOBALS, "__redis__err__handler");
    }

    /** Runs the sandbox's own script, which puts the locked tables together. */
    private void shut(boolean functions) {
        if (!Chunks.compile(lua, sandbox(), "@sandbox".getBytes(StandardCharsets.US_ASCII))) {
            throw new IllegalStateException(LuaText.pop(lua));
        }
        machine.pushFunction(caller -> {
            throw LockedTables.denied();
        });
        machine.pushFunction(caller -> {
            throw LockedTables.missing(caller);
        });
        locked.push();
        if (functions) {
            Lua.createTable(lua, 0, 0);
            machine.field("register_function", registration::register);
            redis.addLog(machine);
        } else {
            Lua.pushNil(lua);
        }
        if (LuaControl.pcall(lua, 4, 4, 0) != 0) {
            throw new IllegalStateException(LuaText.pop(lua));
        }
        library = Lua.ref(lua, Lua.REGISTRY);
        guard = Lua.ref(lua, Lua.REGISTRY);
        globals = Lua.ref(lua, Lua.REGISTRY);
        Lua.pushValue(lua, -1);
        environment = Lua.ref(lua, Lua.REGISTRY);
        Lua.replace(lua, Lua.GLOBALS);
    }

    private static byte[] sandbox() {
        try (InputStream in = ScriptEngine.class.getResourceAsStream("sandbox.lua")) {
            return java.util.Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Compiles a script.
     *
     * @return its number in this engine
     * @throws ScriptException with Lua's message
     */
    public int compile(byte[] source, String chunk) throws ScriptException {
        if (!Chunks.compile(lua, source, chunk.getBytes(StandardCharsets.ISO_8859_1))) {
            throw new ScriptException(LuaText.pop(lua));
        }
        return Lua.ref(lua, Lua.REGISTRY);
    }

    /** Forgets a script or a function. */
    public void forget(int number) {
        Lua.unref(lua, Lua.REGISTRY, number);
    }

    /**
     * Runs a library's chunk, which registers its functions.
     *
     * @throws ScriptException with the message of what went wrong; nothing is registered then
     */
    public java.util.List<RegisteredFunction> load(byte[] source, String chunk) throws ScriptException {
        int number = compileLibrary(source, chunk);
        registration.begin();
        errors.reason("ERR FUNCTION LOAD timeout");
        index(library);
        machine.limit(host::mustStop);
        try {
            Lua.rawGetI(lua, Lua.REGISTRY, handler);
            Lua.rawGetI(lua, Lua.REGISTRY, number);
            int failure = machine.protectedCall(lua, 0, 0, Lua.getTop(lua) - 1);
            if (failure != 0) {
                registration.abandon();
                throw new ScriptException("Error registering functions: " + errorText());
            }
            return registration.finish();
        } finally {
            Lua.setTop(lua, 0);
            machine.limit(null);
            index(globals);
            forget(number);
        }
    }

    private int compileLibrary(byte[] source, String chunk) throws ScriptException {
        try {
            return compile(source, chunk);
        } catch (ScriptException e) {
            throw new ScriptException("Error compiling function: " + e.text());
        }
    }

    /** Says where the environment reads from. */
    private void index(int table) {
        Lua.rawGetI(lua, Lua.REGISTRY, guard);
        INDEX.push(lua);
        Lua.rawGetI(lua, Lua.REGISTRY, table);
        Lua.rawSet(lua, -3);
        Lua.pop(lua, 1);
    }

    private String errorText() {
        if (Lua.type(lua, -1) != Lua.TABLE) {
            return "ERR " + LuaText.text(lua, -1);
        }
        LuaText.getField(lua, -1, "err");
        return LuaText.pop(lua);
    }

    /**
     * What is to be run.
     *
     * @param number what {@link #compile} or {@link #load} gave
     * @param name shown in errors
     * @param limited whether {@link ScriptHost#mustStop} is asked
     * @param stopText the error for a script that was stopped
     */
    public record Run(int number, String name, boolean limited, String stopText) {}

    /**
     * Runs a script or a function, and answers.
     *
     * @param request whose third argument is the number of keys, which has been checked, and whose others are keys and arguments
     * @param asGlobals whether keys and arguments are global variables; else they are the function's arguments
     * @return whether the answer is an error that has been counted inside the script
     */
    public boolean run(Run run, Request request, int keys, boolean asGlobals, ReplyWriter reply) {
        redis.begin();
        errors.reason(run.stopText());
        if (run.limited()) {
            machine.limit(host::mustStop);
        }
        Lua.rawGetI(lua, Lua.REGISTRY, handler);
        Lua.rawGetI(lua, Lua.REGISTRY, run.number());
        if (asGlobals) {
            Lua.rawGetI(lua, Lua.REGISTRY, globals);
            KEYS.push(lua);
            pushArguments(request, 3, keys);
            Lua.rawSet(lua, -3);
            ARGV.push(lua);
            pushArguments(request, 3 + keys, request.size() - 3 - keys);
            Lua.rawSet(lua, -3);
            Lua.pop(lua, 1);
        } else {
            pushArguments(request, 3, keys);
            pushArguments(request, 3 + keys, request.size() - 3 - keys);
        }
        int failure = machine.protectedCall(lua, asGlobals ? 0 : 2, 1, 1);
        boolean counted = failure == 0 ? answer(reply) : fail(run, reply);
        end(run);
        return counted;
    }

    private void pushArguments(Request request, int from, int count) {
        Lua.createTable(lua, count, 0);
        for (int i = 0; i < count; i++) {
            Lua.pushLString(lua, request.address(from + i), request.length(from + i));
            Lua.rawSetI(lua, -2, i + 1);
        }
    }

    private boolean answer(ReplyWriter reply) {
        LuaToReply conversion = new LuaToReply(lua, reply, redis.protocol());
        conversion.write();
        return conversion.isErrorCounted();
    }

    private boolean fail(Run run, ReplyWriter reply) {
        if (Lua.type(lua, -1) != Lua.TABLE) {
            String text = LuaText.text(lua, -1);
            String shown = text == null ? "execution failure" : text.substring(0, Math.min(100, text.length()));
            reply.error("ERR Error running script " + run.name() + ", " + shown);
            return false;
        }
        String source = field("source");
        String line = field("line");
        String text = field("err");
        String place =
                source == null || line == null ? "" : " script: " + run.name() + ", on " + source + ":" + line + ".";
        LuaText.getField(lua, -1, "ignore_error_stats_update");
        boolean counted = Lua.toBoolean(lua, -1) != 0;
        reply.error((text == null ? "ERR unknown error" : text) + place);
        return counted;
    }

    private @Nullable String field(String name) {
        LuaText.getField(lua, -1, name);
        String text = LuaText.text(lua, -1);
        Lua.pop(lua, 1);
        return text;
    }

    private void end(Run run) {
        Lua.setTop(lua, 0);
        redis.end();
        locked.clean();
        if (run.limited()) {
            machine.limit(null);
        }
        Lua.rawGetI(lua, Lua.REGISTRY, environment);
        Lua.replace(lua, Lua.GLOBALS);
        if (++runs % COLLECT_EVERY == 0) {
            LuaControl.gc(lua, LuaControl.GC_STEP, COLLECT_EVERY);
        }
    }

    /** Bytes that scripts and their values hold. */
    public long bytes() {
        return machine.bytes();
    }

    /** The name by which EVALSHA knows a script: the SHA1 digest of its text, in hexadecimal. */
    public static String digest(byte[] source) {
        return RedisLibrary.sha1(source);
    }

    @Override
    public void close() {
        machine.close();
        redis.close();
    }
}
