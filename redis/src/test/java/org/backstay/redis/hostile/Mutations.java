package org.backstay.redis.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Bytes that are nearly right: a few edits, of the kinds that parsers stumble over, at seeded places. */
final class Mutations {
    private static final int MOST_EDITS = 4;
    private static final int LONGEST_RUN = 16;

    private static final byte[] BOUNDARY_BYTES = {
        0,
        1,
        0x3f,
        0x40,
        0x7f,
        (byte) 0x80,
        (byte) 0x81,
        (byte) 0xc0,
        (byte) 0xc3,
        (byte) 0xf0,
        (byte) 0xfe,
        (byte) 0xff,
        '-',
        '$',
        '*',
        '\r',
        '\n',
        '"'
    };

    private static final long[] BOUNDARIES = {
        0,
        1,
        -1,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0xffff,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffff_ffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static final List<String> BOUNDARY_TEXTS = List.of(
            "-1",
            "0",
            "-0",
            "00",
            "1e400",
            "nan",
            "-inf",
            "2147483647",
            "2147483648",
            "-2147483649",
            "4294967296",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "99999999999999999999999");

    private final SplittableRandom random;

    Mutations(SplittableRandom random) {
        this.random = random;
    }

    /** A changed copy. */
    byte[] of(byte[] original) {
        byte[] bytes = original;
        int edits = 1 + random.nextInt(MOST_EDITS);
        for (int i = 0; i < edits; i++) {
            bytes = edited(bytes);
        }
        return bytes;
    }

    private byte[] edited(byte[] bytes) {
        if (bytes.length == 0) {
            return some(1 + random.nextInt(LONGEST_RUN));
        }
        int at = random.nextInt(bytes.length);
        int run = 1 + random.nextInt(Math.min(LONGEST_RUN, bytes.length - at));
        return switch (random.nextInt(10)) {
            case 0 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(Byte.SIZE)));
            case 1 -> with(bytes, at, (byte) random.nextInt());
            case 2 -> with(bytes, at, BOUNDARY_BYTES[random.nextInt(BOUNDARY_BYTES.length)]);
            case 3 -> spliced(bytes, at, run, new byte[0]);
            case 4 -> spliced(bytes, at, 0, some(run));
            case 5 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + run));
            case 6 -> Arrays.copyOf(bytes, at);
            case 7 -> spliced(bytes, at, run, boundary(run));
            case 8 -> withNumber(bytes, at);
            default -> spliced(bytes, at, 0, pieceOf(bytes));
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
        byte[] changed = new byte[bytes.length - removed + added.length];
        System.arraycopy(bytes, 0, changed, 0, at);
        System.arraycopy(added, 0, changed, at, added.length);
        System.arraycopy(bytes, at + removed, changed, at + added.length, bytes.length - at - removed);
        return changed;
    }

    private byte[] some(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] pieceOf(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, from + random.nextInt(bytes.length - from) + 1);
    }

    /** The lowest or highest bytes of a number at the edge of its type. */
    private byte[] boundary(int length) {
        ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        byte[] number = ByteBuffer.allocate(Long.BYTES)
                .order(order)
                .putLong(BOUNDARIES[random.nextInt(BOUNDARIES.length)])
                .array();
        int taken = Math.min(length, number.length);
        return order == ByteOrder.LITTLE_ENDIAN
                ? Arrays.copyOf(number, taken)
                : Arrays.copyOfRange(number, number.length - taken, number.length);
    }

    /** Replaces the number in digits behind a place, if there is one; its neighbours stay. */
    private byte[] withNumber(byte[] bytes, int from) {
        int begin = from;
        while (begin < bytes.length && !isDigit(bytes[begin])) {
            begin++;
        }
        int end = begin;
        while (end < bytes.length && isDigit(bytes[end])) {
            end++;
        }
        String text = BOUNDARY_TEXTS.get(random.nextInt(BOUNDARY_TEXTS.size()));
        return spliced(bytes, begin, end - begin, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
