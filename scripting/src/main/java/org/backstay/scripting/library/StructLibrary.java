package org.backstay.scripting.library;

import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;

/** {@code struct}: numbers and strings as C lays them out. Stateless; of the loop that owns the Lua state. */
public final class StructLibrary {
    private StructLibrary() {}

    /** Makes the global table. */
    public static void install(LuaMachine machine) {
        machine.globalTable("struct")
                .field("pack", StructLibrary::pack)
                .field("unpack", StructLibrary::unpack)
                .field("size", StructLibrary::size);
        Lua.pop(machine.lua(), 1);
    }

    private static int pack(long lua) {
        StructFormat format = new StructFormat(lua, LuaArguments.bytes(lua, 1));
        ByteOutput out = new ByteOutput();
        Lua.pushNil(lua); // what is there instead of a missing argument, as errors call it
        int argument = 2;
        while (format.next()) {
            for (int i = format.padding(out.length()); i > 0; i--) {
                out.put(0);
            }
            switch (format.option()) {
                case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' ->
                    out.put(integer(LuaArguments.number(lua, argument++)), (int) format.size(), format.isBigEndian());
                case 'x' -> out.put(0);
                case 'f' ->
                    out.put(
                            Float.floatToRawIntBits((float) LuaArguments.number(lua, argument++)),
                            Float.BYTES,
                            format.isBigEndian());
                case 'd' ->
                    out.put(
                            Double.doubleToRawLongBits(LuaArguments.number(lua, argument++)),
                            Double.BYTES,
                            format.isBigEndian());
                case 'c', 's' -> packString(lua, argument++, format, out);
                default -> format.control();
            }
        }
        out.push(lua);
        return 1;
    }

    /** As C casts on the processors of today: negative numbers by way of the signed type. */
    private static long integer(double value) {
        if (value < 0) {
            return (long) value;
        }
        return value < 0x1p63 ? (long) value : value < 0x1p64 ? (long) (value - 0x1p63) + Long.MIN_VALUE : 0;
    }

    private static void packString(long lua, int argument, StructFormat format, ByteOutput out) {
        byte[] bytes = LuaArguments.bytes(lua, argument);
        long size = format.size() == 0 ? bytes.length : format.size();
        if (bytes.length < size) {
            throw LuaArguments.bad(lua, argument + 1, "string too short");
        }
        out.put(bytes, 0, (int) size);
        if (format.option() == 's') {
            out.put(0);
        }
    }

    private static int unpack(long lua) {
        StructFormat format = new StructFormat(lua, LuaArguments.bytes(lua, 1));
        byte[] data = LuaArguments.bytes(lua, 2);
        long position = LuaArguments.integer(lua, 3, 1);
        if (position == 0) {
            throw LuaArguments.bad(lua, 3, "offset must be 1 or greater");
        }
        position--;
        int results = 0;
        while (format.next()) {
            position += format.padding(position);
            long size = format.size();
            checkRoom(lua, data, position, size);
            if (Lua.checkStack(lua, 2) == 0) {
                throw new LuaError("stack overflow (too many results)");
            }
            int at = (int) position;
            switch (format.option()) {
                case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' -> {
                    pushInteger(lua, format, bits(data, at, (int) size, format.isBigEndian()));
                    results++;
                }
                case 'x' -> {}
                case 'f' -> {
                    Lua.pushNumber(lua, Float.intBitsToFloat((int) bits(data, at, 4, format.isBigEndian())));
                    results++;
                }
                case 'd' -> {
                    Lua.pushNumber(lua, Double.longBitsToDouble(bits(data, at, 8, format.isBigEndian())));
                    results++;
                }
                case 'c' -> {
                    if (size == 0) {
                        size = takeSize(lua, results--);
                        checkRoom(lua, data, position, size);
                    }
                    push(lua, data, at, (int) size);
                    results++;
                }
                case 's' -> {
                    size = untilZero(data, at) + 1L;
                    push(lua, data, at, (int) size - 1);
                    results++;
                }
                default -> format.control();
            }
            position += size;
        }
        Lua.pushNumber(lua, (double) (position + 1));
        return results + 1;
    }

    private static void checkRoom(long lua, byte[] data, long position, long size) {
        if (position < 0 || size < 0 || size > data.length || position > data.length - size) {
            throw LuaArguments.bad(lua, 2, "data string too short");
        }
    }

    private static long takeSize(long lua, int results) {
        if (results == 0 || Lua.isNumber(lua, -1) == 0) {
            throw new LuaError("format 'c0' needs a previous size");
        }
        double size = Lua.toNumber(lua, -1);
        Lua.pop(lua, 1);
        return integer(size);
    }

    private static int untilZero(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == 0) {
                return i - from;
            }
        }
        throw new LuaError("unfinished string in data");
    }

    private static void push(long lua, byte[] data, int at, int length) {
        LuaText.push(lua, java.util.Arrays.copyOfRange(data, at, at + length));
    }

    private static long bits(byte[] data, int at, int size, boolean bigEndian) {
        long bits = 0;
        for (int i = 0; i < size; i++) {
            bits = (bits << 8) | (data[bigEndian ? at + i : at + size - 1 - i] & 0xff);
        }
        return bits;
    }

    private static void pushInteger(long lua, StructFormat format, long bits) {
        boolean signed = format.option() >= 'a';
        if (!signed) {
            Lua.pushNumber(lua, bits >= 0 ? (double) bits : (double) ((bits >>> 1) | (bits & 1)) * 2.0);
            return;
        }
        long mask = -1L << (format.size() * 8 - 1);
        Lua.pushNumber(lua, (double) ((bits & mask) != 0 ? bits | mask : bits));
    }

    private static int size(long lua) {
        StructFormat format = new StructFormat(lua, LuaArguments.bytes(lua, 1));
        long position = 0;
        while (format.next()) {
            position += format.padding(position);
            if (format.option() == 's') {
                throw LuaArguments.bad(lua, 1, "option 's' has no fixed size");
            }
            if (format.option() == 'c' && format.size() == 0) {
                throw LuaArguments.bad(lua, 1, "option 'c0' has no fixed size");
            }
            if (!isAlphanumeric(format.option())) {
                format.control();
            }
            position += format.size();
        }
        Lua.pushNumber(lua, (double) position);
        return 1;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
