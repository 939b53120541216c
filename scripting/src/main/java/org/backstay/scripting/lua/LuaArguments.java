package org.backstay.scripting.lua;

import org.backstay.base.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/** Checks a function's arguments, with the errors of Lua's own functions. Stateless; of the loop that owns the state. */
public final class LuaArguments {
    private static final LuaText.Constant NAME = new LuaText.Constant("n");

    private static final String[] TYPES = {
        "no value", "nil", "boolean", "userdata", "number", "string", "table", "function", "userdata", "thread"
    };

    private LuaArguments() {}

    /** The name of a value's type, as {@code type} gives it; {@code no value} for none. */
    public static String typeName(long lua, int index) {
        return TYPES[Lua.type(lua, index) + 1];
    }

    /** An argument that is a number, or a string that reads as one. */
    public static double number(long lua, int index) {
        if (Lua.isNumber(lua, index) == 0) {
            throw wrongType(lua, index, "number");
        }
        return Lua.toNumber(lua, index);
    }

    /** An argument that is a number, cut to an integer as C does. */
    public static long integer(long lua, int index) {
        number(lua, index);
        return Lua.toInteger(lua, index);
    }

    /** An integer, or what stands for it when the argument is missing or nil. */
    public static long integer(long lua, int index, long otherwise) {
        return Lua.type(lua, index) <= Lua.NIL ? otherwise : integer(lua, index);
    }

    /** The bytes of an argument that is a string or a number. */
    public static byte[] bytes(long lua, int index) {
        byte[] bytes = LuaText.bytes(lua, index);
        if (bytes == null) {
            throw wrongType(lua, index, "string");
        }
        return bytes;
    }

    /** Asks for a table. */
    public static void table(long lua, int index) {
        if (Lua.type(lua, index) != Lua.TABLE) {
            throw wrongType(lua, index, "table");
        }
    }

    /** Asks for anything, nil included. */
    public static void any(long lua, int index) {
        if (Lua.type(lua, index) == Lua.NONE) {
            throw bad(lua, index, "value expected");
        }
    }

    private static LuaError wrongType(long lua, int index, String wanted) {
        return bad(lua, index, wanted + " expected, got " + typeName(lua, index));
    }

    /** The error for an argument that will not do. */
    public static LuaError bad(long lua, int index, String why) {
        int shown = index;
        String name = "?";
        try (LuaActivation self = new LuaActivation()) {
            if (self.find(lua, 0, NAME)) {
                name = self.name() == null ? "?" : String.valueOf(self.name());
                if ("method".equals(self.nameKind())) {
                    shown--;
                    if (shown == 0) {
                        return new LuaError("calling '" + name + "' on bad self (" + why + ")");
                    }
                }
            }
        }
        return new LuaError("bad argument #" + shown + " to '" + name + "' (" + why + ")");
    }

    static @Nullable String string(long address) {
        if (address == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (long at = address; NativeMemory.getByte(at) != 0; at++) {
            text.append((char) NativeMemory.getUnsignedByte(at));
        }
        return text.toString();
    }
}
