package org.backstay.redis.hyperloglog;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.putByte;

/**
 * Registers as runs of equal ones; stateless.
 *
 * <pre>
 *   00nnnnnn            n+1 zeros
 *   01nnnnnn nnnnnnnn   n+1 zeros
 *   1vvvvvnn            n+1 times the value v+1
 * </pre>
 *
 * Runs come from strings that anybody can write, so they are held against the length and against the number of registers.
 */
public final class SparseRegisters {
    /** Registers that are all zero, bytes. */
    static final int EMPTY_BYTES = 2;

    /** The most bytes that {@link #raise} makes of one run. */
    public static final int GROWTH = 3;

    /** The register has that value or a higher one. */
    public static final int UNCHANGED = 0;

    /** The runs do not say what all registers are. */
    public static final int CORRUPT = -1;

    /** The value, or the bytes that it would take, are too many for sparse registers. */
    public static final int TOO_LARGE = -2;

    private static final int LONG_ZEROS = 0x40;
    private static final int VALUE = 0x80;
    private static final int MAX_VALUE = 32;
    private static final int MAX_VALUE_RUN = 4;
    private static final int MAX_SHORT_ZEROS = 64;

    /** How many runs {@link #join} looks at. */
    private static final int JOINED = 5;

    private SparseRegisters() {}

    static void clear(long registers) {
        putZeros(registers, Sketch.REGISTERS);
    }

    private static boolean isValue(int head) {
        return (head & VALUE) != 0;
    }

    private static boolean isLongZeros(int head) {
        return (head & 0xC0) == LONG_ZEROS;
    }

    /** How many bytes the run takes. */
    private static int bytes(int head) {
        return isLongZeros(head) ? 2 : 1;
    }

    /** How many registers the run at {@code at} stands for; a second byte that is missing counts as 0. */
    private static int run(long at, long end) {
        int head = getUnsignedByte(at);
        if (isValue(head)) {
            return (head & 3) + 1;
        }
        if (isLongZeros(head)) {
            return ((head & 0x3F) << 8 | (at + 1 < end ? getUnsignedByte(at + 1) : 0)) + 1;
        }
        return (head & 0x3F) + 1;
    }

    private static int value(int head) {
        return isValue(head) ? (head >>> 2 & 0x1F) + 1 : 0;
    }

    private static int putZeros(long at, int run) {
        if (run <= MAX_SHORT_ZEROS) {
            putByte(at, run - 1);
            return 1;
        }
        putByte(at, LONG_ZEROS | ((run - 1) >>> 8));
        putByte(at + 1, run - 1);
        return 2;
    }

    private static int putValue(long at, int value, int run) {
        putByte(at, VALUE | ((value - 1) << 2) | (run - 1));
        return 1;
    }

    /** Raises registers to these, where these are higher; false if the runs are corrupt. */
    static boolean mergeInto(byte[] into, long registers, int length) {
        long end = registers + length;
        int index = 0;
        for (long at = registers; at < end; at += bytes(getUnsignedByte(at))) {
            int run = run(at, end);
            int value = value(getUnsignedByte(at));
            if (value > 0) {
                if (index + run > Sketch.REGISTERS) {
                    break;
                }
                for (int i = index; i < index + run; i++) {
                    into[i] = (byte) Math.max(into[i], value);
                }
            }
            index = Math.min(index + run, Sketch.REGISTERS + 1);
        }
        return index == Sketch.REGISTERS;
    }

    /** Counts how many registers have each value; false if the runs are corrupt. */
    static boolean count(long registers, int length, int[] histogram) {
        long end = registers + length;
        long index = 0;
        for (long at = registers; at < end; at += bytes(getUnsignedByte(at))) {
            int run = run(at, end);
            histogram[value(getUnsignedByte(at))] += run;
            index += run;
        }
        return index == Sketch.REGISTERS;
    }

    /**
     * Raises a register to a value.
     *
     * @param registers where they are, with room for {@link #GROWTH} bytes more
     * @param length of all runs, bytes
     * @param limit the most bytes that they may have afterwards if they grow
     * @return the new length; or {@link #UNCHANGED}, {@link #CORRUPT} or {@link #TOO_LARGE}, and nothing is done then
     */
    public static int raise(long registers, int length, int index, int value, long limit) {
        if (value > MAX_VALUE) {
            return TOO_LARGE;
        }
        long end = registers + length;
        long before = registers;
        long at = registers;
        int first = 0;
        while (at < end && index >= first + run(at, end)) {
            before = at;
            first += run(at, end);
            at += bytes(getUnsignedByte(at));
        }
        if (at >= end || at + bytes(getUnsignedByte(at)) > end) {
            return CORRUPT;
        }
        int head = getUnsignedByte(at);
        int run = run(at, end);
        if (value(head) >= value) {
            return UNCHANGED;
        }
        int growth = growth(head, index - first, first + run - 1 - index);
        if (growth > 0 && length + growth > limit) {
            return TOO_LARGE;
        }
        long behind = at + bytes(head);
        copy(behind, behind + growth, end - behind);
        split(at, head, index - first, first + run - 1 - index, value);
        return length + growth - join(before, end + growth);
    }

    /** How many bytes more a run takes once one of its registers, with so many on either side, has a value of its own. */
    private static int growth(int head, int left, int right) {
        return side(head, left) + 1 + side(head, right) - bytes(head);
    }

    private static int side(int head, int run) {
        if (run == 0) {
            return 0;
        }
        return isValue(head) || run <= MAX_SHORT_ZEROS ? 1 : 2;
    }

    private static void split(long from, int head, int left, int right, int value) {
        long at = from;
        if (left > 0) {
            at += isValue(head) ? putValue(at, value(head), left) : putZeros(at, left);
        }
        at += putValue(at, value, 1);
        if (right > 0) {
            if (isValue(head)) {
                putValue(at, value(head), right);
            } else {
                putZeros(at, right);
            }
        }
    }

    /** Joins runs of the same value that have become neighbours; how many bytes that saves. */
    private static int join(long from, long behind) {
        long at = from;
        long end = behind;
        for (int looks = 0; looks < JOINED && at < end; looks++) {
            int head = getUnsignedByte(at);
            int next = isValue(head) && at + 1 < end ? getUnsignedByte(at + 1) : 0;
            int run = (head & 3) + (next & 3) + 2;
            if (value(next) == value(head) && isValue(next) && run <= MAX_VALUE_RUN) {
                putValue(at + 1, value(head), run);
                copy(at + 1, at, end - at - 1);
                end--;
            } else {
                at += bytes(head);
            }
        }
        return (int) (behind - end);
    }

    /** The runs as text: {@code Z:12 v:3,1 z:5}. */
    public static String describe(long registers, int length) {
        StringBuilder text = new StringBuilder();
        long end = registers + length;
        for (long at = registers; at < end; at += bytes(getUnsignedByte(at))) {
            int head = getUnsignedByte(at);
            if (!text.isEmpty()) {
                text.append(' ');
            }
            if (isValue(head)) {
                text.append("v:").append(value(head)).append(',').append(run(at, end));
            } else {
                text.append(isLongZeros(head) ? "Z:" : "z:").append(run(at, end));
            }
        }
        return text.toString();
    }
}
