package org.backstay.scripting.lua;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;

/**
 * Lua's C interface to values, one static method a function; states and addresses are plain longs. Of the loop that owns the state.
 *
 * <p>None of these may raise a Lua error, for there is a Java frame above the nearest protected call, and a long jump must not pass
 * it. They raise none when used as their text says.
 */
public final class Lua {
    public static final int NIL = 0;
    public static final int BOOLEAN = 1;
    public static final int LIGHT_USERDATA = 2;
    public static final int NUMBER = 3;
    public static final int STRING = 4;
    public static final int TABLE = 5;
    public static final int FUNCTION = 6;

    /** The type of an index beyond the top. */
    public static final int NONE = -1;

    /** The index of the table that scripts cannot see. */
    public static final int REGISTRY = -10_000;

    /** The index of the table of global variables. */
    public static final int GLOBALS = -10_002;

    private static final MethodHandle GET_TOP_FUNCTION = LuaSymbols.brief("lua_gettop", JAVA_INT, JAVA_LONG);
    private static final MethodHandle SET_TOP_FUNCTION = LuaSymbols.brief("lua_settop", null, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PUSH_VALUE_FUNCTION =
            LuaSymbols.brief("lua_pushvalue", null, JAVA_LONG, JAVA_INT);
    private static final MethodHandle REMOVE_FUNCTION = LuaSymbols.brief("lua_remove", null, JAVA_LONG, JAVA_INT);
    private static final MethodHandle INSERT_FUNCTION = LuaSymbols.brief("lua_insert", null, JAVA_LONG, JAVA_INT);
    private static final MethodHandle REPLACE_FUNCTION = LuaSymbols.brief("lua_replace", null, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CHECK_STACK_FUNCTION =
            LuaSymbols.brief("lua_checkstack", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle TYPE_FUNCTION = LuaSymbols.brief("lua_type", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle IS_NUMBER_FUNCTION =
            LuaSymbols.brief("lua_isnumber", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle TO_NUMBER_FUNCTION =
            LuaSymbols.brief("lua_tonumber", JAVA_DOUBLE, JAVA_LONG, JAVA_INT);
    private static final MethodHandle TO_INTEGER_FUNCTION =
            LuaSymbols.brief("lua_tointeger", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle TO_BOOLEAN_FUNCTION =
            LuaSymbols.brief("lua_toboolean", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle TO_LSTRING_FUNCTION =
            LuaSymbols.brief("lua_tolstring", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle OBJ_LEN_FUNCTION = LuaSymbols.brief("lua_objlen", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle TO_USERDATA_FUNCTION =
            LuaSymbols.brief("lua_touserdata", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PUSH_NIL_FUNCTION = LuaSymbols.brief("lua_pushnil", null, JAVA_LONG);
    private static final MethodHandle PUSH_NUMBER_FUNCTION =
            LuaSymbols.brief("lua_pushnumber", null, JAVA_LONG, JAVA_DOUBLE);
    private static final MethodHandle PUSH_BOOLEAN_FUNCTION =
            LuaSymbols.brief("lua_pushboolean", null, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PUSH_LIGHT_USERDATA_FUNCTION =
            LuaSymbols.brief("lua_pushlightuserdata", null, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PUSH_LSTRING_FUNCTION =
            LuaSymbols.brief("lua_pushlstring", null, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle RAW_GET_FUNCTION = LuaSymbols.brief("lua_rawget", null, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RAW_GET_I_FUNCTION =
            LuaSymbols.brief("lua_rawgeti", null, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle RAW_SET_FUNCTION = LuaSymbols.brief("lua_rawset", null, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RAW_SET_I_FUNCTION =
            LuaSymbols.brief("lua_rawseti", null, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle CREATE_TABLE_FUNCTION =
            LuaSymbols.brief("lua_createtable", null, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle GET_METATABLE_FUNCTION =
            LuaSymbols.brief("lua_getmetatable", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SET_METATABLE_FUNCTION =
            LuaSymbols.brief("lua_setmetatable", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle NEXT_FUNCTION = LuaSymbols.brief("lua_next", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle REF_FUNCTION = LuaSymbols.brief("luaL_ref", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle UNREF_FUNCTION =
            LuaSymbols.brief("luaL_unref", null, JAVA_LONG, JAVA_INT, JAVA_INT);

    private static final MethodHandle NEW_THREAD_FUNCTION = LuaSymbols.brief("lua_newthread", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MOVE_FUNCTION =
            LuaSymbols.brief("lua_xmove", null, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private Lua() {}

    /** The index of a native function's n-th upvalue. */
    public static int upvalue(int n) {
        return GLOBALS - n;
    }

    /** Drops so many values. */
    public static void pop(long lua, int count) {
        setTop(lua, -count - 1);
    }

    /** The index of the top, which is how many values stand there. */
    public static int getTop(long lua) {
        try {
            return (int) GET_TOP_FUNCTION.invokeExact(lua);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Drops what is above an index, or fills up with nil to it. */
    public static void setTop(long lua, int index) {
        try {
            SET_TOP_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes a copy. */
    public static void pushValue(long lua, int index) {
        try {
            PUSH_VALUE_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Removes a value from the middle. */
    public static void remove(long lua, int index) {
        try {
            REMOVE_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Moves the top to the middle. */
    public static void insert(long lua, int index) {
        try {
            INSERT_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Moves the top over another value. */
    public static void replace(long lua, int index) {
        try {
            REPLACE_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Makes room; 0 when the stack would be too deep. */
    public static int checkStack(long lua, int more) {
        try {
            return (int) CHECK_STACK_FUNCTION.invokeExact(lua, more);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** A value's type, one of the constants here. */
    public static int type(long lua, int index) {
        try {
            return (int) TYPE_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Whether it is a number, or a string that reads as one. */
    public static int isNumber(long lua, int index) {
        try {
            return (int) IS_NUMBER_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** As a number; 0 when it is none. */
    public static double toNumber(long lua, int index) {
        try {
            return (double) TO_NUMBER_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** As an integer, cut as C does; 0 when it is no number. */
    public static long toInteger(long lua, int index) {
        try {
            return (long) TO_INTEGER_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** 0 for nil and false. */
    public static int toBoolean(long lua, int index) {
        try {
            return (int) TO_BOOLEAN_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** The bytes of a string, whose length is stored; a number becomes a string in its place; 0 for other types. */
    public static long toLString(long lua, int index, long length) {
        try {
            return (long) TO_LSTRING_FUNCTION.invokeExact(lua, index, length);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** The length of a string or of a table's array. */
    public static long objLen(long lua, int index) {
        try {
            return (long) OBJ_LEN_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** A user datum's address. */
    public static long toUserdata(long lua, int index) {
        try {
            return (long) TO_USERDATA_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes nil. */
    public static void pushNil(long lua) {
        try {
            PUSH_NIL_FUNCTION.invokeExact(lua);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes a number. */
    public static void pushNumber(long lua, double value) {
        try {
            PUSH_NUMBER_FUNCTION.invokeExact(lua, value);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes a boolean. */
    public static void pushBoolean(long lua, int value) {
        try {
            PUSH_BOOLEAN_FUNCTION.invokeExact(lua, value);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes an address. */
    public static void pushLightUserdata(long lua, long address) {
        try {
            PUSH_LIGHT_USERDATA_FUNCTION.invokeExact(lua, address);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes a string, copied. */
    public static void pushLString(long lua, long address, long length) {
        try {
            PUSH_LSTRING_FUNCTION.invokeExact(lua, address, length);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Replaces the key on the top by its value, without metamethods. */
    public static void rawGet(long lua, int index) {
        try {
            RAW_GET_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes the n-th element. */
    public static void rawGetI(long lua, int index, int n) {
        try {
            RAW_GET_I_FUNCTION.invokeExact(lua, index, n);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Sets the key below the top to the value on the top; the key is neither nil nor NaN. */
    public static void rawSet(long lua, int index) {
        try {
            RAW_SET_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Sets the n-th element to the top. */
    public static void rawSetI(long lua, int index, int n) {
        try {
            RAW_SET_I_FUNCTION.invokeExact(lua, index, n);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes a new table with room. */
    public static void createTable(long lua, int elements, int fields) {
        try {
            CREATE_TABLE_FUNCTION.invokeExact(lua, elements, fields);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes a value's metatable; 0 when it has none, and nothing is pushed. */
    public static int getMetatable(long lua, int index) {
        try {
            return (int) GET_METATABLE_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Makes the table on the top a value's metatable. */
    public static int setMetatable(long lua, int index) {
        try {
            return (int) SET_METATABLE_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Replaces a key by the next one and its value; 0 at the end. The key must be one of the table's. */
    public static int next(long lua, int index) {
        try {
            return (int) NEXT_FUNCTION.invokeExact(lua, index);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Pushes a new coroutine, which has a stack of its own; returns its state. */
    public static long newThread(long lua) {
        try {
            return (long) NEW_THREAD_FUNCTION.invokeExact(lua);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Moves values from the top to the top of another stack. */
    public static void move(long lua, long to, int count) {
        try {
            MOVE_FUNCTION.invokeExact(lua, to, count);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Keeps the top in a table under a number of its own. */
    public static int ref(long lua, int table) {
        try {
            return (int) REF_FUNCTION.invokeExact(lua, table);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Gives a number of {@link #ref} back. */
    public static void unref(long lua, int table, int reference) {
        try {
            UNREF_FUNCTION.invokeExact(lua, table, reference);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }
}
