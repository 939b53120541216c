package org.backstay.scripting.library;

import java.util.Objects;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaText;

/** Writes a Lua value as JSON. Of one call. */
final class JsonWriter {
    private static final String[] ESCAPES = new String[128];

    static {
        for (int c = 0; c < ' '; c++) {
            ESCAPES[c] = String.format("\\u%04x", c);
        }
        ESCAPES['\b'] = "\\b";
        ESCAPES['\t'] = "\\t";
        ESCAPES['\n'] = "\\n";
        ESCAPES['\f'] = "\\f";
        ESCAPES['\r'] = "\\r";
        ESCAPES['"'] = "\\\"";
        ESCAPES['/'] = "\\/";
        ESCAPES['\\'] = "\\\\";
        ESCAPES[0x7f] = "\\u007f";
    }

    private final long lua;
    private final JsonSettings settings;
    private final ByteOutput out = new ByteOutput();

    JsonWriter(long lua, JsonSettings settings) {
        this.lua = lua;
        this.settings = settings;
    }

    /** Writes the value on the top, which stays. */
    void write() {
        append(0);
    }

    void push() {
        out.push(lua);
    }

    private void append(int depth) {
        switch (Lua.type(lua, -1)) {
            case Lua.STRING -> string(-1);
            case Lua.NUMBER -> number(-1);
            case Lua.BOOLEAN -> out.put(Lua.toBoolean(lua, -1) != 0 ? "true" : "false");
            case Lua.NIL -> out.put("null");
            case Lua.TABLE -> table(depth + 1);
            case Lua.LIGHT_USERDATA -> {
                if (Lua.toUserdata(lua, -1) != 0) {
                    throw refuse(-1, "type not supported");
                }
                out.put("null");
            }
            default -> throw refuse(-1, "type not supported");
        }
    }

    private LuaError refuse(int index, String reason) {
        return new LuaError("Cannot serialise " + LuaArguments.typeName(lua, index) + ": " + reason);
    }

    private void string(int index) {
        byte[] bytes = Objects.requireNonNull(LuaText.bytes(lua, index));
        out.put('"');
        int plain = 0;
        for (int i = 0; i < bytes.length; i++) {
            String escape = bytes[i] >= 0 ? ESCAPES[bytes[i]] : null;
            if (escape != null) {
                out.put(bytes, plain, i - plain).put(escape);
                plain = i + 1;
            }
        }
        out.put(bytes, plain, bytes.length - plain).put('"');
    }

    private void number(int index) {
        double value = Lua.toNumber(lua, index);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            switch (settings.encodeInvalidNumbers) {
                case 0 -> throw refuse(index, "must not be NaN or Inf");
                case 1 -> out.put(Double.isNaN(value) ? "nan" : NumberText.format(value, settings.precision));
                default -> out.put("null");
            }
            return;
        }
        out.put(NumberText.format(value, settings.precision));
    }

    private void table(int depth) {
        if (depth > settings.encodeDepth || Lua.checkStack(lua, 3) == 0) {
            throw new LuaError("Cannot serialise, excessive nesting (" + depth + ")");
        }
        int length = arrayLength();
        if (length > 0) {
            array(depth, length);
        } else {
            object(depth);
        }
    }

    /** The length as an array; not positive for an object. */
    private int arrayLength() {
        double largest = 0;
        int items = 0;
        Lua.pushNil(lua);
        while (Lua.next(lua, -2) != 0) {
            double key = Lua.type(lua, -2) == Lua.NUMBER ? Lua.toNumber(lua, -2) : 0;
            if (key < 1 || Math.floor(key) != key) {
                Lua.pop(lua, 2);
                return -1;
            }
            largest = Math.max(largest, (int) key);
            items++;
            Lua.pop(lua, 1);
        }
        boolean sparse = settings.sparseRatio > 0
                && largest > (double) items * settings.sparseRatio
                && largest > settings.sparseSafe;
        if (sparse && !settings.sparseConvert) {
            throw refuse(-1, "excessively sparse array");
        }
        return sparse ? -1 : (int) largest;
    }

    private void array(int depth, int length) {
        out.put('[');
        for (int i = 1; i <= length; i++) {
            if (i > 1) {
                out.put(',');
            }
            Lua.rawGetI(lua, -1, i);
            append(depth);
            Lua.pop(lua, 1);
        }
        out.put(']');
    }

    private void object(int depth) {
        out.put('{');
        boolean first = true;
        Lua.pushNil(lua);
        while (Lua.next(lua, -2) != 0) {
            if (!first) {
                out.put(',');
            }
            first = false;
            switch (Lua.type(lua, -2)) {
                case Lua.NUMBER -> {
                    out.put('"');
                    number(-2);
                    out.put('"');
                }
                case Lua.STRING -> string(-2);
                default -> throw refuse(-2, "table key must be a number or string");
            }
            out.put(':');
            append(depth);
            Lua.pop(lua, 1);
        }
        out.put('}');
    }
}
