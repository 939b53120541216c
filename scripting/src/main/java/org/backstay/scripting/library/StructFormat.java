package org.backstay.scripting.library;

import java.nio.ByteOrder;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaError;

/** Reads a format of {@code struct} option by option, keeping byte order and alignment. Of one call. */
final class StructFormat {
    private static final int LARGEST_INTEGER = 32;
    private static final int NATURAL_ALIGNMENT = 8;

    private final long lua;
    private final byte[] format;
    private int at;
    private boolean bigEndian = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
    private int alignment = 1;
    private char option;
    private long size;

    StructFormat(long lua, byte[] format) {
        this.lua = lua;
        this.format = format;
    }

    /** Goes to the next option; false at the end. Formats end at a zero byte, as C strings do. */
    boolean next() {
        if (at >= format.length || format[at] == 0) {
            return false;
        }
        option = (char) (format[at++] & 0xff);
        size = sizeOfOption();
        return true;
    }

    char option() {
        return option;
    }

    /** Bytes of the option's element, before what depends on its value. */
    long size() {
        return size;
    }

    boolean isBigEndian() {
        return bigEndian;
    }

    private long sizeOfOption() {
        return switch (option) {
            case 'B', 'b', 'x' -> 1;
            case 'H', 'h' -> 2;
            case 'f' -> 4;
            case 'L', 'l', 'T', 'd' -> 8;
            case 'c' -> number(1);
            case 'i', 'I' -> {
                int bytes = number(4);
                if (bytes > LARGEST_INTEGER) {
                    throw new LuaError("integral size " + bytes + " is larger than limit of " + LARGEST_INTEGER);
                }
                yield bytes;
            }
            default -> 0;
        };
    }

    private int number(int otherwise) {
        if (at >= format.length || !isDigit(format[at])) {
            return otherwise;
        }
        int value = 0;
        while (at < format.length && isDigit(format[at])) {
            int digit = format[at] - '0';
            if (value > Integer.MAX_VALUE / 10 || value * 10 > Integer.MAX_VALUE - digit) {
                throw new LuaError("integral size overflow");
            }
            value = value * 10 + digit;
            at++;
        }
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Bytes to leave before an element that would begin at this position. */
    int padding(long position) {
        if (size == 0 || option == 'c') {
            return 0;
        }
        int unit = (int) Math.min(size, alignment);
        return (int) ((unit - (position & (unit - 1))) & (unit - 1));
    }

    /** Takes an option that has no element: order, alignment, a space. */
    void control() {
        switch (option) {
            case ' ' -> {}
            case '>' -> bigEndian = true;
            case '<' -> bigEndian = false;
            case '!' -> {
                int wanted = number(NATURAL_ALIGNMENT);
                if (Integer.bitCount(wanted) != 1 || wanted < 0) {
                    throw new LuaError("alignment " + wanted + " is not a power of 2");
                }
                alignment = wanted;
            }
            default -> throw LuaArguments.bad(lua, 1, "invalid format option '" + option + "'");
        }
    }
}
