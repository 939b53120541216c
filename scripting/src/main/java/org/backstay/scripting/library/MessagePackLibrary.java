package org.backstay.scripting.library;

import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;

/** {@code cmsgpack}: values as MessagePack. Stateless; of the loop that owns the Lua state. */
public final class MessagePackLibrary {
    private MessagePackLibrary() {}

    /** Makes the global table. */
    public static void install(LuaMachine machine) {
        machine.globalTable("cmsgpack")
                .field("pack", MessagePackLibrary::pack)
                .field("unpack", lua -> unpack(lua, 0, 0))
                .field("unpack_one", lua -> unpackFrom(lua, 1, LuaArguments.integer(lua, 2, 0)))
                .field("unpack_limit", MessagePackLibrary::unpackLimit);
        long lua = machine.lua();
        LuaText.push(lua, "cmsgpack");
        LuaText.setField(lua, -2, "_NAME");
        LuaText.push(lua, "lua-cmsgpack 0.4.0");
        LuaText.setField(lua, -2, "_VERSION");
        LuaText.push(lua, "Copyright (C) 2012, Salvatore Sanfilippo");
        LuaText.setField(lua, -2, "_COPYRIGHT");
        LuaText.push(lua, "MessagePack C implementation for Lua");
        LuaText.setField(lua, -2, "_DESCRIPTION");
        Lua.pop(lua, 1);
    }

    private static int pack(long lua) {
        int arguments = Lua.getTop(lua);
        if (arguments == 0) {
            throw LuaArguments.bad(lua, 0, "MessagePack pack needs input.");
        }
        MessagePackWriter writer = new MessagePackWriter(lua);
        for (int i = 1; i <= arguments; i++) {
            writer.add(i);
        }
        writer.push();
        return 1;
    }

    private static int unpackLimit(long lua) {
        long limit = LuaArguments.integer(lua, 2);
        return unpackFrom(lua, limit, LuaArguments.integer(lua, 3, 0));
    }

    private static int unpackFrom(long lua, long limit, long offset) {
        Lua.setTop(lua, 1);
        return unpack(lua, limit, offset);
    }

    /** All values when limit and offset are both 0; else the next offset (-1: none) and up to so many values. */
    private static int unpack(long lua, long limit, long offset) {
        byte[] input = LuaArguments.bytes(lua, 1);
        boolean all = limit == 0 && offset == 0;
        if (offset < 0 || limit < 0) {
            throw new LuaError(
                    "Invalid request to unpack with offset of " + (int) offset + " and limit of " + input.length + ".");
        }
        if (offset > input.length) {
            throw new LuaError("Start offset " + (int) offset + " greater than input length " + input.length + ".");
        }
        MessagePackReader reader = new MessagePackReader(lua, input, (int) offset);
        int count = 0;
        while (reader.hasMore() && count < (all ? Integer.MAX_VALUE : limit)) {
            reader.read();
            count++;
        }
        if (all) {
            return count;
        }
        MessagePackReader.room(lua);
        Lua.pushNumber(lua, reader.hasMore() ? reader.offset() : -1);
        Lua.insert(lua, 2);
        return count + 1;
    }
}
