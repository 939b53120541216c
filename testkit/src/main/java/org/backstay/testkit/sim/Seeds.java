package org.backstay.testkit.sim;

import java.util.function.Consumer;

/**
 * Runs a scenario under many seeds. {@code -Dbackstay.seed=N} runs one seed alone, {@code -Dbackstay.seeds=COUNT} changes
 * how many, {@code -Dbackstay.seeds.from=N} where they begin.
 */
public final class Seeds {
    static final String ONE = "backstay.seed";
    private static final String COUNT = "backstay.seeds";
    private static final String FROM = "backstay.seeds.from";

    private Seeds() {}

    /**
     * Runs the scenario under {@code count} seeds, one after the other.
     *
     * @throws AssertionError at the first that fails, with its seed and what happened last
     */
    public static void run(int count, Consumer<Simulation> scenario) {
        Long one = Long.getLong(ONE);
        if (one != null) {
            run(one.longValue(), scenario);
            return;
        }
        long from = Long.getLong(FROM, 1L);
        long seeds = Long.getLong(COUNT, (long) count);
        for (long seed = from; seed < from + seeds; seed++) {
            run(seed, scenario);
        }
    }

    /**
     * Runs the scenario under one seed.
     *
     * @return the run's fingerprint
     */
    public static long run(long seed, Consumer<Simulation> scenario) {
        try (Simulation simulation = new Simulation(seed)) {
            try {
                scenario.accept(simulation);
                return simulation.trace().fingerprint();
            } catch (RuntimeException | Error failure) {
                throw new AssertionError(failure.getMessage() + "\n" + simulation.report(), failure);
            }
        }
    }
}
