package org.backstay.scripting.lua;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;

/** Lua's C interface to states, calls and hooks, as {@link Lua} has that to values. Of the loop that owns the state. */
public final class LuaControl {
    /** All results of a call. */
    public static final int MULTIPLE = -1;

    public static final int GC_COLLECT = 2;
    public static final int GC_COUNT_KIB = 3;
    public static final int GC_STEP = 5;

    static final int MASK_RETURN = 2;
    static final int MASK_COUNT = 8;

    private static final MethodHandle NEW_STATE_FUNCTION = LuaSymbols.any("luaL_newstate", JAVA_LONG);
    private static final MethodHandle CLOSE_FUNCTION = LuaSymbols.any("lua_close", null, JAVA_LONG);
    private static final MethodHandle PCALL_FUNCTION =
            LuaSymbols.any("lua_pcall", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle LOAD_FUNCTION =
            LuaSymbols.any("luaL_loadbuffer", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GC_FUNCTION = LuaSymbols.any("lua_gc", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle PUSH_CLOSURE_FUNCTION =
            LuaSymbols.brief("lua_pushcclosure", null, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SET_HOOK_FUNCTION =
            LuaSymbols.brief("lua_sethook", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle GET_STACK_FUNCTION =
            LuaSymbols.brief("lua_getstack", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle GET_INFO_FUNCTION =
            LuaSymbols.brief("lua_getinfo", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WHERE_FUNCTION = LuaSymbols.brief("luaL_where", null, JAVA_LONG, JAVA_INT);

    private LuaControl() {}

    /** Calls one of Lua's own {@code luaopen_} functions; the state is fresh, so that nothing can fail but for want of memory. */
    static void openLibrary(long lua, String name) {
        pushClosure(lua, LuaSymbols.address("luaopen_" + name), 0);
        pcall(lua, 0, 0, 0);
    }

    /** Makes a state; 0 when there is no memory. */
    public static long newState() {
        try {
            return (long) NEW_STATE_FUNCTION.invokeExact();
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Ends a state and frees all it holds. */
    public static void close(long lua) {
        try {
            CLOSE_FUNCTION.invokeExact(lua);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Calls the function below its arguments; 0, or what kind of error was caught. */
    public static int pcall(long lua, int arguments, int results, int handler) {
        try {
            return (int) PCALL_FUNCTION.invokeExact(lua, arguments, results, handler);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Compiles a chunk and pushes it as a function; not 0, then an error message is pushed instead. */
    public static int load(long lua, long address, long length, long name) {
        try {
            return (int) LOAD_FUNCTION.invokeExact(lua, address, length, name);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Controls the collector. */
    public static int gc(long lua, int what, int data) {
        try {
            return (int) GC_FUNCTION.invokeExact(lua, what, data);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes a native function with the values on the top as its upvalues. */
    public static void pushClosure(long lua, long function, int upvalues) {
        try {
            PUSH_CLOSURE_FUNCTION.invokeExact(lua, function, upvalues);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Sets what is called on events. */
    public static int setHook(long lua, long hook, int mask, int count) {
        try {
            return (int) SET_HOOK_FUNCTION.invokeExact(lua, hook, mask, count);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Looks for an active function; 0 when there are not so many. */
    public static int getStack(long lua, int level, long activation) {
        try {
            return (int) GET_STACK_FUNCTION.invokeExact(lua, level, activation);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Fills a record about a function. */
    public static int getInfo(long lua, long what, long activation) {
        try {
            return (int) GET_INFO_FUNCTION.invokeExact(lua, what, activation);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes where a function is, as {@code chunk:line: }, or an empty string. */
    public static void where(long lua, int level) {
        try {
            WHERE_FUNCTION.invokeExact(lua, level);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }
}
