package org.backstay.redis.command;

import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;

/**
 * {@code [GROUP group consumer] [BLOCK milliseconds] [COUNT count] [NOACK] STREAMS key [key ...] id [id ...]}.
 *
 * @param timeoutMillis how long to wait, 0 for ever; negative: not at all
 * @param count the most entries of each stream; 0 is no limit
 * @param firstKey the argument with the first key
 * @param keys how many keys there are, and behind them as many IDs
 * @param group the argument with the group's name; 0 for none
 * @param consumer the argument with the consumer's name
 * @param noAck whether entries count as acknowledged when they are delivered
 */
record StreamReadOptions(
        long timeoutMillis, long count, int firstKey, int keys, int group, int consumer, boolean noAck) {
    /** Who has waited is given no more than this unless it asked for a number: what comes meanwhile may be a lot. */
    private static final int MOST_LATE = 1000;

    /** Reads the arguments. */
    static StreamReadOptions parse(Call call, boolean grouped) {
        Request request = call.request();
        long timeout = -1;
        long count = 0;
        int group = 0;
        boolean noAck = false;
        for (int i = 1; i < request.size(); i++) {
            int behind = request.size() - i - 1;
            if (request.is(i, "block") && behind > 0) {
                timeout = timeout(call, ++i);
            } else if (request.is(i, "count") && behind > 0) {
                count = Math.max(Arguments.integer(request, ++i), 0);
            } else if (request.is(i, "streams") && behind > 0) {
                if (behind % 2 != 0) {
                    throw new CommandException("ERR Unbalanced XREAD list of streams: for each stream key an ID or '$'"
                            + " must be specified.");
                }
                if (grouped && group == 0) {
                    throw new CommandException("ERR Missing GROUP option for XREADGROUP");
                }
                return new StreamReadOptions(timeout, count, i + 1, behind / 2, group, group + 1, noAck);
            } else if (request.is(i, "group") && behind >= 2) {
                requireGrouped(grouped, "GROUP");
                group = i + 1;
                i += 2;
            } else if (request.is(i, "noack")) {
                requireGrouped(grouped, "NOACK");
                noAck = true;
            } else {
                throw Arguments.syntax();
            }
        }
        throw Arguments.syntax();
    }

    private static long timeout(Call call, int i) {
        if (call.isOfScript()) {
            throw new CommandException(
                    "ERR " + call.request().text(0) + " command is not allowed with BLOCK option from scripts");
        }
        long timeout = Arguments.integer(call.request(), i, "ERR timeout is not an integer or out of range");
        if (timeout < 0) {
            throw new CommandException("ERR timeout is negative");
        }
        return timeout;
    }

    private static void requireGrouped(boolean grouped, String option) {
        if (!grouped) {
            throw new CommandException(
                    "ERR The " + option + " option is only supported by XREADGROUP. You called XREAD instead.");
        }
    }

    boolean isGrouped() {
        return group != 0;
    }

    /** The most entries of each stream for who need not wait. */
    long most() {
        return count == 0 ? Long.MAX_VALUE : count;
    }

    /** And for who had to. */
    long mostLate() {
        return count == 0 ? MOST_LATE : count;
    }
}
