package org.backstay.redis.command;

import static org.backstay.resp.command.IntrospectionRows.SLOWLOG;
import static org.backstay.resp.command.IntrospectionRows.SLOWLOG_GET;
import static org.backstay.resp.command.IntrospectionRows.SLOWLOG_LEN;
import static org.backstay.resp.command.IntrospectionRows.SLOWLOG_RESET;
import static org.backstay.resp.command.ServerRows.DBSIZE;
import static org.backstay.resp.command.ServerRows.FLUSHALL;
import static org.backstay.resp.command.ServerRows.FLUSHDB;
import static org.backstay.resp.command.ServerRows.INFO;
import static org.backstay.resp.command.ServerRows.LOLWUT;
import static org.backstay.resp.command.ServerRows.MONITOR;
import static org.backstay.resp.command.ServerRows.SHUTDOWN;
import static org.backstay.resp.command.ServerRows.SWAPDB;
import static org.backstay.resp.command.ServerRows.TIME;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.backstay.redis.config.MemoryDirectives;
import org.backstay.redis.config.ShutdownOptions;
import org.backstay.redis.info.InfoReport;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.SlowLog;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;

/** Commands for the server as a whole: INFO, DBSIZE, FLUSHALL, SWAPDB, TIME, SLOWLOG, MONITOR, SHUTDOWN. */
public final class ServerCommands {
    /** Ends the server. */
    public interface Shutdown {
        /** Begins to end the server. Whoever asks waits for that, and is answered only if the server goes on. */
        void begin(ShutdownOptions options, Call by);

        /** Takes that back while replicas are waited for; whether there was something to take back. */
        boolean abort();
    }

    private static final int DEFAULT_SLOW_ENTRIES = 10;

    private final InfoReport report;
    private final Shutdown shutdown;

    private ServerCommands(InfoReport report, Shutdown shutdown) {
        this.report = report;
        this.shutdown = shutdown;
    }

    /** Binds the family. */
    public static void bind(Handlers handlers, InfoReport report, Shutdown shutdown) {
        ServerCommands family = new ServerCommands(report, shutdown);
        handlers.on(INFO, family::info)
                .on(SHUTDOWN, family::shutdown)
                .on(DBSIZE, call -> call.reply().integer(call.database().size()))
                .on(TIME, ServerCommands::time)
                .on(FLUSHDB, ServerCommands::flushDb)
                .on(FLUSHALL, ServerCommands::flushAll)
                .on(SWAPDB, ServerCommands::swapDb)
                .on(MONITOR, ServerCommands::monitor)
                .on(
                        LOLWUT,
                        call -> call.reply()
                                .verbatim(
                                        "txt", Lolwut.draw(call.server().node().random())))
                .container(SLOWLOG)
                .on(SLOWLOG_GET, ServerCommands::slowLogGet)
                .on(
                        SLOWLOG_LEN,
                        call -> call.reply()
                                .integer(call.server().slowLog().entries().size()))
                .on(SLOWLOG_RESET, ServerCommands::slowLogReset);
    }

    private void info(Call call) {
        Set<String> wanted = new HashSet<>();
        for (int i = 1; i < call.request().size(); i++) {
            wanted.add(call.request().text(i).toLowerCase(Locale.ROOT));
        }
        call.reply().verbatim("txt", report.text(wanted));
    }

    private void shutdown(Call call) {
        Request request = call.request();
        if (request.size() == 2 && request.is(1, "abort")) {
            if (!shutdown.abort()) {
                throw new CommandException("ERR No shutdown in progress.");
            }
            call.reply().ok();
            return;
        }
        ShutdownOptions options = ShutdownOptions.STANDARD;
        try {
            for (int i = 1; i < request.size(); i++) {
                options = options.with(request.text(i));
            }
        } catch (IllegalArgumentException notAnOption) {
            throw Arguments.syntax();
        }
        if (!options.now() && !call.mayWait()) {
            throw new CommandException("ERR SHUTDOWN without NOW or ABORT isn't allowed for DENY BLOCKING client");
        }
        shutdown.begin(options, call);
    }

    private static void time(Call call) {
        long micros = call.server().time().micros();
        call.reply().array(2);
        call.reply().bulk(micros / 1_000_000);
        call.reply().bulk(micros % 1_000_000);
    }

    private static boolean flushMode(Call call) {
        Request request = call.request();
        if (request.size() == 1) {
            return call.server().settings().get(MemoryDirectives.LAZYFREE_LAZY_USER_FLUSH);
        }
        if (request.size() == 2 && (request.is(1, "sync") || request.is(1, "async"))) {
            return request.is(1, "async");
        }
        throw Arguments.syntax();
    }

    private static void flushDb(Call call) {
        boolean async = flushMode(call);
        call.server().keyspace().flush(call.client().database(), async);
        call.propagateAlways();
        call.reply().ok();
    }

    private static void flushAll(Call call) {
        boolean async = flushMode(call);
        call.server().keyspace().flushAll(async);
        call.propagateAlways();
        call.reply().ok();
    }

    private static void swapDb(Call call) {
        int databases = call.server().keyspace().databases();
        Arguments.integer(call.request(), 1, "ERR invalid first DB index");
        Arguments.integer(call.request(), 2, "ERR invalid second DB index");
        int first = Arguments.database(call.request(), 1, databases);
        int second = Arguments.database(call.request(), 2, databases);
        call.server().keyspace().swap(first, second);
        call.propagateAlways();
        call.reply().ok();
    }

    private static void monitor(Call call) {
        call.server().clients().addMonitor(call.client());
        call.reply().ok();
    }

    private static void slowLogGet(Call call) {
        long wanted = DEFAULT_SLOW_ENTRIES;
        if (call.request().size() == 3) {
            wanted = Arguments.integer(
                    call.request(), 2, -1, Long.MAX_VALUE, "ERR count should be greater than or equal to -1");
        } else if (call.request().size() > 3) {
            throw Arguments.subcommandSyntax(call.request());
        }
        SlowLog log = call.server().slowLog();
        long shown = wanted < 0
                ? log.entries().size()
                : Math.min(wanted, log.entries().size());
        call.reply().array((int) shown);
        log.entries().stream().limit(shown).forEach(slow -> show(call.reply(), slow));
    }

    private static void show(ReplyWriter reply, SlowLog.Slow slow) {
        reply.array(6);
        reply.integer(slow.id());
        reply.integer(slow.seconds());
        reply.integer(slow.micros());
        reply.array(slow.arguments().size());
        slow.arguments().forEach(argument -> reply.bulk(argument.array()));
        reply.bulk(slow.peer());
        reply.bulk(slow.clientName().array());
    }

    private static void slowLogReset(Call call) {
        call.server().slowLog().reset();
        call.reply().ok();
    }
}
