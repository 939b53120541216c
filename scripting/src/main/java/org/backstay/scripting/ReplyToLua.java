package org.backstay.scripting;

import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.DoubleText;
import org.backstay.base.number.LongText;
import org.backstay.resp.ReplyWriter;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaText;
import org.jspecify.annotations.Nullable;

/** Pushes a command's answer as Lua values. Of the loop that runs the script; reads the answer where it was written. */
final class ReplyToLua {
    private static final LuaText.Constant OK = new LuaText.Constant("ok");
    private static final LuaText.Constant ERR = new LuaText.Constant("err");
    private static final LuaText.Constant COUNTED = new LuaText.Constant("ignore_error_stats_update");
    private static final LuaText.Constant MAP = new LuaText.Constant("map");
    private static final LuaText.Constant SET = new LuaText.Constant("set");
    private static final LuaText.Constant DOUBLE = new LuaText.Constant("double");
    private static final LuaText.Constant BIG_NUMBER = new LuaText.Constant("big_number");
    private static final LuaText.Constant VERBATIM = new LuaText.Constant("verbatim_string");
    private static final LuaText.Constant FORMAT = new LuaText.Constant("format");
    private static final LuaText.Constant STRING = new LuaText.Constant("string");
    private static final int FORMAT_BYTES = 3;

    private @Nullable ReplyWriter reply;
    private long lua;
    private int piece;
    private long at;
    private long end;

    /** Pushes the answer; true when it is an error, which is pushed as a table then. */
    boolean push(long to, ReplyWriter from) {
        lua = to;
        reply = from;
        piece = -1;
        at = 0;
        end = 0;
        boolean error = type() == '-';
        value();
        reply = null;
        return error;
    }

    /** Pushes an error as the table that scripts see; the text has its code in front. */
    static void pushError(long lua, String text, boolean counted) {
        Lua.createTable(lua, 0, 2);
        ERR.push(lua);
        LuaText.push(lua, text);
        Lua.rawSet(lua, -3);
        if (counted) {
            COUNTED.push(lua);
            Lua.pushBoolean(lua, 1);
            Lua.rawSet(lua, -3);
        }
    }

    private byte type() {
        while (at == end && reply != null && piece + 1 < reply.pieces()) {
            piece++;
            at = reply.pieceAddress(piece);
            end = reply.pieceEnd(piece);
        }
        if (at == end) {
            throw new IllegalStateException("a command gave no whole answer");
        }
        return NativeMemory.getByte(at);
    }

    /** The end of the line that begins at the type byte. */
    private long lineEnd() {
        long found = at + 1;
        while (NativeMemory.getByte(found) != '\r') {
            found++;
        }
        return found;
    }

    /** Reads a type's number and goes behind its line. */
    private long number() {
        long lineEnd = lineEnd();
        long value = LongText.parse(at + 1, (int) (lineEnd - at - 1));
        at = lineEnd + 2;
        return value;
    }

    private void value() {
        byte type = type();
        if (Lua.checkStack(lua, 5) == 0) {
            throw new LuaError("stack overflow");
        }
        switch (type) {
            case ':' -> Lua.pushNumber(lua, (double) number());
            case '$' -> bulk();
            case '*' -> array();
            case '+' -> line(OK, 0);
            case '-' -> error();
            case '_' -> {
                at = lineEnd() + 2;
                Lua.pushNil(lua);
            }
            case '#' -> {
                Lua.pushBoolean(lua, NativeMemory.getByte(at + 1) == 't' ? 1 : 0);
                at = lineEnd() + 2;
            }
            case ',' -> real();
            case '(' -> line(BIG_NUMBER, 0);
            case '=' -> verbatim();
            case '%' -> map();
            case '~' -> set();
            case '|' -> afterAttribute();
            default -> throw new IllegalStateException("an answer of type " + (char) type);
        }
    }

    /** The answer behind an attribute, of which scripts are not told. */
    private void afterAttribute() {
        for (long parts = 2 * number(); parts > 0; parts--) {
            value();
            Lua.pop(lua, 1);
        }
        value();
    }

    private void bulk() {
        long length = number();
        if (length < 0) {
            Lua.pushBoolean(lua, 0);
            return;
        }
        Lua.pushLString(lua, at, length);
        at += length + 2;
    }

    private void array() {
        long size = number();
        if (size < 0) {
            Lua.pushBoolean(lua, 0);
            return;
        }
        Lua.createTable(lua, (int) size, 0);
        for (int i = 1; i <= size; i++) {
            value();
            Lua.rawSetI(lua, -2, i);
        }
    }

    /** A table with the rest of the line as its only field. */
    private void line(LuaText.Constant field, int skip) {
        long lineEnd = lineEnd();
        Lua.createTable(lua, 0, 1);
        field.push(lua);
        Lua.pushLString(lua, at + 1 + skip, lineEnd - at - 1 - skip);
        Lua.rawSet(lua, -3);
        at = lineEnd + 2;
    }

    /** An error's text always has a code; the original gives one to a text without. */
    private void error() {
        long lineEnd = lineEnd();
        byte[] text = NativeMemory.toArray(at + 1, (int) (lineEnd - at - 1));
        String error = new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
        at = lineEnd + 2;
        pushError(lua, error.indexOf(' ') < 0 ? "ERR " + error : error, true);
    }

    private void real() {
        long lineEnd = lineEnd();
        double value = DoubleText.parse(at + 1, (int) (lineEnd - at - 1));
        at = lineEnd + 2;
        Lua.createTable(lua, 0, 1);
        DOUBLE.push(lua);
        Lua.pushNumber(lua, value);
        Lua.rawSet(lua, -3);
    }

    private void verbatim() {
        long length = number();
        Lua.createTable(lua, 0, 1);
        VERBATIM.push(lua);
        Lua.createTable(lua, 0, 2);
        STRING.push(lua);
        Lua.pushLString(lua, at + FORMAT_BYTES + 1, length - FORMAT_BYTES - 1);
        Lua.rawSet(lua, -3);
        FORMAT.push(lua);
        Lua.pushLString(lua, at, FORMAT_BYTES);
        Lua.rawSet(lua, -3);
        Lua.rawSet(lua, -3);
        at += length + 2;
    }

    private void map() {
        long pairs = number();
        Lua.createTable(lua, 0, 1);
        MAP.push(lua);
        Lua.createTable(lua, 0, (int) pairs);
        for (long i = 0; i < pairs; i++) {
            value();
            value();
            Lua.rawSet(lua, -3);
        }
        Lua.rawSet(lua, -3);
    }

    private void set() {
        long size = number();
        Lua.createTable(lua, 0, 1);
        SET.push(lua);
        Lua.createTable(lua, 0, (int) size);
        for (long i = 0; i < size; i++) {
            value();
            Lua.pushBoolean(lua, 1);
            Lua.rawSet(lua, -3);
        }
        Lua.rawSet(lua, -3);
    }
}
