package org.backstay.resp;

import static org.backstay.base.memory.NativeMemory.getByte;

import io.netty.buffer.ByteBuf;
import org.backstay.base.number.LongText;
import org.jspecify.annotations.Nullable;

/**
 * Finds where one reply ends, without building anything: for a proxy that passes replies on as they are. Survives being cut
 * anywhere; never looks at a byte of a bulk string, nor twice at any other. Owned by the connection's loop.
 *
 * <p>{@code left} has, for each open array, map or set, the number of elements that are still to come. Attributes are counted as
 * elements together with the value they belong to.
 */
public final class ReplyScanner {
    /** The deepest nesting accepted. */
    public static final int DEEPEST = 64;

    /** The result of {@link #scan} when the reply goes on after what was received. */
    public static final int MORE = -1;

    /** The result of {@link #scan} when this is no reply; {@link #error()} says why. */
    public static final int BROKEN = -2;

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int NO_BULK = -1;

    /** The fewest bytes that an element takes: RESP3's null. */
    private static final int SHORTEST_ELEMENT = 3;

    private final int longestReply;
    private final long[] left = new long[DEEPEST];
    private int depth;

    /** Where the next line or bulk string begins, from the reply's first byte on. */
    private int at;

    private int searched;
    private int received;
    private int bulk = NO_BULK;
    private byte type;
    private @Nullable String error;

    /** Makes a scanner that accepts replies of up to {@code longestReply} bytes. */
    public ReplyScanner(int longestReply) {
        this.longestReply = longestReply;
    }

    /**
     * Looks on from where the last call stopped. The direct buffer's readable bytes begin with the first byte of the reply, at each call;
     * they may have moved in memory. Reader and writer index stay as they are.
     *
     * @return the length of the whole reply, from the reader index on ({@link #reset} is implied), or {@link #MORE} or {@link #BROKEN}
     */
    public int scan(ByteBuf in) {
        long address = in.memoryAddress() + in.readerIndex();
        int length = in.readableBytes();
        received = length;
        while (error == null) {
            if (bulk != NO_BULK) {
                if (length - at < bulk + 2) {
                    return MORE;
                }
                if (getByte(address + at + bulk) != '\r' || getByte(address + at + bulk + 1) != '\n') {
                    return broken("a bulk string that does not end where it said");
                }
                at += bulk + 2;
                searched = at;
                bulk = NO_BULK;
                if (elementEnded()) {
                    return whole();
                }
            }
            int end = lineEnd(address, length);
            if (end < 0) {
                return length - at > LONGEST_LINE ? broken("a line of more than " + LONGEST_LINE + " bytes") : MORE;
            }
            if (error != null) {
                return BROKEN;
            }
            if (at == 0) {
                type = getByte(address);
            }
            if (line(address, end)) {
                return whole();
            }
        }
        return BROKEN;
    }

    /** Reads one line; says whether the reply ends with it. */
    private boolean line(long address, int end) {
        byte kind = getByte(address + at);
        long from = address + at + 1;
        int digits = end - at - 1;
        at = end + 2;
        searched = at;
        return switch (kind) {
            case '+', '-', ':', ',', '#', '(', '_' -> elementEnded();
            case '$', '=', '!' -> bulk(LongText.parse(from, digits));
            case '*', '~', '>' -> elements(LongText.parse(from, digits), 1);
            case '%' -> elements(LongText.parse(from, digits), 2);
            case '|' -> attributes(LongText.parse(from, digits));
            default -> refuse("type " + shown(kind));
        };
    }

    private static String shown(byte kind) {
        return kind > ' ' && kind < 127 ? "'" + (char) kind + "'" : "0x" + Integer.toHexString(kind & 0xff);
    }

    private boolean bulk(long size) {
        if (size == -1) {
            return elementEnded();
        }
        if (size < 0 || size > longestReply - at - 2) {
            return refuse("bulk string of " + size + " bytes");
        }
        bulk = (int) size;
        return false;
    }

    private boolean elements(long count, int each) {
        if (count == -1 || count == 0) {
            return elementEnded();
        }
        return open(count, each, 0);
    }

    private boolean attributes(long pairs) {
        return open(pairs, 2, 1);
    }

    private boolean open(long count, int each, int more) {
        if (count < 0 || count > (longestReply - at) / (SHORTEST_ELEMENT * each)) {
            return refuse("count " + count);
        }
        if (depth == DEEPEST) {
            return refuse("nesting deeper than " + DEEPEST);
        }
        left[depth++] = count * each + more;
        return false;
    }

    /** Counts an element that has ended, and what ends with it; says whether the reply has ended. */
    private boolean elementEnded() {
        while (depth > 0) {
            if (--left[depth - 1] > 0) {
                return false;
            }
            depth--;
        }
        return true;
    }

    private int whole() {
        int length = at;
        reset();
        return length;
    }

    private int lineEnd(long address, int length) {
        int i = searched;
        while (i < length && getByte(address + i) != '\r') {
            i++;
        }
        searched = i;
        if (i + 1 >= length) {
            return -1;
        }
        if (getByte(address + i + 1) != '\n') {
            broken("a carriage return without a line feed");
        }
        return i;
    }

    private boolean refuse(String what) {
        broken(what);
        return false;
    }

    private int broken(String what) {
        error = "read " + what + ", expected a reply of up to " + longestReply + " bytes";
        return BROKEN;
    }

    /** The first byte of the reply that was scanned last ({@code '-'} for an error). */
    public byte type() {
        return type;
    }

    /** How many bytes are certainly missing after {@link #MORE}, at least 1: what to make room for. */
    public long missing() {
        return bulk == NO_BULK ? 1 : Math.max(1, at + bulk + 2 - received);
    }

    /** Why the input is broken. */
    public @Nullable String error() {
        return error;
    }

    /** Begins a new reply. */
    public void reset() {
        at = 0;
        searched = 0;
        depth = 0;
        bulk = NO_BULK;
        error = null;
    }
}
