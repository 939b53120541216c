package org.backstay.scripting.library;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.backstay.base.memory.NativeMemory;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaControl;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;

/**
 * {@code load} and {@code loadstring} for source text only: compiled code could do to this process what it liked. Of the loop that
 * owns the Lua state.
 */
public final class Chunks {
    /** The first byte of compiled code. */
    private static final byte COMPILED = 0x1b;

    private static final int LONGEST = 512 * 1024 * 1024;

    private final LuaMachine machine;

    private Chunks(LuaMachine machine) {
        this.machine = machine;
    }

    /** Puts these in the place of Lua's own. */
    public static void install(LuaMachine machine) {
        Chunks chunks = new Chunks(machine);
        Lua.pushValue(machine.lua(), Lua.GLOBALS);
        machine.field("load", chunks::load).field("loadstring", Chunks::loadString);
        Lua.pop(machine.lua(), 1);
    }

    /**
     * Compiles source text and pushes it as a function; false, and an error message is pushed.
     *
     * @param name the chunk's name, with {@code @} or {@code =} in front when it is not the source itself
     */
    public static boolean compile(long lua, byte[] source, byte[] name) {
        boolean compiled = source.length > 0 && source[0] == COMPILED;
        int skip = compiled ? 1 : 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(source.length + 1L);
            if (compiled) {
                text.set(ValueLayout.JAVA_BYTE, 0, (byte)
                        ' '); // now the parser sees text, and refuses it in its own words
            }
            NativeMemory.copy(source, 0, text.address() + skip, source.length);
            MemorySegment title = arena.allocate(name.length + 1L);
            NativeMemory.copy(name, 0, title.address(), name.length);
            return LuaControl.load(lua, text.address(), source.length + skip, title.address()) == 0;
        }
    }

    private static int answer(long lua, boolean compiled) {
        if (compiled) {
            return 1;
        }
        Lua.pushNil(lua);
        Lua.insert(lua, -2);
        return 2;
    }

    private static int loadString(long lua) {
        byte[] source = LuaArguments.bytes(lua, 1);
        byte[] name = Lua.type(lua, 2) <= Lua.NIL ? source : LuaArguments.bytes(lua, 2);
        return answer(lua, compile(lua, source, name));
    }

    private int load(long lua) {
        if (Lua.type(lua, 1) != Lua.FUNCTION) {
            throw LuaArguments.bad(lua, 1, "function expected, got " + LuaArguments.typeName(lua, 1));
        }
        byte[] name = Lua.type(lua, 2) <= Lua.NIL
                ? new byte[] {'=', '(', 'l', 'o', 'a', 'd', ')'}
                : LuaArguments.bytes(lua, 2);
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        while (true) {
            Lua.setTop(lua, 2);
            Lua.pushValue(lua, 1);
            if (machine.protectedCall(lua, 0, 1, 0) != 0) {
                return answer(lua, false);
            }
            int type = Lua.type(lua, -1);
            byte[] part = type == Lua.NIL ? new byte[0] : LuaText.bytes(lua, -1);
            if (part == null || source.size() > LONGEST - part.length) {
                LuaText.push(lua, part == null ? "reader function must return a string" : "chunk is too long");
                return answer(lua, false);
            }
            if (part.length == 0) {
                return answer(lua, compile(lua, source.toByteArray(), name));
            }
            source.writeBytes(part);
        }
    }
}
