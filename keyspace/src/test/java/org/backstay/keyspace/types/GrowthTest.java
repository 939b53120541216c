package org.backstay.keyspace.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.KeyspaceListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No insertion waits for a table to grow, nor a removal for it to shrink: each does its small part. Measured as the processor's time. */
@Tag("slow")
class GrowthTest {
    private static final int COUNT = 1_000_000;

    /** With the checks of blocks that come with assertions; a table that moved all at once would take ten times this. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** The processor's time for the longest of so many operations, ten at a time. */
    private long longest(IntConsumer operation) {
        long longest = 0;
        long last = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < COUNT; i++) {
            operation.accept(i);
            if (i % 10 == 0) {
                long now = threads.getCurrentThreadCpuTime();
                longest = Math.max(longest, now - last);
                last = now;
            }
        }
        return longest;
    }

    @Test
    void keysThatExpireStopNothingAsTheyBecomeManyAndFew() {
        try (Workbench bench = new Workbench(1);
                Keyspace keyspace = new Keyspace(1, 1L << 30, () -> 1000, bench.random, KeyspaceListener.NONE)) {
            long grown = longest(i -> {
                String key = "key:" + i;
                long at = bench.place(key);
                keyspace.database(0).setString(at, key.length(), at, key.length(), 1_000_000 + i);
            });
            assertThat(keyspace.database(0).expires()).isEqualTo(COUNT);
            long shrunk = longest(i -> {
                String key = "key:" + i;
                keyspace.database(0).delete(bench.place(key), key.length());
            });
            assertThat(keyspace.database(0).size()).isZero();
            assertThat(grown).isLessThan(LONGEST_NANOS);
            assertThat(shrunk).isLessThan(LONGEST_NANOS);
        }
    }

    @Test
    void fieldsOfAHashStopNothingAsTheyBecomeMany() {
        try (Workbench bench = new Workbench(1)) {
            HashValue hash = new HashValue(bench.context);
            hash.create();
            long grown = longest(i -> {
                String field = "field:" + i;
                long at = bench.place(field);
                hash.put(at, field.length(), at, field.length());
            });
            assertThat(hash.size()).isEqualTo(COUNT);
            bench.free(hash);
            assertThat(grown).isLessThan(LONGEST_NANOS);
        }
    }

    @Test
    void membersOfASortedSetStopNothingAsTheyBecomeMany() {
        try (Workbench bench = new Workbench(1)) {
            ZSetValue zset = new ZSetValue(bench.context);
            zset.create();
            long grown = longest(i -> {
                String member = "member:" + i;
                zset.add(bench.random.nextInt(), bench.place(member), member.length());
            });
            assertThat(zset.size()).isEqualTo(COUNT);
            bench.free(zset);
            assertThat(grown).isLessThan(LONGEST_NANOS);
        }
    }
}
