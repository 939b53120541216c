package org.backstay.scripting.library;

import java.util.Arrays;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaText;

/** Reads MessagePack and pushes it as Lua values. Of one call. */
final class MessagePackReader {
    /** Beyond this the input is hostile: each level holds a Java frame, and Lua's stack ends not much later. */
    private static final int MOST_NESTING = 2_000;

    private final long lua;
    private final byte[] input;
    private int at;
    private int nesting;

    MessagePackReader(long lua, byte[] input, int offset) {
        this.lua = lua;
        this.input = input;
        this.at = offset;
    }

    boolean hasMore() {
        return at < input.length;
    }

    int offset() {
        return at;
    }

    static void room(long lua) {
        if (Lua.checkStack(lua, 3) == 0) {
            throw new LuaError(
                    "stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)");
        }
    }

    private void need(long bytes) {
        if (input.length - at < bytes) {
            throw new LuaError("Missing bytes in input.");
        }
    }

    private long unsigned(int bytes) {
        need(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (input[at++] & 0xff);
        }
        return value;
    }

    private long signed(int bytes) {
        int unused = Long.SIZE - 8 * bytes;
        return unsigned(bytes) << unused >> unused;
    }

    /** Pushes the next value. */
    void read() {
        need(1);
        room(lua);
        int type = input[at++] & 0xff;
        switch (type) {
            case 0xc0 -> Lua.pushNil(lua);
            case 0xc2 -> Lua.pushBoolean(lua, 0);
            case 0xc3 -> Lua.pushBoolean(lua, 1);
            case 0xca -> Lua.pushNumber(lua, Float.intBitsToFloat((int) unsigned(4)));
            case 0xcb -> Lua.pushNumber(lua, Double.longBitsToDouble(unsigned(8)));
            case 0xcc, 0xcd, 0xce, 0xcf -> pushUnsigned(unsigned(1 << (type - 0xcc)));
            case 0xd0, 0xd1, 0xd2, 0xd3 -> Lua.pushNumber(lua, (double) signed(1 << (type - 0xd0)));
            case 0xd9, 0xda, 0xdb -> string(unsigned(1 << (type - 0xd9)));
            case 0xdc, 0xdd -> array(unsigned(type == 0xdc ? 2 : 4));
            case 0xde, 0xdf -> map(unsigned(type == 0xde ? 2 : 4));
            default -> readShort(type);
        }
    }

    /** Types that have their value or size in their own byte. */
    private void readShort(int type) {
        if (type < 0x80) {
            Lua.pushNumber(lua, type);
        } else if (type >= 0xe0) {
            Lua.pushNumber(lua, (byte) type);
        } else if (type >= 0xa0 && type < 0xc0) {
            string(type & 0x1f);
        } else if (type >= 0x90 && type < 0xa0) {
            array(type & 0xf);
        } else if (type < 0x90) {
            map(type & 0xf);
        } else {
            throw new LuaError("Bad data format in input.");
        }
    }

    private void pushUnsigned(long value) {
        Lua.pushNumber(lua, (double) value);
    }

    private void string(long length) {
        need(length);
        LuaText.push(lua, Arrays.copyOfRange(input, at, at + (int) length));
        at += (int) length;
    }

    private void enter() {
        if (++nesting > MOST_NESTING) {
            throw new LuaError("stack overflow (too deep a structure)");
        }
    }

    private void array(long length) {
        enter();
        Lua.createTable(lua, 0, 0);
        for (int i = 1; i <= length; i++) {
            read();
            Lua.rawSetI(lua, -2, i);
        }
        nesting--;
    }

    private void map(long length) {
        enter();
        Lua.createTable(lua, 0, 0);
        for (long i = 0; i < length; i++) {
            read();
            checkKey();
            read();
            Lua.rawSet(lua, -3);
        }
        nesting--;
    }

    /** Lua has no nil and no NaN among a table's keys, and would raise an error where it must not. */
    private void checkKey() {
        if (Lua.type(lua, -1) == Lua.NIL) {
            throw badKey("table index is nil");
        }
        if (Lua.type(lua, -1) == Lua.NUMBER && Double.isNaN(Lua.toNumber(lua, -1))) {
            throw badKey("table index is NaN");
        }
    }

    private LuaError badKey(String text) {
        LuaText.push(lua, text);
        return LuaError.onStack();
    }
}
