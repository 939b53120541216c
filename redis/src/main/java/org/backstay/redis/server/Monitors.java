package org.backstay.redis.server;

import java.nio.charset.StandardCharsets;
import org.backstay.base.bytes.ByteString;
import org.backstay.config.QuotedWords;
import org.backstay.resp.command.CommandFlag;

/** Shows every command to the clients that sent MONITOR. Runs on the server's loop. */
final class Monitors {
    private final RedisServer server;

    Monitors(RedisServer server) {
        this.server = server;
    }

    /** Shows a command that has run. */
    void show(Call call) {
        if (call.command().spec().is(CommandFlag.SKIP_MONITOR)
                || call.command().spec().is(CommandFlag.ADMIN)) {
            return;
        }
        showNow(call);
    }

    /** Shows a command that shows itself, because it executes others. */
    void showNow(Call call) {
        String line = line(call);
        for (Client monitor : server.clients().monitors()) {
            monitor.reply().simple(line);
            server.clients().flushLater(monitor);
        }
    }

    private String line(Call call) {
        long micros = server.time().micros();
        StringBuilder line = new StringBuilder();
        line.append(micros / 1_000_000).append('.');
        line.append(String.format(java.util.Locale.ROOT, "%06d", micros % 1_000_000));
        line.append(" [").append(call.client().database()).append(' ');
        line.append(origin(call.client())).append(']');
        for (ByteString argument : call.shownArguments(Integer.MAX_VALUE)) {
            line.append(' ').append(QuotedWords.inQuotes(new String(argument.array(), StandardCharsets.ISO_8859_1)));
        }
        return line.toString();
    }

    private static String origin(Client client) {
        if (!client.isConnected()) {
            return "lua";
        }
        return Peers.isUnix(client.channel()) ? "unix:" + Peers.path(client.channel()) : Peers.of(client.channel());
    }
}
