package org.backstay.scripting.library;

import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaControl;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;

/**
 * {@code pcall} and {@code xpcall}, by way of the machine, which must know of every caught error. Of the loop that owns the Lua state.
 */
public final class ProtectedCalls {
    private final LuaMachine machine;

    private ProtectedCalls(LuaMachine machine) {
        this.machine = machine;
    }

    /** Puts these in the place of Lua's own. */
    public static void install(LuaMachine machine) {
        ProtectedCalls calls = new ProtectedCalls(machine);
        Lua.pushValue(machine.lua(), Lua.GLOBALS);
        machine.field("pcall", calls::pcall).field("xpcall", calls::xpcall);
        Lua.pop(machine.lua(), 1);
    }

    /** An error that is a table with an error reply in it comes out as that reply's text, as scripts older than the table expect. */
    private int pcall(long lua) {
        LuaArguments.any(lua, 1);
        int arguments = Lua.getTop(lua) - 1;
        Lua.pushBoolean(lua, 1);
        Lua.insert(lua, 1);
        if (machine.protectedCall(lua, arguments, LuaControl.MULTIPLE, 0) != 0) {
            Lua.remove(lua, 1);
            plainText(lua);
            Lua.pushBoolean(lua, 0);
            Lua.insert(lua, 1);
        }
        return Lua.getTop(lua);
    }

    private static void plainText(long lua) {
        if (Lua.type(lua, -1) != Lua.TABLE) {
            return;
        }
        LuaText.getField(lua, -1, "err");
        int type = Lua.type(lua, -1);
        if (type == Lua.STRING || type == Lua.NUMBER) {
            Lua.replace(lua, -2);
        } else {
            Lua.pop(lua, 1);
        }
    }

    /**
     * Calls the handler when the error has been caught, not where it was raised: a script has no means to tell, and a loop in the
     * handler can be stopped.
     */
    private int xpcall(long lua) {
        LuaArguments.any(lua, 2);
        Lua.setTop(lua, 2);
        Lua.pushValue(lua, 1);
        int failure = machine.protectedCall(lua, 0, LuaControl.MULTIPLE, 0);
        if (failure == 0) {
            Lua.pushBoolean(lua, 1);
            Lua.replace(lua, 2);
            return Lua.getTop(lua) - 1;
        }
        Lua.pushValue(lua, 2);
        Lua.insert(lua, -2);
        boolean handled = machine.protectedCall(lua, 1, 1, 0) == 0;
        Lua.setTop(lua, 3);
        if (!handled) {
            LuaText.push(lua, "error in error handling");
            Lua.replace(lua, 3);
        }
        Lua.pushBoolean(lua, 0);
        Lua.insert(lua, 3);
        return 2;
    }
}
