package org.backstay.scripting.lua;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.backstay.base.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * Strings between Java and Lua: a character a byte (ISO 8859-1), so that every byte string survives the way there and back. Of the
 * loop that owns the state.
 */
public final class LuaText {
    private static final MethodHandle PUSH_FROM_HEAP =
            LuaSymbols.briefWithHeap("lua_pushlstring", null, JAVA_LONG, ADDRESS, JAVA_LONG);

    private LuaText() {}

    /** A text that is pushed again and again; keeps its bytes outside the heap for ever. Immutable, of any thread. */
    public static final class Constant {
        private final long address;
        private final int length;

        /** Makes a constant, once. */
        public Constant(String text) {
            this.length = text.length();
            this.address = Arena.global()
                    .allocateFrom(text, StandardCharsets.ISO_8859_1)
                    .address();
        }

        /** Pushes it. */
        public void push(long lua) {
            Lua.pushLString(lua, address, length);
        }

        /** Where its bytes are, ended by a zero. */
        public long address() {
            return address;
        }
    }

    /** The bytes of the string or number at an index, or 0; a number becomes a string in its place. Then {@link Lua#objLen}. */
    public static long address(long lua, int index) {
        return Lua.toLString(lua, index, 0);
    }

    /** Copies a string or a number's text to the heap; null for other types. */
    public static byte @Nullable [] bytes(long lua, int index) {
        long address = address(lua, index);
        return address == 0 ? null : NativeMemory.toArray(address, Math.toIntExact(Lua.objLen(lua, index)));
    }

    /** A string or a number's text; null for other types. */
    public static @Nullable String text(long lua, int index) {
        byte[] bytes = bytes(lua, index);
        return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Takes the text off the top; empty if it was none. */
    public static String pop(long lua) {
        String text = text(lua, -1);
        Lua.pop(lua, 1);
        return text == null ? "" : text;
    }

    /** Pushes a text. */
    public static void push(long lua, String text) {
        push(lua, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Pushes bytes. */
    public static void push(long lua, byte[] bytes) {
        push(lua, bytes, bytes.length);
    }

    /** Pushes the first bytes of an array. */
    public static void push(long lua, byte[] bytes, int length) {
        try {
            PUSH_FROM_HEAP.invokeExact(lua, MemorySegment.ofArray(bytes), (long) length);
        } catch (Throwable failure) {
            throw LuaSymbols.unexpected(failure);
        }
    }

    /** Where the function so many levels down is, as Lua puts it before messages; may be empty. */
    public static String where(long lua, int level) {
        LuaControl.where(lua, level);
        return pop(lua);
    }

    /** Sets a field of the table at an index to the value on the top, without metamethods. */
    public static void setField(long lua, int table, String name) {
        int at = absolute(lua, table);
        push(lua, name);
        Lua.insert(lua, -2);
        Lua.rawSet(lua, at);
    }

    /** Pushes a field of the table at an index, without metamethods. */
    public static void getField(long lua, int table, String name) {
        int at = absolute(lua, table);
        push(lua, name);
        Lua.rawGet(lua, at);
    }

    private static int absolute(long lua, int index) {
        return index < 0 && index > Lua.REGISTRY ? Lua.getTop(lua) + 1 + index : index;
    }
}
