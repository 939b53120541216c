package org.backstay.persistence.rdb;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.putByte;

import java.util.Arrays;

/**
 * The LZF format that RDB files use for strings. A compressor belongs to the thread that uses it; expanding is stateless.
 *
 * <pre>
 *   000LLLLL                    L + 1 literal bytes follow
 *   LLLooooo oooooooo           copy L + 2 bytes (L in 1..6) from o + 1 bytes back
 *   111ooooo LLLLLLLL oooooooo  copy L + 9 bytes from o + 1 bytes back
 * </pre>
 */
public final class Lzf {
    private static final int HASH_BITS = 13;
    private static final int MAX_LITERALS = 32;
    private static final int MAX_DISTANCE = 1 << 13;
    private static final int MAX_COPY = 264;
    private static final int MIN_COPY = 3;

    /** No back reference makes more than this many bytes out of one. */
    private static final int BEST_RATIO = MAX_COPY / MIN_COPY;

    /**
     * Where three bytes with this hash were last seen, counted over all strings ever compressed: an entry older than the current
     * string is below its start, so the table needs no clearing.
     */
    private final int[] lastSeen = new int[1 << HASH_BITS];

    private int next = 1;

    /** Compressed bytes that could expand to {@code length} must number at least this many; fewer are a lie. */
    static int leastCompressed(long length) {
        return (int) Math.max(1, length / BEST_RATIO);
    }

    /**
     * Compresses {@code length} bytes at {@code from} to {@code to}, which has room for {@code room} bytes.
     *
     * @return the compressed length, or 0 when the result does not fit
     */
    public int compress(long from, int length, long to, int room) {
        int base = beginString(length);
        long end = to + room;
        long at = to;
        int literals = 0; // those from `position - literals` on that are not written yet
        int position = 0;
        while (position + MIN_COPY <= length) {
            long here = from + position;
            int slot = hash(here);
            int candidate = lastSeen[slot] - base;
            lastSeen[slot] = base + position;
            int distance = position - candidate;
            if (candidate < 0 || distance > MAX_DISTANCE || !sameThree(from + candidate, here)) {
                position++;
                literals++;
                continue;
            }
            int matched = matchLength(from + candidate, here, Math.min(length - position, MAX_COPY));
            at = writeLiterals(here - literals, literals, at, end);
            if (at < 0 || at + MIN_COPY > end) {
                return 0;
            }
            literals = 0;
            at = writeCopy(matched, distance - 1, at);
            position += matched;
        }
        literals += length - position;
        at = writeLiterals(from + length - literals, literals, at, end);
        return at < 0 ? 0 : (int) (at - to);
    }

    /** Gives the string a range of positions of its own and returns the first. */
    private int beginString(int length) {
        if (next > Integer.MAX_VALUE - length) {
            Arrays.fill(lastSeen, 0);
            next = 1;
        }
        int base = next;
        next += length;
        return base;
    }

    private static int hash(long at) {
        int three = getUnsignedByte(at) | (getUnsignedByte(at + 1) << 8) | (getUnsignedByte(at + 2) << 16);
        return (three * 0x9E3779B1) >>> (32 - HASH_BITS);
    }

    private static boolean sameThree(long a, long b) {
        return getByte(a) == getByte(b) && getByte(a + 1) == getByte(b + 1) && getByte(a + 2) == getByte(b + 2);
    }

    private static int matchLength(long a, long b, int most) {
        int matched = MIN_COPY;
        while (matched < most && getByte(a + matched) == getByte(b + matched)) {
            matched++;
        }
        return matched;
    }

    /** Returns the place behind what was written, or -1 when there is no room. */
    private static long writeLiterals(long from, int count, long to, long end) {
        long at = to;
        int done = 0;
        while (done < count) {
            int run = Math.min(count - done, MAX_LITERALS);
            if (at + 1 + run > end) {
                return -1;
            }
            putByte(at, run - 1);
            copy(from + done, at + 1, run);
            at += 1 + run;
            done += run;
        }
        return at;
    }

    private static long writeCopy(int matched, int distance, long to) {
        int length = matched - 2;
        if (length < 7) {
            putByte(to, (length << 5) | (distance >>> 8));
            putByte(to + 1, distance);
            return to + 2;
        }
        putByte(to, (7 << 5) | (distance >>> 8));
        putByte(to + 1, length - 7);
        putByte(to + 2, distance);
        return to + 3;
    }

    /**
     * Expands {@code length} bytes at {@code from} into exactly {@code expected} bytes at {@code to}.
     *
     * @return false when the bytes are not LZF or expand to another length; nothing is read or written beyond the two ranges
     */
    public static boolean expand(long from, int length, long to, int expected) {
        long at = from;
        long end = from + length;
        int written = 0;
        while (at < end) {
            int control = getUnsignedByte(at++);
            if (control < MAX_LITERALS) {
                int run = control + 1;
                if (run > end - at || run > expected - written) {
                    return false;
                }
                copy(at, to + written, run);
                at += run;
                written += run;
                continue;
            }
            int count = control >>> 5;
            int needed = count == 7 ? 2 : 1;
            if (needed > end - at) {
                return false;
            }
            if (count == 7) {
                count += getUnsignedByte(at++);
            }
            count += 2;
            int distance = (((control & 0x1F) << 8) | getUnsignedByte(at++)) + 1;
            if (distance > written || count > expected - written) {
                return false;
            }
            copyBack(to + written, distance, count);
            written += count;
        }
        return written == expected;
    }

    /** The source may run into what is being written: a distance of 1 repeats one byte. */
    private static void copyBack(long to, int distance, int count) {
        if (distance >= count) {
            copy(to - distance, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            putByte(to + i, getByte(to + i - distance));
        }
    }
}
