package org.backstay.redis.hyperloglog;

import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import org.backstay.base.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/** PFSELFTEST: do registers keep what they are given, do both encodings agree, and is the estimate as good as it should be? */
public final class SelfTest {
    private static final int CYCLES = 100;
    private static final int ELEMENTS = 1_000_000;

    /** The standard error of an estimate is 1.04 / sqrt(registers); this many of them are too many. */
    private static final double TOLERATED = 6 * 1.04 / Math.sqrt(Sketch.REGISTERS);

    private final RandomGenerator random;
    private final long sparseLimit;
    private final long dense;
    private final long sparse;
    private final long element;
    private int sparseLength = Sketch.EMPTY_BYTES;

    private SelfTest(RandomGenerator random, long sparseLimit, Arena arena) {
        this.random = random;
        this.sparseLimit = Math.min(sparseLimit, Sketch.DENSE_BYTES);
        dense = arena.allocate(Sketch.DENSE_BYTES).address();
        sparse = arena.allocate(Sketch.DENSE_BYTES + SparseRegisters.GROWTH).address();
        element = arena.allocate(Long.BYTES).address();
        Sketch.create(dense);
        Sketch.makeDense(dense, new byte[Sketch.REGISTERS]);
        Sketch.create(sparse);
    }

    /** What is wrong, or null. */
    public static @Nullable String run(RandomGenerator random, long sparseLimit) {
        try (Arena arena = Arena.ofConfined()) {
            SelfTest test = new SelfTest(random, sparseLimit, arena);
            String flaw = test.registers();
            return flaw == null ? test.estimates() : flaw;
        }
    }

    private @Nullable String registers() {
        byte[] expected = new byte[Sketch.REGISTERS];
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (byte) random.nextInt(64);
            }
            DenseRegisters.write(Sketch.registers(dense), expected);
            for (int i = 0; i < expected.length; i++) {
                int found = DenseRegisters.get(Sketch.registers(dense), i);
                if (found != expected[i]) {
                    return "TESTFAILED Register " + i + " should be " + expected[i] + " but is " + found;
                }
            }
        }
        DenseRegisters.write(Sketch.registers(dense), new byte[Sketch.REGISTERS]);
        return null;
    }

    private @Nullable String estimates() {
        long seed = random.nextLong();
        int checkpoint = 1;
        for (int i = 1; i <= ELEMENTS; i++) {
            NativeMemory.putLong(element, i ^ seed);
            long hash = Sketch.hash(element, Long.BYTES);
            DenseRegisters.raise(Sketch.registers(dense), Sketch.register(hash), Sketch.rank(hash));
            raiseSparse(Sketch.register(hash), Sketch.rank(hash));
            if (i == checkpoint) {
                String flaw = check(checkpoint);
                if (flaw != null) {
                    return flaw;
                }
                checkpoint *= 10;
            }
        }
        return null;
    }

    private void raiseSparse(int register, int rank) {
        if (Sketch.isDense(sparse)) {
            DenseRegisters.raise(Sketch.registers(sparse), register, rank);
            return;
        }
        int registers = sparseLength - Sketch.HEADER_BYTES;
        int after = SparseRegisters.raise(
                Sketch.registers(sparse), registers, register, rank, sparseLimit - Sketch.HEADER_BYTES);
        if (after > 0) {
            sparseLength = after + Sketch.HEADER_BYTES;
        } else if (after == SparseRegisters.TOO_LARGE) {
            byte[] values = new byte[Sketch.REGISTERS];
            Sketch.mergeInto(values, sparse, sparseLength);
            Sketch.makeDense(sparse, values);
            DenseRegisters.raise(Sketch.registers(sparse), register, rank);
        }
    }

    private @Nullable String check(int cardinality) {
        if (cardinality < sparseLimit / 2 && Sketch.isDense(sparse)) {
            return "TESTFAILED sparse encoding not used";
        }
        long estimate = Sketch.count(dense, Sketch.DENSE_BYTES);
        if (estimate != Sketch.count(sparse, sparseLength)) {
            return "TESTFAILED dense/sparse disagree";
        }
        long error = Math.abs(cardinality - estimate);
        if (error > Math.ceil(TOLERATED * cardinality)) {
            return "TESTFAILED Too big error. card:" + cardinality + " abserr:" + error;
        }
        return null;
    }
}
