package org.backstay.scripting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.backstay.base.number.DoubleText;
import org.backstay.resp.Request;
import org.backstay.resp.RequestComposer;
import org.backstay.scripting.lua.Lua;
import org.backstay.scripting.lua.LuaError;
import org.backstay.scripting.lua.LuaMachine;
import org.backstay.scripting.lua.LuaText;
import org.jspecify.annotations.Nullable;

/** {@code redis}: what scripts call the server by. Of the loop that runs them. */
final class RedisLibrary implements AutoCloseable {
    static final String VERSION = "7.0.15";
    private static final int VERSION_NUMBER = 0x0007_000f;
    private static final int WARNING = 3;

    /** Whole numbers below this print their digits and nothing else. */
    private static final double LARGEST_WHOLE = 1e17;

    private final ScriptHost host;
    private final RequestComposer composer = new RequestComposer();
    private final ReplyToLua answers = new ReplyToLua();
    private boolean calling;
    private boolean running;
    private int protocol;

    RedisLibrary(ScriptHost host) {
        this.host = host;
    }

    /** Makes the global table. */
    void install(LuaMachine machine) {
        machine.globalTable("redis")
                .field("call", lua -> command(lua, true))
                .field("pcall", lua -> command(lua, false))
                .field("setresp", this::setProtocol)
                .field("sha1hex", RedisLibrary::sha1)
                .field("error_reply", RedisLibrary::errorReply)
                .field("status_reply", RedisLibrary::statusReply)
                .field("set_repl", this::replicate)
                .field("acl_check_cmd", this::checkCommand);
        long lua = machine.lua();
        number(lua, "REPL_NONE", 0);
        number(lua, "REPL_AOF", 1);
        number(lua, "REPL_SLAVE", 2);
        number(lua, "REPL_REPLICA", 2);
        number(lua, "REPL_ALL", 3);
        addLog(machine);
        Lua.pop(lua, 1);
    }

    /** Adds to the table on the top what is there while a library is loaded, too. */
    void addLog(LuaMachine machine) {
        long lua = machine.lua();
        machine.field("log", this::log);
        number(lua, "LOG_DEBUG", 0);
        number(lua, "LOG_VERBOSE", 1);
        number(lua, "LOG_NOTICE", 2);
        number(lua, "LOG_WARNING", WARNING);
        number(lua, "REDIS_VERSION_NUM", VERSION_NUMBER);
        LuaText.push(lua, VERSION);
        LuaText.setField(lua, -2, "REDIS_VERSION");
    }

    /** Adds to the table on the top what only EVAL has. */
    static void addDebugging(LuaMachine machine) {
        machine.field("breakpoint", lua -> {
                    Lua.pushBoolean(lua, 0);
                    return 1;
                })
                .field("debug", lua -> 0)
                .field("replicate_commands", lua -> {
                    Lua.pushBoolean(lua, 1);
                    return 1;
                });
    }

    private static void number(long lua, String name, int value) {
        Lua.pushNumber(lua, value);
        LuaText.setField(lua, -2, name);
    }

    /** A script begins. */
    void begin() {
        running = true;
        calling = false;
        protocol = 2;
        host.protocol(2);
    }

    /** A script has ended. */
    void end() {
        running = false;
    }

    int protocol() {
        return protocol;
    }

    private void mustRun(long lua, String function) {
        if (!running) {
            throw raise(lua, "ERR " + function + " can only be called inside a script invocation", false);
        }
    }

    private static LuaError raise(long lua, String text, boolean counted) {
        ReplyToLua.pushError(lua, text, counted);
        return LuaError.onStack();
    }

    /** {@code redis.call} and {@code redis.pcall}. */
    private int command(long lua, boolean raises) {
        mustRun(lua, "redis.call/pcall");
        Request request = request(lua);
        if (request == null) {
            return outcome(raises);
        }
        if (calling) {
            throw raise(lua, "ERR redis.call within redis.call", false);
        }
        calling = true;
        boolean error;
        try {
            String refusal = host.execute(request);
            Lua.setTop(lua, 0);
            if (refusal == null) {
                error = answers.push(lua, host.reply());
            } else {
                ReplyToLua.pushError(lua, refusal, true);
                error = true;
            }
        } finally {
            calling = false;
        }
        return outcome(error && raises);
    }

    private static int outcome(boolean raise) {
        if (raise) {
            throw LuaError.onStack();
        }
        return 1;
    }

