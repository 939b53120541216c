package org.backstay.scripting.library;

import java.util.List;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaArguments;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;

/** {@code cjson}: values as JSON. Of the loop that owns the Lua state. */
public final class JsonLibrary {
    private static final List<String> SWITCH = List.of("off", "on");
    private static final List<String> INVALID_NUMBERS = List.of("off", "on", "null");

    /** Libraries that one state's scripts may make; they live as long as the state. */
    private static final int MOST_LIBRARIES = 1_000;

    private final LuaMachine machine;
    private final int[] made;
    private final JsonSettings settings = new JsonSettings();

    private JsonLibrary(LuaMachine machine, int[] made) {
        this.machine = machine;
        this.made = made;
    }

    /** Makes the global table. */
    public static void install(LuaMachine machine) {
        new JsonLibrary(machine, new int[1]).pushTable();
        LuaText.setField(machine.lua(), Lua.GLOBALS, "cjson");
    }

    private void pushTable() {
        long lua = machine.lua();
        Lua.createTable(lua, 0, 0);
        machine.field("encode", this::encode)
                .field("decode", this::decode)
                .field("encode_sparse_array", this::sparseArray)
                .field("encode_max_depth", this::encodeDepth)
                .field("decode_max_depth", this::decodeDepth)
                .field("encode_number_precision", this::precision)
                .field("encode_keep_buffer", this::keepBuffer)
                .field("encode_invalid_numbers", this::encodeInvalidNumbers)
                .field("decode_invalid_numbers", this::decodeInvalidNumbers)
                .field("new", this::another);
        Lua.pushLightUserdata(lua, 0);
        LuaText.setField(lua, -2, "null");
        LuaText.push(lua, "cjson");
        LuaText.setField(lua, -2, "_NAME");
        LuaText.push(lua, "2.1.0");
        LuaText.setField(lua, -2, "_VERSION");
    }

    /** A library with settings of its own; it is made on the main state's stack. */
    private int another(long lua) {
        if (lua != machine.lua()) {
            throw new LuaError("cjson.new must be called outside coroutines");
        }
        if (++made[0] > MOST_LIBRARIES) {
            throw new LuaError("too many cjson libraries");
        }
        new JsonLibrary(machine, made).pushTable();
        return 1;
    }

    private static void one(long lua) {
        if (Lua.getTop(lua) != 1) {
            throw LuaArguments.bad(lua, 1, "expected 1 argument");
        }
    }

    private int encode(long lua) {
        one(lua);
        JsonWriter writer = new JsonWriter(lua, settings);
        writer.write();
        writer.push();
        return 1;
    }

    private int decode(long lua) {
        one(lua);
        byte[] input = LuaArguments.bytes(lua, 1);
        if (input.length >= 2 && (input[0] == 0 || input[1] == 0)) {
            throw new LuaError("JSON parser does not support UTF-16 or UTF-32");
        }
        new JsonReader(lua, input, settings).read();
        return 1;
    }

    /** Fills missing arguments up with nil. */
    private static void atMost(long lua, int count) {
        if (Lua.getTop(lua) > count) {
            throw LuaArguments.bad(lua, count + 1, "found too many arguments");
        }
        Lua.setTop(lua, count);
    }

    private static int integer(long lua, int index, int now, int least, int most) {
        int value = now;
        if (Lua.type(lua, index) != Lua.NIL) {
            value = (int) LuaArguments.integer(lua, index);
            if (value < least || value > most) {
                throw LuaArguments.bad(lua, 1, "expected integer between " + least + " and " + most);
            }
        }
        Lua.pushNumber(lua, value);
        return value;
    }

    private static int option(long lua, int index, int now, List<String> words) {
        int value = now;
        if (Lua.type(lua, index) == Lua.BOOLEAN) {
            value = Lua.toBoolean(lua, index);
        } else if (Lua.type(lua, index) != Lua.NIL) {
            String word = new String(LuaArguments.bytes(lua, index), java.nio.charset.StandardCharsets.ISO_8859_1);
            value = words.indexOf(word);
            if (value < 0) {
                throw LuaArguments.bad(lua, index, "invalid option '" + word + "'");
            }
        }
        if (value <= 1) {
            Lua.pushBoolean(lua, value);
        } else {
            LuaText.push(lua, words.get(value));
        }
        return value;
    }

    private int sparseArray(long lua) {
        atMost(lua, 3);
        settings.sparseConvert = option(lua, 1, settings.sparseConvert ? 1 : 0, SWITCH) == 1;
        settings.sparseRatio = integer(lua, 2, settings.sparseRatio, 0, Integer.MAX_VALUE);
        settings.sparseSafe = integer(lua, 3, settings.sparseSafe, 0, Integer.MAX_VALUE);
        return 3;
    }

    private int encodeDepth(long lua) {
        atMost(lua, 1);
        settings.encodeDepth = integer(lua, 1, settings.encodeDepth, 1, Integer.MAX_VALUE);
        return 1;
    }

    private int decodeDepth(long lua) {
        atMost(lua, 1);
        settings.decodeDepth = integer(lua, 1, settings.decodeDepth, 1, Integer.MAX_VALUE);
        return 1;
    }

    private int precision(long lua) {
        atMost(lua, 1);
        settings.precision = integer(lua, 1, settings.precision, 1, 14);
        return 1;
    }

    private int keepBuffer(long lua) {
        atMost(lua, 1);
        settings.keepBuffer = option(lua, 1, settings.keepBuffer ? 1 : 0, SWITCH) == 1;
        return 1;
    }

    private int encodeInvalidNumbers(long lua) {
        atMost(lua, 1);
        settings.encodeInvalidNumbers = option(lua, 1, settings.encodeInvalidNumbers, INVALID_NUMBERS);
        return 1;
    }

    private int decodeInvalidNumbers(long lua) {
        atMost(lua, 1);
        settings.decodeInvalidNumbers = option(lua, 1, settings.decodeInvalidNumbers ? 1 : 0, SWITCH) == 1;
        return 1;
    }
}
