package org.backstay.redis.command;

import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Reads IDs of stream entries from arguments. Stateless. */
final class StreamIds {
    private static final String INVALID = "ERR Invalid stream ID specified as stream command argument";
    private static final int LONGEST = 127;

    private StreamIds() {}

    /** An ID; {@code -} and {@code +} are the least and the greatest. */
    static StreamId id(Request request, int i, long missingSeq) {
        return parse(request.text(i), missingSeq);
    }

    private static StreamId parse(String text, long missingSeq) {
        if (text.equals("-")) {
            return StreamId.MIN;
        }
        return text.equals("+") ? StreamId.MAX : strict(text, missingSeq);
    }

    /** An ID in digits; one without a second half ends in 0. */
    static StreamId strict(Request request, int i) {
        return strict(request.text(i), 0);
    }

    private static StreamId strict(String text, long missingSeq) {
        StreamId id = parseOrNull(text, missingSeq);
        if (id == null) {
            throw new CommandException(INVALID);
        }
        return id;
    }

    /** As {@link #strict(Request, int)}, or null for what is no ID. */
    static @Nullable StreamId orNull(Request request, int i) {
        return parseOrNull(request.text(i), 0);
    }

    /** The milliseconds of {@code ms-*}, whose second half is still to be found, or null if it is not of that form. */
    static @Nullable Long openEnded(Request request, int i) {
        String text = request.text(i);
        if (!text.endsWith("-*") || text.length() > LONGEST) {
            return null;
        }
        Long ms = number(text.substring(0, text.length() - 2));
        if (ms == null) {
            throw new CommandException(INVALID);
        }
        return ms;
    }

    private static @Nullable StreamId parseOrNull(String text, long missingSeq) {
        if (text.length() > LONGEST) {
            return null;
        }
        int hyphen = text.indexOf('-');
        Long ms = number(hyphen < 0 ? text : text.substring(0, hyphen));
        Long seq = hyphen < 0 ? Long.valueOf(missingSeq) : number(text.substring(hyphen + 1));
        return ms == null || seq == null ? null : new StreamId(ms, seq);
    }

    /** An unsigned number as C's strtoull reads one: spaces, a plus sign and zeros may lead. */
    private static @Nullable Long number(String text) {
        String digits = text.stripLeading();
        try {
            return digits.startsWith("-") ? null : Long.valueOf(Long.parseUnsignedLong(digits));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** Where a range begins; {@code (} leaves out the ID behind it. */
    static StreamId start(Request request, int i) {
        String text = request.text(i);
        if (!isExclusive(text)) {
            return parse(text, 0);
        }
        StreamId before = strict(text.substring(1), 0);
        if (before.equals(StreamId.MAX)) {
            throw new CommandException("ERR invalid start ID for the interval");
        }
        return before.next();
    }

    /** Where a range ends; {@code (} leaves out the ID behind it. An ID without a second half means all of its millisecond. */
    static StreamId end(Request request, int i) {
        String text = request.text(i);
        if (!isExclusive(text)) {
            return parse(text, -1);
        }
        StreamId behind = strict(text.substring(1), -1);
        if (behind.equals(StreamId.MIN)) {
            throw new CommandException("ERR invalid end ID for the interval");
        }
        return behind.previous();
    }

    private static boolean isExclusive(String text) {
        return text.length() > 1 && text.charAt(0) == '(';
    }
}
