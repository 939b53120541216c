package org.backstay.redis.scripting;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.backstay.base.bytes.ByteString;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;
import org.backstay.scripting.ScriptEngine;
import org.backstay.scripting.ScriptException;
import org.backstay.scripting.ScriptHost;
import org.backstay.scripting.lua.LuaLibrary;
import org.jspecify.annotations.Nullable;

/** The scripts that EVAL and SCRIPT LOAD have brought, until SCRIPT FLUSH. Owned by the server's loop; Lua is loaded with the first. */
final class EvalScripts {
    /** Short scripts are found by their text, so that EVAL need not take its digest; these many at most. */
    private static final int MOST_BY_TEXT = 1_024;

    private static final int LONGEST_BY_TEXT = 1_024;

    /**
     * A script.
     *
     * @param digest its SHA1 in hexadecimal
     * @param number what the engine knows it by
     * @param declaration what its first line says
     */
    record Script(String digest, int number, ScriptDeclaration declaration) {}

    private final ScriptHost host;
    private final Map<String, Script> byDigest = new HashMap<>();
    private final Map<ByteString, Script> byText = new HashMap<>();
    private @Nullable ScriptEngine engine;
    private long textBytes;

    /** The script that was asked for last by its text, which most clients repeat. */
    private @Nullable Script latest;

    private byte[] latestText = {};

    EvalScripts(ScriptHost host) {
        this.host = host;
    }

    /** Says clearly when this machine has no Lua. */
    static void requireLua() {
        String reason = LuaLibrary.unavailableBecause();
        if (reason != null) {
            throw new CommandException("ERR scripts cannot run on this machine: " + reason);
        }
    }

    ScriptEngine engine() {
        ScriptEngine current = engine;
        if (current == null) {
            requireLua();
            current = new ScriptEngine(host, false);
            engine = current;
        }
        return current;
    }

    /** The script of this digest in small letters, or null. */
    @Nullable
    Script find(String digest) {
        return byDigest.get(digest);
    }

    /** The script whose text is this argument, compiled when it is new. */
    Script compiled(Request request, int argument) {
        Script repeated = latest;
        if (repeated != null && request.holds(argument, latestText)) {
            return repeated;
        }
        byte[] text = request.bytes(argument);
        Script script = compiled(text);
        if (text.length <= LONGEST_BY_TEXT) {
            latest = script;
            latestText = text;
        }
        return script;
    }

    private Script compiled(byte[] text) {
        ByteString key = ByteString.wrap(text);
        Script known = byText.get(key);
        if (known != null) {
            return known;
        }
        String digest = ScriptEngine.digest(text);
        Script script = byDigest.get(digest);
        if (script == null) {
            script = compile(digest, text);
            byDigest.put(digest, script);
            textBytes += text.length;
        }
        if (text.length <= LONGEST_BY_TEXT && byText.size() < MOST_BY_TEXT) {
            byText.put(key, script);
        }
        return script;
    }

    private Script compile(String digest, byte[] text) {
        ScriptDeclaration declaration = ScriptDeclaration.of(text);
        byte[] source = declaration.length() == 0 ? text : Arrays.copyOfRange(text, declaration.length(), text.length);
        try {
            int number = engine().compile(source, "@user_script");
            return new Script(digest, number, declaration);
        } catch (ScriptException e) {
            throw new CommandException("ERR Error compiling script (new function): " + e.text());
        }
    }

    /** Forgets all scripts, and what they left behind. */
    void flush() {
        latest = null;
        byDigest.clear();
        textBytes = 0;
        byText.clear();
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    int count() {
        return byDigest.size();
    }

    /** Bytes of their texts. */
    long textBytes() {
        return textBytes;
    }

    /** Bytes that Lua holds for them. */
    long luaBytes() {
        return engine == null ? 0 : engine.bytes();
    }
}
