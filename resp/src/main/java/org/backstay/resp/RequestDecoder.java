package org.backstay.resp;

import static org.backstay.base.memory.NativeMemory.getByte;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.LongText;
import org.backstay.config.QuotedWords;
import org.jspecify.annotations.Nullable;

/**
 * Finds the arguments of one command after the other, however the bytes are cut. Owned by the connection's loop.
 *
 * <p>Positions are kept relative to the command's first byte, so that the bytes may move in memory between two calls, and nothing is
 * looked at twice. Limits and error texts are those of Redis 7.0 ({@code PROTO_INLINE_MAX_SIZE} and following).
 */
final class RequestDecoder {
    /** What a call of {@link #decode} found. */
    enum Found {
        /** A command. */
        COMMAND,
        /** An empty line or an empty array: nothing to run. */
        NOTHING,
        /** Too few bytes. */
        MORE,
        /** Not the protocol. */
        BROKEN
    }

    private static final int UNKNOWN = -1;

    /** A frame must fit into one buffer. */
    private static final int LONGEST_FRAME = Integer.MAX_VALUE - 64;

    private final RequestLimits limits;
    private final Request request = new Request();
    private boolean authenticated = true;
    private boolean fromMaster;

    /** Where the next line or argument begins. */
    private int at;

    /** Up to where the current line has been searched for its end. */
    private int searched;

    /** Arguments still to come; 0 before the first line was read. */
    private int argumentsLeft;

    /** The length of the argument that comes next, when its line was read. */
    private int bulk = UNKNOWN;

    private @Nullable String error;

    RequestDecoder(RequestLimits limits) {
        this.limits = limits;
    }

    void authenticated(boolean yes) {
        authenticated = yes;
    }

    void fromMaster(boolean yes) {
        fromMaster = yes;
    }

    /** The command found last. */
    Request request() {
        return request;
    }

    /** Bytes that {@link Found#COMMAND} or {@link Found#NOTHING} has used. */
    int used() {
        return at;
    }

    @Nullable
    String error() {
        return error;
    }

    /** Bytes that are certainly missing after {@link Found#MORE}, of {@code length} given; at least 1. */
    int missing(int length) {
        return bulk == UNKNOWN ? 1 : Math.max(1, at + bulk + 2 - length);
    }

    /** Begins a new command. */
    void begin() {
        at = 0;
        searched = 0;
        argumentsLeft = 0;
        bulk = UNKNOWN;
        request.clear();
    }

    /**
     * Looks on.
     *
     * @param address where the command's first byte is now
     * @param length how many bytes there are from there on; no fewer than at the last call
     */
    Found decode(long address, int length) {
        if (length == 0) {
            return Found.MORE;
        }
        if (argumentsLeft == 0) {
            if (getByte(address) != '*') {
                return inline(address, length);
            }
            Found count = count(address, length);
            if (argumentsLeft == 0) {
                return count;
            }
        }
        return arguments(address, length);
    }

    private Found count(long address, int length) {
        int end = lineEnd(address, length);
        if (end < 0) {
            return length > RequestLimits.LONGEST_LINE ? broken("too big mbulk count string") : Found.MORE;
        }
        long count = LongText.parse(address + 1, end - 1);
        if (count > Integer.MAX_VALUE || (count == Long.MIN_VALUE && !LongText.isLong(address + 1, end - 1))) {
            return broken("invalid multibulk length");
        }
        if (count > RequestLimits.MOST_ARGUMENTS_UNAUTHENTICATED && !authenticated) {
            return broken("unauthenticated multibulk length");
        }
        at = end + 2;
        searched = at;
        argumentsLeft = (int) Math.max(0, count);
        return Found.NOTHING;
    }

