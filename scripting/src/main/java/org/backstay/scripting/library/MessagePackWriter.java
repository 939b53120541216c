package org.backstay.scripting.library;

import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaText;

/** Writes Lua values as MessagePack, each in its shortest form. Of one call. */
final class MessagePackWriter {
    /** Tables nested deeper become nil, so that a table within itself comes to an end. */
    private static final int MOST_NESTING = 16;

    private final long lua;
    private final ByteOutput out = new ByteOutput();

    MessagePackWriter(long lua) {
        this.lua = lua;
    }

    void add(int index) {
        room(1, "in function mp_check");
        Lua.pushValue(lua, index);
        addTop(0);
    }

    void push() {
        out.push(lua);
    }

    private void room(int slots, String where) {
        if (Lua.checkStack(lua, slots) == 0) {
            throw new LuaError("stack overflow (" + where + ")");
        }
    }

    private void addTop(int level) {
        int type = Lua.type(lua, -1);
        switch (type == Lua.TABLE && level == MOST_NESTING ? Lua.NIL : type) {
            case Lua.STRING -> string(java.util.Objects.requireNonNull(LuaText.bytes(lua, -1)));
            case Lua.BOOLEAN -> out.put(Lua.toBoolean(lua, -1) != 0 ? 0xc3 : 0xc2);
            case Lua.NUMBER -> number(Lua.toNumber(lua, -1));
            case Lua.TABLE -> table(level);
            default -> out.put(0xc0);
        }
        Lua.pop(lua, 1);
    }

    private void string(byte[] bytes) {
        int length = bytes.length;
        if (length < 32) {
            out.put(0xa0 | length);
        } else if (length <= 0xff) {
            out.put(0xd9).put(length);
        } else {
            sized(0xda, length);
        }
        out.put(bytes, 0, length);
    }

    /** A type byte with a 16-bit size, or the next type byte with a 32-bit one. */
    private void sized(int type, long size) {
        if (size <= 0xffff) {
            out.put(type).put(size, 2, true);
        } else {
            out.put(type + 1).put(size, 4, true);
        }
    }

    private void number(double value) {
        if (!Double.isInfinite(value) && (long) value == value && value != 0x1p63) {
            integer((long) value);
        } else if ((float) value == value) {
            out.put(0xca).put(Float.floatToRawIntBits((float) value), 4, true);
        } else {
            out.put(0xcb).put(Double.doubleToRawLongBits(value), 8, true);
        }
    }

    private void integer(long n) {
        if (n >= -32 && n <= 0x7f) {
            out.put((int) n);
        } else if (n >= 0) {
            int size = n <= 0xff ? 0 : n <= 0xffff ? 1 : n <= 0xffff_ffffL ? 2 : 3;
            out.put(0xcc + size).put(n, 1 << size, true);
        } else {
            int size = n >= Byte.MIN_VALUE ? 0 : n >= Short.MIN_VALUE ? 1 : n >= Integer.MIN_VALUE ? 2 : 3;
            out.put(0xd0 + size).put(n, 1 << size, true);
        }
    }

    private void table(int level) {
        if (isArray()) {
            array(level);
        } else {
            map(level);
        }
    }

    /** Whether the keys are the numbers from 1 on, without a hole. */
    private boolean isArray() {
        int top = Lua.getTop(lua);
        room(2, "in function table_is_an_array");
        long largest = 0;
        long count = 0;
        Lua.pushNil(lua);
        while (Lua.next(lua, -2) != 0) {
            Lua.pop(lua, 1);
            double key = Lua.toNumber(lua, -1);
            if (Lua.type(lua, -1) != Lua.NUMBER || key <= 0 || key != (int) key) {
                Lua.setTop(lua, top);
                return false;
            }
            largest = Math.max(largest, (long) key);
            count++;
        }
        Lua.setTop(lua, top);
        return largest == count;
    }

    private void array(int level) {
        long length = Lua.objLen(lua, -1);
        if (length <= 15) {
            out.put(0x90 | (int) length);
        } else {
            sized(0xdc, length);
        }
        room(1, "in function mp_encode_lua_table_as_array");
        for (int i = 1; i <= length; i++) {
            Lua.rawGetI(lua, -1, i);
            addTop(level + 1);
        }
    }

    private void map(int level) {
        room(3, "in function mp_encode_lua_table_as_map");
        int size = 0;
        Lua.pushNil(lua);
        while (Lua.next(lua, -2) != 0) {
            Lua.pop(lua, 1);
            size++;
        }
        if (size <= 15) {
            out.put(0x80 | size);
        } else {
            sized(0xde, size);
        }
        Lua.pushNil(lua);
        while (Lua.next(lua, -2) != 0) {
            Lua.pushValue(lua, -2);
            addTop(level + 1);
            addTop(level + 1);
        }
    }
}