    /** The arguments as a request; null when they cannot be one, and the error is pushed. */
    private @Nullable Request request(long lua) {
        int count = Lua.getTop(lua);
        if (count == 0) {
            ReplyToLua.pushError(lua, "ERR Please specify at least one argument for this redis lib call", false);
            return null;
        }
        composer.begin(count);
        for (int i = 1; i <= count; i++) {
            switch (Lua.type(lua, i)) {
                case Lua.STRING -> composer.add(LuaText.address(lua, i), Math.toIntExact(Lua.objLen(lua, i)));
                case Lua.NUMBER -> add(Lua.toNumber(lua, i));
                default -> {
                    Lua.setTop(lua, 0);
                    ReplyToLua.pushError(lua, "ERR Lua redis lib command arguments must be strings or integers", false);
                    return null;
                }
            }
        }
        return composer.finish();
    }

    private void add(double number) {
        if (number == (long) number && Math.abs(number) < LARGEST_WHOLE && (number != 0 || 1 / number > 0)) {
            composer.add((long) number);
        } else {
            composer.add(DoubleText.format(number).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private int checkCommand(long lua) {
        mustRun(lua, "redis.acl_check_cmd");
        Request request = request(lua);
        if (request == null) {
            throw LuaError.onStack();
        }
        Boolean allowed = host.mayExecute(request);
        if (allowed == null) {
            throw raise(lua, "ERR Invalid command passed to redis.acl_check_cmd()", false);
        }
        Lua.pushBoolean(lua, allowed ? 1 : 0);
        return 1;
    }

    private int setProtocol(long lua) {
        mustRun(lua, "redis.setresp");
        if (Lua.getTop(lua) != 1) {
            throw raise(lua, "ERR redis.setresp() requires one argument.", false);
        }
        int wanted = (int) Lua.toNumber(lua, 1);
        if (wanted != 2 && wanted != 3) {
            throw raise(lua, "ERR RESP version must be 2 or 3.", false);
        }
        protocol = wanted;
        host.protocol(wanted);
        return 0;
    }

    private int replicate(long lua) {
        mustRun(lua, "redis.set_repl");
        if (Lua.getTop(lua) != 1) {
            throw raise(lua, "ERR redis.set_repl() requires two arguments.", false);
        }
        int flags = (int) Lua.toNumber(lua, 1);
        if ((flags & ~3) != 0) {
            throw raise(
                    lua, "ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.", false);
        }
        host.replicate((flags & 1) != 0, (flags & 2) != 0);
        return 0;
    }

    private static int sha1(long lua) {
        if (Lua.getTop(lua) != 1) {
            throw raise(lua, "ERR wrong number of arguments", false);
        }
        byte[] bytes = LuaText.bytes(lua, 1);
        LuaText.push(lua, sha1(bytes == null ? new byte[0] : bytes));
        return 1;
    }

    /** The SHA1 digest in hexadecimal. */
    static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOneString(long lua) {
        if (Lua.getTop(lua) == 1 && Lua.type(lua, 1) == Lua.STRING) {
            return true;
        }
        ReplyToLua.pushError(lua, "ERR wrong number or type of arguments", false);
        return false;
    }

    /** A first word is the error's code; a text without a blank is a message without one. */
    private static int errorReply(long lua) {
        if (!isOneString(lua)) {
            return 1;
        }
        String given = LuaText.pop(lua);
        String text = given.startsWith("-") ? given.substring(1) : given;
        int blank = text.indexOf(' ');
        String code = blank < 0 ? "ERR" : text.substring(0, blank);
        String message = trimLineEnds(blank < 0 ? text : text.substring(blank + 1));
        ReplyToLua.pushError(lua, code + " " + message, false);
        return 1;
    }

    private static String trimLineEnds(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && "\r\n".indexOf(text.charAt(begin)) >= 0) {
            begin++;
        }
        while (end > begin && "\r\n".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static int statusReply(long lua) {
        if (isOneString(lua)) {
            Lua.createTable(lua, 0, 1);
            Lua.pushValue(lua, 1);
            LuaText.setField(lua, -2, "ok");
        }
        return 1;
    }

    private int log(long lua) {
        int count = Lua.getTop(lua);
        if (count < 2) {
            throw raise(lua, "ERR redis.log() requires two arguments or more.", false);
        }
        if (Lua.isNumber(lua, 1) == 0) {
            throw raise(lua, "ERR First argument must be a number (log level).", false);
        }
        int level = (int) Lua.toNumber(lua, 1);
        if (level < 0 || level > WARNING) {
            throw raise(lua, "ERR Invalid debug level.", false);
        }
        StringBuilder message = new StringBuilder();
        for (int i = 2; i <= count; i++) {
            String part = LuaText.text(lua, i);
            if (part != null) {
                message.append(i > 2 ? " " : "").append(part);
            }
        }
        host.log(level, message.toString());
        return 0;
    }

    @Override
    public void close() {
        composer.close();
    }
}
