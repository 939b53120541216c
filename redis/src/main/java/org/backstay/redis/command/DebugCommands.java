package org.backstay.redis.command;

import static org.backstay.resp.command.ServerRows.DEBUG;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.backstay.base.number.DoubleText;
import org.backstay.config.MemorySize;
import org.backstay.keyspace.Entry;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.redis.server.Peers;
import org.backstay.resp.Request;

/** DEBUG: what tests and drills need, off unless {@code enable-debug-command} allows it. */
public final class DebugCommands {
    private static final String NOT_ALLOWED =
            "ERR DEBUG command not allowed. If the enable-debug-command option is set to "
                    + "\"local\", you can run it from a local connection, otherwise you need to set this option in the "
                    + "configuration file, and then restart the server.";

    private DebugCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(DEBUG, DebugCommands::debug);
    }

    private static void debug(Call call) {
        if (!isAllowed(call)) {
            throw new CommandException(NOT_ALLOWED);
        }
        Request request = call.request();
        switch (request.text(1).toLowerCase(Locale.ROOT)) {
            case "digest" -> call.reply().simple(new DatasetDigest(call.server()).ofAll());
            case "digest-value" -> digestValue(call);
            case "object" -> object(call);
            case "quicklist-packed-threshold" -> plainElements(call);
            case "sleep" -> sleep(call);
            case "set-active-expire" -> activeExpire(call);
            default -> throw unknown(request);
        }
    }

    private static CommandException unknown(Request request) {
        return new CommandException(
                "ERR unknown subcommand or wrong number of arguments for '" + request.text(1) + "'. Try DEBUG HELP.");
    }

    private static boolean isAllowed(Call call) {
        return switch (call.server().settings().get(RedisDirectives.ENABLE_DEBUG_COMMAND)) {
            case YES -> true;
            case NO -> false;
            case LOCAL -> Peers.isLocal(call.client().channel());
        };
    }

    private static void digestValue(Call call) {
        Request request = call.request();
        DatasetDigest digest = new DatasetDigest(call.server());
        call.reply().array(request.size() - 2);
        for (int i = 2; i < request.size(); i++) {
            Entry entry = call.database().peek(request.address(i), request.length(i));
            call.reply().simple(entry == null ? "0".repeat(40) : digest.ofValue(entry));
        }
    }

    private static void object(Call call) {
        if (call.request().size() < 3) {
            throw unknown(call.request());
        }
        Entry entry =
                call.database().peek(call.request().address(2), call.request().length(2));
        if (entry == null) {
            throw new CommandException(ErrorReplies.NO_SUCH_KEY);
        }
        long seconds = call.server().time().seconds();
        call.reply()
                .simple("Value at:0x0 refcount:1 encoding:" + entry.encoding().text() + " serializedlength:"
                        + entry.blockBytes() + " lru:" + entry.accessClock() + " lru_seconds_idle:"
                        + Math.floorMod(seconds - entry.accessClock(), 1L << 24));
    }

    /** Keeps the loop busy on purpose: what a server that hangs looks like from outside. */
    private static void sleep(Call call) {
        if (call.request().size() != 3) {
            throw unknown(call.request());
        }
        double seconds =
                DoubleText.parse(call.request().address(2), call.request().length(2));
        long until = call.server().time().nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        while (call.server().time().nanoTime() < until) {
            Thread.onSpinWait();
        }
        call.reply().ok();
    }

    /** {@code DEBUG QUICKLIST-PACKED-THRESHOLD bytes}: 0 is the standard, at which only what fits nowhere else gets a node of its own. */
    private static void plainElements(Call call) {
        if (call.request().size() != 3) {
            throw unknown(call.request());
        }
        long bytes;
        try {
            bytes = MemorySize.parse(call.request().text(2));
        } catch (IllegalArgumentException notAnAmount) {
            throw new CommandException("ERR " + notAnAmount.getMessage());
        }
        call.server().collections().plainElements(bytes == 0 ? Long.MAX_VALUE : bytes);
        call.reply().ok();
    }

    private static void activeExpire(Call call) {
        call.server().activeExpire(call.request().size() == 3 && call.request().is(2, "1"));
        call.reply().ok();
    }
}
