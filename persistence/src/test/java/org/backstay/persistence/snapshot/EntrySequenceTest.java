package org.backstay.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.backstay.persistence.rdb.LargeValues;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot taken in the smallest parts, with changes of everything in between, holds what there was when it began. */
final class EntrySequenceTest {
    /** All that is not packed counts as large, or what is as a rule, or a part. Bytes. */
    private static final long[] LARGE_FROM = {0, LargeValues.LARGE_FROM, 0, 60_000};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void isTheStateAtItsStartThoughAllOfItChangesMeanwhile(long seed) throws Exception {
        try (RandomData data = new RandomData(seed)) {
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 300; i++) {
                    data.change();
                }
                Map<String, String> before = Contents.of(data.keyspace, data.context);
                ByteBuf file = new StepwiseSnapshot(
                                data.keyspace,
                                data.context,
                                seed % 2 == 0,
                                1 + 400L * round,
                                LARGE_FROM[(int) (seed % LARGE_FROM.length)])
                        .take(data.random, changes(data));
                Map<String, String> saved = StepwiseSnapshot.contents(file, folder);
                assertThat(saved.keySet()).isEqualTo(before.keySet());
                saved.forEach((key, value) -> assertThat(value).as(key).isEqualTo(before.get(key)));
            }
        }
    }

    /** Now and then a change, and more seldom one of all keys. */
    private static Runnable changes(RandomData data) {
        Random random = data.random;
        int pace = 1 + random.nextInt(300);
        return () -> {
            if (random.nextInt(pace) == 0) {
                data.change();
            }
            if (random.nextInt(pace * 40) == 0) {
                data.changeAll();
            }
        };
    }
}