    private Found arguments(long address, int length) {
        while (true) {
            if (bulk == UNKNOWN) {
                Found line = bulkLength(address, length);
                if (bulk == UNKNOWN) {
                    return line;
                }
            }
            if (bulk > length - at - 2) {
                return Found.MORE;
            }
            request.add(at, bulk);
            at += bulk + 2;
            searched = at;
            bulk = UNKNOWN;
            if (--argumentsLeft == 0) {
                request.place(address, at);
                return Found.COMMAND;
            }
        }
    }

    private Found bulkLength(long address, int length) {
        int end = lineEnd(address, length);
        if (end < 0) {
            return length - at > RequestLimits.LONGEST_LINE ? broken("too big bulk count string") : Found.MORE;
        }
        byte first = getByte(address + at);
        if (first != '$') {
            return broken("expected '$', got '" + (char) (first & 0xff) + "'");
        }
        long size = LongText.parse(address + at + 1, end - at - 1);
        if (size < 0 || (size > limits.longestBulk() && !fromMaster) || size > LONGEST_FRAME - end) {
            return broken("invalid bulk length");
        }
        if (size > RequestLimits.LONGEST_BULK_UNAUTHENTICATED && !authenticated) {
            return broken("unauthenticated bulk length");
        }
        at = end + 2;
        bulk = (int) size;
        return Found.NOTHING;
    }

    /**
     * Where the carriage return of the current line is, or -1 when it and the byte behind it are not both there yet. As in the original, whose
     * strings end at a zero byte, a line with a zero byte in it never ends: it becomes too long in the end.
     */
    private int lineEnd(long address, int length) {
        int i = searched;
        for (; i < length; i++) {
            byte b = getByte(address + i);
            if (b == '\r') {
                searched = i;
                return i + 1 < length ? i : -1;
            }
            if (b == 0) {
                break;
            }
        }
        searched = i;
        return -1;
    }

    private Found inline(long address, int length) {
        int i = searched;
        while (i < length && getByte(address + i) != '\n' && getByte(address + i) != 0) {
            i++;
        }
        searched = i;
        if (i > RequestLimits.LONGEST_LINE
                || ((i == length || getByte(address + i) == 0) && length > RequestLimits.LONGEST_LINE)) {
            return broken("too big inline request");
        }
        if (i == length || getByte(address + i) == 0) {
            return Found.MORE;
        }
        at = i + 1;
        int end = i > 0 && getByte(address + i - 1) == '\r' ? i - 1 : i;
        if (fromMaster && end > 0) {
            return broken("inline command from the master, its stream may be damaged");
        }
        if (hasQuotes(address, end)) {
            return quoted(address, end);
        }
        split(address, end);
        if (request.size() == 0) {
            return Found.NOTHING;
        }
        request.place(address, 0);
        return Found.COMMAND;
    }

    private static boolean hasQuotes(long address, int end) {
        return NativeMemory.find(address, end, (byte) '"') >= 0 || NativeMemory.find(address, end, (byte) '\'') >= 0;
    }

    private void split(long address, int end) {
        int i = 0;
        while (i < end) {
            while (i < end && isSpace(getByte(address + i))) {
                i++;
            }
            int begin = i;
            while (i < end && !isSeparator(getByte(address + i))) {
                i++;
            }
            if (i > begin) {
                request.add(begin, i - begin);
            }
        }
    }

    /** What ends a word: fewer characters than what may stand before one. */
    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    /** White space as C's {@code isspace}: also the controls from tab to carriage return. */
    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    /** Quoted words are not in the buffer as they are meant: the rare case, which may cost memory. */
    private Found quoted(long address, int end) {
        List<String> words =
                QuotedWords.split(new String(NativeMemory.toArray(address, end), StandardCharsets.ISO_8859_1));
        if (words == null) {
            return broken("unbalanced quotes in request");
        }
        if (words.isEmpty()) {
            return Found.NOTHING;
        }
        request.hold(words);
        return Found.COMMAND;
    }

    private Found broken(String what) {
        error = "Protocol error: " + what;
        return Found.BROKEN;
    }
}
