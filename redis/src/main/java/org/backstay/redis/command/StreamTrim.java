package org.backstay.redis.command;

import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;

/**
 * The options of XADD and XTRIM: {@code [NOMKSTREAM] [MAXLEN|MINID [=|~] threshold [LIMIT count]]}. Read from left to right until something
 * else stands there.
 */
final class StreamTrim {
    private static final long LARGEST_LIMIT = 1_000_000;
    private static final long LIMIT_OF_UNLIMITED_NODES = 10_000;
    private static final int NODES = 100;
    private static final byte[] EXACTLY = Words.of("=");

    private enum Strategy {
        NONE,
        LENGTH,
        ID
    }

    private final Call call;
    private final Request request;
    private Strategy strategy = Strategy.NONE;
    private boolean approximate;
    private boolean keepsMissing;
    private boolean limited;
    private long limit;
    private long length;
    private StreamId before = StreamId.MIN;
    private int threshold;
    private int end;

    private StreamTrim(Call call) {
        this.call = call;
        this.request = call.request();
    }

    /**
     * Reads the options.
     *
     * @param adding whether an ID may follow, as in XADD; else the options go up to the last argument
     */
    static StreamTrim parse(Call call, boolean adding) {
        StreamTrim trim = new StreamTrim(call);
        trim.end = 2;
        while (trim.end < trim.request.size() && trim.readOption(trim.end, adding)) {
            trim.end++;
        }
        if (!adding && trim.end < trim.request.size()) {
            throw Arguments.syntax();
        }
        return trim;
    }

    /** Reads an option and leaves {@link #end} on its last argument; false if there is none. */
    private boolean readOption(int at, boolean adding) {
        boolean more = at + 1 < request.size();
        if (more && request.is(at, "maxlen")) {
            readThreshold(at, Strategy.LENGTH);
        } else if (more && request.is(at, "minid")) {
            readThreshold(at, Strategy.ID);
        } else if (more && request.is(at, "limit")) {
            limit = Arguments.integer(request, at + 1);
            if (limit < 0) {
                throw new CommandException("ERR The LIMIT argument must be >= 0.");
            }
            limited = true;
            end = at + 1;
        } else if (adding && request.is(at, "nomkstream")) {
            keepsMissing = true;
        } else {
            return false;
        }
        return true;
    }

    private void readThreshold(int at, Strategy by) {
        if (strategy != Strategy.NONE) {
            throw new CommandException(
                    "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
        }
        strategy = by;
        boolean signed = at + 2 < request.size() && (request.is(at + 1, "~") || request.is(at + 1, "="));
        approximate = signed && request.is(at + 1, "~");
        threshold = at + (signed ? 2 : 1);
        if (by == Strategy.ID) {
            before = StreamIds.strict(request, threshold);
        } else {
            length = Arguments.integer(request, threshold);
            if (length < 0) {
                throw new CommandException("ERR The MAXLEN argument must be >= 0.");
            }
        }
        end = threshold;
    }

    /** Refuses options that do not go together; called when all before and the ID are known to be sound. */
    void check(boolean adding) {
        if (limit > 0 && strategy == Strategy.NONE) {
            throw new CommandException("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
        }
        if (!adding && strategy == Strategy.NONE) {
            throw new CommandException("ERR syntax error, XTRIM must be called with a trimming strategy");
        }
        if (isOfMaster()) {
            limit = 0; // the threshold is exact: our master has said where its own limit led
        } else if (limited && !approximate) {
            throw new CommandException("ERR syntax error, LIMIT cannot be used without the special ~ option");
        } else if (!limited && approximate) {
            long ofNodes = NODES * call.server().settings().get(RedisDirectives.STREAM_NODE_MAX_ENTRIES);
            limit = ofNodes <= 0 ? LIMIT_OF_UNLIMITED_NODES : Math.min(ofNodes, LARGEST_LIMIT);
        }
    }

    private boolean isOfMaster() {
        return call.client().role() == Client.Role.MASTER;
    }

    /** The first argument behind the options. */
    int end() {
        return end;
    }

    /** Whether a stream that is not there stays away (NOMKSTREAM). */
    boolean keepsMissing() {
        return keepsMissing;
    }

    /** Trims; how many entries were removed. */
    long apply(StreamValue stream) {
        return switch (strategy) {
            case NONE -> 0;
            case LENGTH -> stream.trimToLength(length, approximate, limit);
            case ID -> stream.trimBefore(before, approximate, limit);
        };
    }

    /** Whether the log must be told another threshold, because ours depends on how nodes happen to be cut. */
    boolean isApproximate() {
        return approximate;
    }

    /** Puts what has come of an approximate threshold into a copy of the arguments. */
    void writeExact(byte[][] words, StreamValue stream) {
        words[threshold - 1] = EXACTLY;
        words[threshold] = strategy == Strategy.LENGTH
                ? Words.of(stream.size())
                : stream.firstKept().toBytes();
    }
}
