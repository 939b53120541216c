package org.backstay.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CompressionChanceTest {
    private final CompressionChance chance = new CompressionChance();

    /** How many of so many strings are tried, none of which shrinks. */
    private int triesInVain(int strings) {
        int tries = 0;
        for (int i = 0; i < strings; i++) {
            if (chance.isWorthATry()) {
                tries++;
                chance.tried(false);
            }
        }
        return tries;
    }

    @Test
    void dataThatDoesNotShrinkIsHardlyTried() {
        assertThat(triesInVain(100_000)).isLessThan(100_000 / 30);
    }

    @Test
    void oneSuccessBringsAllBack() {
        triesInVain(1000);
        chance.tried(true);
        for (int i = 0; i < 20; i++) {
            assertThat(chance.isWorthATry()).isTrue();
            chance.tried(i % 2 == 0);
        }
    }

    @Test
    void dataThatShrinksNowAndThenIsAlwaysTried() {
        for (int i = 0; i < 1000; i++) {
            assertThat(chance.isWorthATry()).isTrue();
            chance.tried(i % 20 == 0);
        }
    }
}
