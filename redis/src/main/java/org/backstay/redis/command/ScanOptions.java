package org.backstay.redis.command;

import java.util.List;
import java.util.function.LongUnaryOperator;
import org.backstay.base.bytes.Glob;
import org.backstay.keyspace.Entry;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of SCAN, HSCAN, SSCAN and ZSCAN.
 *
 * @param count how many elements to look at; positive
 * @param pattern which elements to show, or null for all
 * @param type which keys to show (SCAN only), or null for all; a name no type has shows none
 */
record ScanOptions(
        int count, @Nullable Glob pattern, @Nullable String type) {
    /** Buckets looked at for each element asked for, at most: an empty stretch must not become a stop. */
    private static final int EFFORT = 10;

    private static final int STANDARD_COUNT = 10;

    /** Reads the options behind the cursor. */
    static ScanOptions parse(Request request, int first, boolean withType) {
        long count = STANDARD_COUNT;
        Glob pattern = null;
        String type = null;
        for (int i = first; i < request.size(); i += 2) {
            if (i + 1 >= request.size()) {
                throw Arguments.syntax();
            }
            if (request.is(i, "count")) {
                count = Arguments.integer(request, i + 1);
                if (count < 1) {
                    throw Arguments.syntax();
                }
            } else if (request.is(i, "match")) {
                pattern = Glob.of(request.bytes(i + 1));
            } else if (withType && request.is(i, "type")) {
                type = request.text(i + 1);
            } else {
                throw Arguments.syntax();
            }
        }
        boolean all = pattern != null && pattern.matchesEverything();
        return new ScanOptions((int) Math.min(count, Integer.MAX_VALUE), all ? null : pattern, type);
    }

    /** Where to go on, 0 to begin: an unsigned number; one with a minus sign counts down from 2^64, as strtoul has it. */
    static long cursor(Request request, int i) {
        String text = ErrorReplies.untilZero(request.text(i));
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return text.startsWith("-")
                    ? -Long.parseUnsignedLong(text, 1, text.length(), 10)
                    : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new CommandException("ERR invalid cursor");
        }
    }

    /**
     * Scans a collection until enough was found or enough was looked at, and replies the next cursor and what was found.
     *
     * @param cursor where to go on
     * @param parts how many parts of an element are found together: two for fields with values and members with scores
     * @param step goes from a cursor to the next and adds to {@code found}
     */
    void scan(ReplyWriter reply, long cursor, int parts, List<byte[]> found, LongUnaryOperator step) {
        long next = cursor;
        long effort = (long) count * EFFORT;
        do {
            next = step.applyAsLong(next);
            effort--;
        } while (next != 0 && effort > 0 && found.size() / parts < count);
        reply(reply, next, found);
    }

    /** Replies the next cursor and what was found. */
    static void reply(ReplyWriter reply, long next, List<byte[]> found) {
        reply.array(2);
        reply.bulk(Long.toUnsignedString(next));
        reply.array(found.size());
        found.forEach(reply::bulk);
    }

    /** Whether SCAN shows the key. */
    boolean accepts(Entry entry) {
        return (type == null || entry.type() == GenericCommands.typeNamed(type)) && matches(entry.key());
    }

    /** Whether the pattern fits. */
    boolean matches(byte[] element) {
        return pattern == null || pattern.matches(element);
    }
}
