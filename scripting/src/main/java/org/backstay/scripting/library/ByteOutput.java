package org.backstay.scripting.library;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaText;

/** Bytes that grow until they are pushed as one string. Of one call. */
final class ByteOutput {
    private static final int FIRST = 256;

    private byte[] bytes = new byte[FIRST];
    private int length;

    int length() {
        return length;
    }

    private void room(long more) {
        long needed = length + more;
        if (needed > Integer.MAX_VALUE - 16) {
            throw new LuaError("resulting string too large");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, 2L * bytes.length)));
        }
    }

    ByteOutput put(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    ByteOutput put(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
        return this;
    }

    ByteOutput put(String ascii) {
        byte[] from = ascii.getBytes(StandardCharsets.ISO_8859_1);
        return put(from, 0, from.length);
    }

    /** The low bytes of a value; beyond 8 they are zero, as the original shifts them out. */
    ByteOutput put(long value, int count, boolean bigEndian) {
        for (int i = 0; i < count; i++) {
            int place = bigEndian ? count - 1 - i : i;
            put(place < Long.BYTES ? (int) (value >>> (8 * place)) : 0);
        }
        return this;
    }

    void push(long lua) {
        LuaText.push(lua, bytes, length);
    }
}
