package org.backstay.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyspaceTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsMapsWithExpiry(long seed) {
        try (KeyspaceModel both = new KeyspaceModel(seed, seed % 2 == 0 ? 30 : 3000)) {
            for (int step = 0; step < 30_000; step++) {
                both.randomOperation();
                if (step % 3000 == 0) {
                    both.compareAll();
                }
                if (step % 5000 == 4999) {
                    int first = both.random.nextInt(KeyspaceModel.DATABASES);
                    int second = both.random.nextInt(KeyspaceModel.DATABASES);
                    both.keyspace.swap(first, second);
                    both.compareAll();
                    both.keyspace.flush(first, both.random.nextBoolean());
                    both.compareAll();
                }
                if (step % 200 == 0) {
                    both.keyspace.expireSome(both.random.nextInt(200));
                    both.keyspace.reclaim(both.random.nextInt(50));
                }
            }
            both.compareAll();
            both.expectNoLeak();
        }
    }

    @Test
    void activeExpiryFindsTheFewThatAreOverAmongManyThatStay() {
        try (KeyspaceModel both = new KeyspaceModel(5, 1_000_000)) {
            for (int i = 0; i < 60_000; i++) {
                both.randomOperation();
            }
            both.now += 1000;
            int expiring = 0;
            for (int i = 0; i < KeyspaceModel.DATABASES; i++) {
                expiring += both.keyspace.database(i).expires();
            }
            assertThat(expiring).isPositive();
            int rounds = 0;
            while (expiring(both) > 0) {
                both.keyspace.expireSome(1000);
                rounds++;
            }
            assertThat(rounds).isLessThan(expiring / 50 + 50);
            assertThat(both.keyspace.expired()).isGreaterThanOrEqualTo(expiring);
            both.compareAll();
        }
    }

    private static int expiring(KeyspaceModel both) {
        int sum = 0;
        for (int i = 0; i < KeyspaceModel.DATABASES; i++) {
            sum += both.keyspace.database(i).expires();
        }
        return sum;
    }
}
