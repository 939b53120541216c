package org.backstay.redis.hyperloglog;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;

import org.backstay.base.hash.Murmur64A;

/**
 * The bytes of a HyperLogLog and what stands before its registers; stateless.
 *
 * <pre>
 *   "HYLL" | encoding (1): dense 0, sparse 1 | unused (3) | cached cardinality (8, the top bit set: to be counted anew) | registers
 * </pre>
 */
public final class Sketch {
    /** How many registers there are, in either encoding. */
    public static final int REGISTERS = 1 << 14;

    /** What stands before the registers, bytes. */
    public static final int HEADER_BYTES = 16;

    /** A dense one as a whole, bytes. */
    public static final int DENSE_BYTES = HEADER_BYTES + DenseRegisters.BYTES;

    /** A sparse one with nothing counted, bytes. */
    public static final int EMPTY_BYTES = HEADER_BYTES + SparseRegisters.EMPTY_BYTES;

    private static final int MAGIC = 'H' | 'Y' << 8 | 'L' << 16 | 'L' << 24;
    private static final int ENCODING = 4;
    private static final int CARDINALITY = 8;
    private static final int VALIDITY = 15;
    private static final int DENSE = 0;
    private static final int SPARSE = 1;

    private static final long SEED = 0xadc83b19L;
    private static final int INDEX_BITS = 14;

    private Sketch() {}

    /** Whether these bytes look like a HyperLogLog; sparse registers may still be corrupt. */
    public static boolean isSketch(long address, int length) {
        if (length < HEADER_BYTES || getInt(address) != MAGIC) {
            return false;
        }
        int encoding = getUnsignedByte(address + ENCODING);
        return encoding == SPARSE || (encoding == DENSE && length == DENSE_BYTES);
    }

    /** Writes {@link #EMPTY_BYTES} of one with nothing counted. */
    public static void create(long address) {
        putInt(address, MAGIC);
        putInt(address + ENCODING, SPARSE);
        putLong(address + CARDINALITY, 0);
        SparseRegisters.clear(registers(address));
    }

    /** Whether its registers are dense. */
    public static boolean isDense(long address) {
        return getUnsignedByte(address + ENCODING) == DENSE;
    }

    /** Where its registers begin. */
    public static long registers(long address) {
        return address + HEADER_BYTES;
    }

    /** Whether {@link #cachedCardinality} holds. */
    public static boolean isCached(long address) {
        return getByte(address + VALIDITY) >= 0;
    }

    /** The cardinality that was counted last. */
    public static long cachedCardinality(long address) {
        return getLong(address + CARDINALITY);
    }

    /** Keeps the cardinality that was counted. */
    public static void cache(long address, long cardinality) {
        putLong(address + CARDINALITY, cardinality);
    }

    /** Says that the cardinality must be counted anew. */
    public static void invalidate(long address) {
        putByte(address + VALIDITY, getByte(address + VALIDITY) | 0x80);
    }

    /** The hash by which an element is counted. */
    public static long hash(long element, int length) {
        return Murmur64A.hash(element, length, SEED);
    }

    /** The register that a hash chooses. */
    public static int register(long hash) {
        return (int) hash & REGISTERS - 1;
    }

    /** What a hash raises its register to: the zeros behind the bits that choose, and one. */
    public static int rank(long hash) {
        return Math.min(Long.numberOfTrailingZeros(hash >>> INDEX_BITS), Long.SIZE - INDEX_BITS) + 1;
    }

    /** Makes one dense, with these registers, in the place of one that had fewer than {@link #DENSE_BYTES}. */
    public static void makeDense(long address, byte[] registers) {
        putByte(address + ENCODING, DENSE);
        DenseRegisters.write(registers(address), registers);
    }

    /**
     * Raises registers to those of a HyperLogLog, where these are higher.
     *
     * @param registers {@link #REGISTERS} of them
     * @return false if it is corrupt
     */
    public static boolean mergeInto(byte[] registers, long address, int length) {
        if (isDense(address)) {
            DenseRegisters.mergeInto(registers, registers(address));
            return true;
        }
        return SparseRegisters.mergeInto(registers, registers(address), length - HEADER_BYTES);
    }

    /** Estimates how many elements were counted; -1 if it is corrupt. */
    public static long count(long address, int length) {
        int[] histogram = new int[Estimator.HISTOGRAM];
        if (isDense(address)) {
            DenseRegisters.count(registers(address), histogram);
        } else if (!SparseRegisters.count(registers(address), length - HEADER_BYTES, histogram)) {
            return -1;
        }
        return Estimator.cardinality(histogram);
    }
}
