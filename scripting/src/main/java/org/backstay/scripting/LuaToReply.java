package org.backstay.scripting;

import java.util.Objects;
import org.backstay.resp.ReplyWriter;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaText;

/** Writes a Lua value as the answer to a client. Of the loop that runs the script. */
final class LuaToReply {
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

    private static final byte[] SIGNED_NAN = {',', '-', 'n', 'a', 'n', '\r', '\n'};

    /** Slots that one value needs at most. */
    private static final int SLOTS = 5;

    private final long lua;
    private final ReplyWriter reply;
    private final boolean scriptSpeaks2;
    private boolean counted;

    /**
     * Prepares to write.
     *
     * @param scriptProtocol what the script chose with {@code redis.setresp}: it decides how booleans look
     */
    LuaToReply(long lua, ReplyWriter reply, int scriptProtocol) {
        this.lua = lua;
        this.reply = reply;
        this.scriptSpeaks2 = scriptProtocol == 2;
    }

    /** Whether an error was written that a command inside the script has been counted for. */
    boolean isErrorCounted() {
        return counted;
    }

    /** Writes the value on the top, and takes it off. */
    void write() {
        if (Lua.checkStack(lua, SLOTS) == 0) {
            reply.error("ERR reached lua stack limit");
            Lua.pop(lua, 1);
            return;
        }
        switch (Lua.type(lua, -1)) {
            case Lua.STRING -> bulk(-1);
            case Lua.BOOLEAN -> bool(Lua.toBoolean(lua, -1) != 0);
            case Lua.NUMBER -> reply.integer(integer(Lua.toNumber(lua, -1)));
            case Lua.TABLE -> table();
            default -> reply.nil();
        }
        Lua.pop(lua, 1);
    }

    /** As C casts on x86: what does not fit becomes the smallest. */
    private static long integer(double value) {
        boolean fits = value >= -0x1p63 && value < 0x1p63;
        return fits ? (long) value : Long.MIN_VALUE;
    }

    private void bulk(int index) {
        long address = LuaText.address(lua, index);
        reply.bulk(address, (int) Lua.objLen(lua, index));
    }

    private void bool(boolean value) {
        if (!scriptSpeaks2) {
            reply.bool(value);
        } else if (value) {
            reply.integer(1);
        } else {
            reply.nil();
        }
    }

    /** Pushes a field of the table on the top; whether it is of this type. If not, nothing is pushed. */
    private boolean has(LuaText.Constant field, int type) {
        field.push(lua);
        Lua.rawGet(lua, -2);
        if (Lua.type(lua, -1) == type) {
            return true;
        }
        Lua.pop(lua, 1);
        return false;
    }

    private String takeText() {
        return LuaText.pop(lua);
    }

    private void table() {
        if (has(ERR, Lua.STRING)) {
            reply.error(takeText());
            if (has(COUNTED, Lua.BOOLEAN)) {
                counted |= Lua.toBoolean(lua, -1) != 0;
                Lua.pop(lua, 1);
            }
        } else if (has(OK, Lua.STRING)) {
            reply.simple(untilZero(takeText()).replace('\r', ' ').replace('\n', ' '));
        } else if (has(DOUBLE, Lua.NUMBER)) {
            real(Lua.toNumber(lua, -1));
            Lua.pop(lua, 1);
        } else if (has(BIG_NUMBER, Lua.STRING)) {
            reply.bigNumber(takeText().replace('\r', ' ').replace('\n', ' '));
        } else if (!verbatim()) {
            aggregate();
        }
    }

    /** C shows the sign of what is not a number, and on x86 Lua's 0/0 has one. */
    private void real(double value) {
        boolean signed = Double.isNaN(value) && Double.doubleToRawLongBits(value) < 0;
        if (!signed) {
            reply.real(value);
        } else if (reply.protocol() == 3) {
            reply.raw(SIGNED_NAN);
        } else {
            reply.bulk("-nan");
        }
    }

    private static String untilZero(String text) {
        int zero = text.indexOf(0);
        return zero < 0 ? text : text.substring(0, zero);
    }

    private boolean verbatim() {
        if (!has(VERBATIM, Lua.TABLE)) {
            return false;
        }
        boolean written = false;
        if (has(FORMAT, Lua.STRING)) {
            String format = takeText();
            if (has(STRING, Lua.STRING)) {
                reply.verbatim((format + "   ").substring(0, 3), Objects.requireNonNull(LuaText.text(lua, -1)));
                Lua.pop(lua, 1);
                written = true;
            }
        }
        Lua.pop(lua, 1);
        return written;
    }

    private void aggregate() {
        if (has(MAP, Lua.TABLE)) {
            reply.beginMap();
            reply.endMap(entries(true));
            Lua.pop(lua, 1);
        } else if (has(SET, Lua.TABLE)) {
            reply.beginSet();
            reply.endSet(entries(false));
            Lua.pop(lua, 1);
        } else {
            reply.beginArray();
            int size = 0;
            for (Lua.rawGetI(lua, -1, 1); Lua.type(lua, -1) != Lua.NIL; Lua.rawGetI(lua, -1, size + 1)) {
                write();
                size++;
            }
            Lua.pop(lua, 1);
            reply.endArray(size);
        }
    }

    private int entries(boolean values) {
        int entries = 0;
        Lua.pushNil(lua);
        while (Lua.next(lua, -2) != 0) {
            if (!values) {
                Lua.pop(lua, 1);
            }
            Lua.pushValue(lua, values ? -2 : -1);
            write();
            if (values) {
                write();
            }
            entries++;
        }
        return entries;
    }
}
