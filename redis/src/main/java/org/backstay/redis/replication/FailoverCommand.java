package org.backstay.redis.replication;

import org.backstay.node.Endpoint;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** {@code FAILOVER [TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]}. Runs on the server's loop. */
final class FailoverCommand {
    private static final int LARGEST_PORT = 65_535;

    private final Failover failover;

    FailoverCommand(Failover failover) {
        this.failover = failover;
    }

    /** What was asked for; the same option twice is an error. */
    private static final class Options {
        @Nullable
        Endpoint target;

        long timeoutMillis;
        boolean force;
    }

    void run(Call call) {
        Request request = call.request();
        if (request.size() == 2 && request.is(1, "abort")) {
            if (!failover.abort()) {
                throw new CommandException("ERR No failover in progress.");
            }
            call.reply().ok();
            return;
        }
        Options options = options(request);
        String refusal = failover.begin(options.target, options.timeoutMillis, options.force);
        if (refusal != null) {
            throw new CommandException(refusal);
        }
        call.reply().ok();
    }

    private static Options options(Request request) {
        Options options = new Options();
        int i = 1;
        while (i < request.size()) {
            if (request.is(i, "timeout") && i + 1 < request.size() && options.timeoutMillis == 0) {
                options.timeoutMillis = timeout(request, i + 1);
                i += 2;
            } else if (request.is(i, "to") && i + 2 < request.size() && options.target == null) {
                options.target = target(request, i + 1);
                i += 3;
            } else if (request.is(i, "force") && !options.force) {
                options.force = true;
                i++;
            } else {
                throw new CommandException("ERR syntax error");
            }
        }
        return options;
    }

    private static long timeout(Request request, int i) {
        long millis = integer(request, i);
        if (millis <= 0) {
            throw new CommandException("ERR FAILOVER timeout must be greater than 0");
        }
        return millis;
    }

    private static Endpoint target(Request request, int i) {
        long port = integer(request, i + 1);
        if (port < 0 || port > LARGEST_PORT || request.length(i) == 0) {
            throw new CommandException("ERR FAILOVER target HOST and PORT is not a replica.");
        }
        return new Endpoint(request.text(i), (int) port);
    }

    private static long integer(Request request, int i) {
        if (!request.parseLong(i)) {
            throw new CommandException("ERR value is not an integer or out of range");
        }
        return request.parsed();
    }
}
