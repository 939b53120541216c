package org.backstay.scripting.lua;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One Lua state, the Java functions its scripts call, and the limits that stop a script. Owned by the loop that made it.
 *
 * <p>Lua raises an error by a long jump to the nearest protected call. Such a jump must never pass a Java frame, so no Java function
 * raises one. It leaves the error's value as its result and hands Lua a hook for the event "a function returns", which Lua calls
 * when the Java frame is gone; and that hook is Lua's own {@code lua_error}, which raises the value on the top: our result. To the
 * script this is a native function that raised an error, with the right place in the right line. Whoever catches the error
 * ({@link #protectedCall}) puts the ordinary hook back.
 *
 * <p>A script that must stop is stopped the same way: the hook that counts instructions finds it out in Java, and sets as the hook of
 * the next instruction a native function that raises an error, again and again, however often the script catches it.
 */
public final class LuaMachine implements AutoCloseable {
    /** Lua instructions between two questions whether the script may go on. */
    private static final int INSTRUCTIONS = 100_000;

    private static final FunctionDescriptor FUNCTION_TYPE = FunctionDescriptor.of(JAVA_INT, JAVA_LONG);
    private static final FunctionDescriptor HOOK_TYPE = FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG);

    private static final long RAISE_TOP = LuaSymbols.address("lua_error");

    /** Raises a short text: what it takes for its format is Lua's record of the event, which begins with a small number. */
    private static final long RAISE_ANYTHING = LuaSymbols.address("luaL_error");

    private final Arena arena = Arena.ofShared();
    private final long functionStub;
    private final long hookStub;
    private final List<LuaFunction> functions = new ArrayList<>();
    private final long lua;
    private @Nullable BooleanSupplier mustStop;
    private boolean stopping;

    /** Makes a state with Lua's own libraries, but for those that reach outside it. */
    public LuaMachine() {
        MethodHandles.Lookup own = MethodHandles.lookup();
        try {
            MethodHandle run = own.findVirtual(LuaMachine.class, "run", MethodType.methodType(int.class, long.class));
            MethodHandle count = own.findVirtual(
                    LuaMachine.class, "count", MethodType.methodType(void.class, long.class, long.class));
            functionStub = LuaSymbols.callback(run.bindTo(this), FUNCTION_TYPE, arena);
            hookStub = LuaSymbols.callback(count.bindTo(this), HOOK_TYPE, arena);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("its own methods are there", e);
        }
        lua = LuaControl.newState();
        if (lua == 0) {
            throw new OutOfMemoryError("no memory for a Lua state");
        }
        for (String library : List.of("base", "table", "string", "math")) {
            LuaControl.openLibrary(lua, library);
        }
        arm(lua);
    }

    /** The state. */
    public long lua() {
        return lua;
    }

    /** Pushes a function as a value for scripts. */
    public void pushFunction(LuaFunction function) {
        functions.add(function);
        Lua.pushNumber(lua, functions.size() - 1);
        LuaControl.pushClosure(lua, functionStub, 1);
    }

    /** Sets a field of the table on the top to a function. */
    public LuaMachine field(String name, LuaFunction function) {
        pushFunction(function);
        LuaText.setField(lua, -2, name);
        return this;
    }

    /** Pushes a new table and makes it a global variable. */
    public LuaMachine globalTable(String name) {
        Lua.createTable(lua, 0, 0);
        Lua.pushValue(lua, -1);
        LuaText.setField(lua, Lua.GLOBALS, name);
        return this;
    }

    /** Called by Lua: runs a Java function. */
    int run(long caller) {
        try {
            return functions.get((int) Lua.toInteger(caller, Lua.upvalue(1))).call(caller);
        } catch (LuaError error) {
            error.push(caller);
        } catch (Throwable failure) {
            LuaText.push(caller, "internal error: " + failure);
        }
        LuaControl.setHook(caller, RAISE_TOP, LuaControl.MASK_RETURN, 0);
        return 1;
    }

    /** Called by Lua from time to time: stops a script that must not go on. */
    void count(long running, long event) {
        try {
            if (stopping || isOver()) {
                stop(running);
            }
        } catch (Throwable failure) {
            stop(running);
        }
    }

    private boolean isOver() {
        return mustStop != null && mustStop.getAsBoolean();
    }

    private void stop(long running) {
        stopping = true;
        LuaControl.setHook(running, RAISE_ANYTHING, LuaControl.MASK_COUNT, 1);
        LuaControl.setHook(lua, RAISE_ANYTHING, LuaControl.MASK_COUNT, 1);
    }

    /**
     * Asks this question from time to time while scripts run; yes stops the script that runs.
     *
     * @param question null for no limit
     */
    public void limit(@Nullable BooleanSupplier question) {
        mustStop = question;
        if (stopping) {
            stopping = false;
            arm(lua);
        }
    }

    /** Whether the script that runs is being stopped. */
    public boolean isStopping() {
        return stopping;
    }

    /** Sets the ordinary hook, which stays from script to script: most end before it is called. */
    private void arm(long running) {
        LuaControl.setHook(running, hookStub, LuaControl.MASK_COUNT, INSTRUCTIONS);
    }

    /**
     * Calls the function that stands below its arguments, and catches errors.
     *
     * @param handler the index of a function that sees an error where it is raised, or 0
     * @return 0, and the results are pushed; or the kind of error, and its value is pushed
     */
    public int protectedCall(long running, int arguments, int results, int handler) {
        int failure = LuaControl.pcall(running, arguments, results, handler);
        if (failure != 0) {
            rearm(running);
        }
        return failure;
    }

    /** A script that does nothing but catch errors never counts to the end, so the question is asked here too. */
    private void rearm(long running) {
        if (stopping || isOver()) {
            stop(running);
        } else {
            arm(running);
        }
    }

    /** Bytes that the state holds. */
    public long bytes() {
        return LuaControl.gc(lua, LuaControl.GC_COUNT_KIB, 0) * 1024L;
    }

    /** Ends the state. */
    @Override
    public void close() {
        LuaControl.close(lua);
        arena.close();
    }
}
