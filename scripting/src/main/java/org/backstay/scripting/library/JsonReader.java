package org.backstay.scripting.library;

import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaError;

/** Reads JSON and pushes it as Lua values, null as a light user datum. Of one call. */
final class JsonReader {
    private final long lua;
    private final JsonTokens tokens;
    private final JsonSettings settings;
    private int depth;

    JsonReader(long lua, byte[] input, JsonSettings settings) {
        this.lua = lua;
        this.tokens = new JsonTokens(input, settings.decodeInvalidNumbers);
        this.settings = settings;
    }

    /** Pushes the one value that the input is. */
    void read() {
        value(tokens.next());
        if (tokens.next() != JsonTokens.Kind.T_END) {
            throw expected("the end");
        }
    }

    private LuaError expected(String what) {
        return new LuaError(
                "Expected " + what + " but found " + tokens.found() + " at character " + (tokens.begin() + 1));
    }

    private void value(JsonTokens.Kind kind) {
        switch (kind) {
            case T_STRING -> tokens.pushString(lua);
            case T_NUMBER -> Lua.pushNumber(lua, tokens.number());
            case T_BOOLEAN -> Lua.pushBoolean(lua, tokens.isTrue() ? 1 : 0);
            case T_NULL -> Lua.pushLightUserdata(lua, 0);
            case T_OBJ_BEGIN -> object();
            case T_ARR_BEGIN -> array();
            default -> throw expected("value");
        }
    }

    private void descend(int slots) {
        depth++;
        if (depth > settings.decodeDepth || Lua.checkStack(lua, slots) == 0) {
            throw new LuaError("Found too many nested data structures (" + depth + ") at character " + tokens.at());
        }
    }

    private void object() {
        descend(3);
        Lua.createTable(lua, 0, 0);
        JsonTokens.Kind kind = tokens.next();
        if (kind == JsonTokens.Kind.T_OBJ_END) {
            depth--;
            return;
        }
        while (true) {
            if (kind != JsonTokens.Kind.T_STRING) {
                throw expected("object key string");
            }
            tokens.pushString(lua);
            if (tokens.next() != JsonTokens.Kind.T_COLON) {
                throw expected("colon");
            }
            value(tokens.next());
            Lua.rawSet(lua, -3);
            kind = tokens.next();
            if (kind == JsonTokens.Kind.T_OBJ_END) {
                depth--;
                return;
            }
            if (kind != JsonTokens.Kind.T_COMMA) {
                throw expected("comma or object end");
            }
            kind = tokens.next();
        }
    }

    private void array() {
        descend(2);
        Lua.createTable(lua, 0, 0);
        JsonTokens.Kind kind = tokens.next();
        if (kind == JsonTokens.Kind.T_ARR_END) {
            depth--;
            return;
        }
        for (int i = 1; ; i++) {
            value(kind);
            Lua.rawSetI(lua, -2, i);
            kind = tokens.next();
            if (kind == JsonTokens.Kind.T_ARR_END) {
                depth--;
                return;
            }
            if (kind != JsonTokens.Kind.T_COMMA) {
                throw expected("comma or array end");
            }
            kind = tokens.next();
        }
    }
}
