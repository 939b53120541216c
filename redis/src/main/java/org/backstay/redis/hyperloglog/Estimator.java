package org.backstay.redis.hyperloglog;

/**
 * How many different elements a histogram of registers stands for: Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog
 * sketches", arXiv:1702.01284, section 4. Stateless.
 */
public final class Estimator {
    /** Values that a register can have. */
    static final int HISTOGRAM = 64;

    /** Bits of a hash behind those that choose the register: the longest run is one more. */
    private static final int RUN_BITS = 50;

    /** 0.5 / ln 2. */
    private static final double ALPHA = 0.7213475204444817;

    private Estimator() {}

    /** The cardinality, rounded. */
    static long cardinality(int[] histogram) {
        double m = Sketch.REGISTERS;
        double z = m * tau((m - histogram[RUN_BITS + 1]) / m);
        for (int i = RUN_BITS; i >= 1; i--) {
            z += histogram[i];
            z *= 0.5;
        }
        z += m * sigma(histogram[0] / m);
        return Math.round(ALPHA * m * m / z);
    }

    /** The cardinality of registers, a byte each. */
    public static long cardinality(byte[] registers) {
        int[] histogram = new int[HISTOGRAM];
        for (byte register : registers) {
            histogram[register]++;
        }
        return cardinality(histogram);
    }

    private static double sigma(double of) {
        if (of == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = of;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);
        return z;
    }

    private static double tau(double of) {
        if (of == 0 || of == 1) {
            return 0;
        }
        double x = of;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (before != z);
        return z / 3;
    }
}
