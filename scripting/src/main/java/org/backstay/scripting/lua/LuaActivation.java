package org.backstay.scripting.lua;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.backstay.base.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/** A look at one of the functions that are running ({@code lua_Debug} in Lua's manual). Made and closed where it is used. */
public final class LuaActivation implements AutoCloseable {
    private static final int BYTES = 128;
    private static final int NAME = 8;
    private static final int NAME_KIND = 16;
    private static final int KIND = 24;
    private static final int SOURCE = 32;
    private static final int LINE = 40;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(BYTES, Long.BYTES);

    /** Looks at the function so many levels below the running one; false when there are not so many. */
    public boolean find(long lua, int level, LuaText.Constant what) {
        if (LuaControl.getStack(lua, level, memory.address()) == 0) {
            return false;
        }
        LuaControl.getInfo(lua, what.address(), memory.address());
        return true;
    }

    /** The name it was called by, or null. Asked for by {@code n}. */
    public @Nullable String name() {
        return string(NAME);
    }

    /** What kind of name that is. Asked for by {@code n}. */
    public @Nullable String nameKind() {
        return string(NAME_KIND);
    }

    /** {@code Lua}, {@code C}, {@code main} or {@code tail}. Asked for by {@code S}. */
    public @Nullable String kind() {
        return string(KIND);
    }

    /** The chunk's name as it was loaded. Asked for by {@code S}. */
    public @Nullable String source() {
        return string(SOURCE);
    }

    /** The line, or -1. Asked for by {@code l}. */
    public int line() {
        return NativeMemory.getInt(memory.address() + LINE);
    }

    private @Nullable String string(int field) {
        return LuaArguments.string(NativeMemory.getLong(memory.address() + field));
    }

    @Override
    public void close() {
        arena.close();
    }
}
