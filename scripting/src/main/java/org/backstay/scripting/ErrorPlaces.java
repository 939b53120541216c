package org.backstay.scripting;

import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaActivation;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;
import org.jspecify.annotations.Nullable;

/** Makes a table of every error that ends a script, with the place where it was raised. Of the loop that runs the script. */
final class ErrorPlaces {
    private static final LuaText.Constant WANTED = new LuaText.Constant("Sl");

    private final LuaMachine machine;

    /** What stopped the script, in place of the error that was raised to stop it. */
    private String reason = "";

    ErrorPlaces(LuaMachine machine) {
        this.machine = machine;
    }

    void reason(String text) {
        reason = text;
    }

    /** Called with the error as its argument, while the function that raised it is still there. */
    int handle(long lua) {
        if (machine.isStopping()) {
            ReplyToLua.pushError(lua, reason, false);
            Lua.replace(lua, 1);
        }
        Lua.setTop(lua, 1);
        if (Lua.type(lua, 1) != Lua.TABLE) {
            String text = describe(lua);
            ReplyToLua.pushError(lua, "ERR " + text, false);
            Lua.replace(lua, 1);
        }
        try (LuaActivation raiser = new LuaActivation()) {
            boolean found = raiser.find(lua, 1, WANTED);
            if (found && "C".equals(raiser.kind())) {
                found = raiser.find(lua, 2, WANTED);
            }
            if (found) {
                field(lua, "source", raiser.source());
                field(lua, "line", Integer.toString(raiser.line()));
            }
        }
        return 1;
    }

    private static String describe(long lua) {
        String text = LuaText.text(lua, 1);
        if (text != null) {
            return text;
        }
        return switch (Lua.type(lua, 1)) {
            case Lua.NIL -> "nil";
            case Lua.BOOLEAN -> Lua.toBoolean(lua, 1) != 0 ? "true" : "false";
            default -> org.backstay.scripting.lua.LuaArguments.typeName(lua, 1);
        };
    }

    private static void field(long lua, String name, @Nullable String value) {
        if (value != null) {
            LuaText.push(lua, value);
            LuaText.setField(lua, 1, name);
        }
    }
}
