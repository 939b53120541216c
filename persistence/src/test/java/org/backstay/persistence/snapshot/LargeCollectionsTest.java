package org.backstay.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.backstay.keyspace.Snapshot;
import org.backstay.keyspace.ValueType;
import org.backstay.node.SlicePace;
import org.backstay.persistence.rdb.LargeValues;
import org.backstay.persistence.rdb.RdbOutput;
import org.backstay.persistence.rdb.RdbWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Between two looks at the clock a snapshot does little, however large the collections are: measured as the processor's time. */
@Tag("slow")
final class LargeCollectionsTest {
    private static final int MEMBERS = 2_000_000;

    /** Page faults and the compiler are in it, and the checks of blocks that come with assertions. Nanoseconds. */
    private static final long LONGEST_CHANGE = TimeUnit.MILLISECONDS.toNanos(5);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long bytes;

    private void count(ByteBuf chunk) {
        bytes += chunk.readableBytes();
        chunk.release();
    }

    @ParameterizedTest
    @EnumSource(names = "STRING", mode = EnumSource.Mode.EXCLUDE)
    void aStepOfTheWalkIsFarShorterThanASlice(ValueType type) {
        try (RandomData data = new RandomData(1)) {
            data.fill(type, MEMBERS);
            walk(data); // the compiler's turn
            long[] steps = walk(data);
            Arrays.sort(steps);
            assertThat(bytes).isGreaterThan(2L * MEMBERS);
            assertThat(steps.length).isGreaterThan(1000);
            assertThat(steps[steps.length * 99 / 100]).isLessThan(SlicePace.LONGEST_SLICE_NANOS / 2);
            assertThat(steps[steps.length * 999 / 1000]).isLessThan(TimeUnit.MILLISECONDS.toNanos(1));
            // Page faults and the compiler are in the longest, and the checks of blocks that come with assertions.
            assertThat(steps[steps.length - 1]).isLessThan(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "STRING", mode = EnumSource.Mode.EXCLUDE)
    void deletingItHalfWayIsNoLongStepEither(ValueType type) {
        try (RandomData data = new RandomData(1)) {
            data.fill(type, MEMBERS / 4);
            try (RdbOutput out = new RdbOutput(ByteBufAllocator.DEFAULT, false, this::count)) {
                EntrySequence entries = sequence(data, out);
                Snapshot walk = data.keyspace.snapshot(entries);
                for (int i = 0; i < 100; i++) {
                    entries.beginStep();
                    assertThat(walk.step(16)).isFalse();
                }
                long before = threads.getCurrentThreadCpuTime();
                data.keyspace.flush(0, true);
                assertThat(threads.getCurrentThreadCpuTime() - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(5));
                do {
                    entries.beginStep();
                } while (!walk.step(16));
                out.flush();
                entries.close();
            }
            assertThat(bytes).isGreaterThan(2L * (MEMBERS / 4));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "STRING", mode = EnumSource.Mode.EXCLUDE)
    void changingAMemberIsShortWhereverTheWalkIs(ValueType type) {
        try (RandomData data = new RandomData(1)) {
            data.fill(type, MEMBERS);
            long steps = walk(data).length;
            for (RandomData.Place place : RandomData.Place.values()) {
                data.touch(type, MEMBERS, place); // the compiler's turn
            }
            for (long after : new long[] {0, 1, steps / 2, steps * 49 / 50}) {
                assertThat(longestChange(data, type, after))
                        .as("after " + after + " steps")
                        .isLessThan(LONGEST_CHANGE);
            }
        }
    }

    /** Nanoseconds of the longest of some changes when the walk has gone so many steps; walks on to the end. */
    private long longestChange(RandomData data, ValueType type, long steps) {
        long longest = 0;
        try (RdbOutput out = new RdbOutput(ByteBufAllocator.DEFAULT, false, this::count);
                EntrySequence entries = sequence(data, out)) {
            Snapshot walk = data.keyspace.snapshot(entries);
            for (long i = 0; i < steps; i++) {
                entries.beginStep();
                assertThat(walk.step(16)).isFalse();
            }
            for (RandomData.Place place : RandomData.Place.values()) {
                long before = threads.getCurrentThreadCpuTime();
                data.touch(type, MEMBERS, place);
                longest = Math.max(longest, threads.getCurrentThreadCpuTime() - before);
            }
            do {
                entries.beginStep();
            } while (!walk.step(16));
        }
        return longest;
    }

    private static EntrySequence sequence(RandomData data, RdbOutput out) {
        RdbWriter writer = new RdbWriter(out, data.context);
        return new EntrySequence(
                data.keyspace, data.context, out, writer, false, EntrySequence.STEP_EFFORT, LargeValues.LARGE_FROM);
    }

    /** Nanoseconds of each step. */
    private long[] walk(RandomData data) {
        long[] steps = new long[1 << 16];
        int count = 0;
        boolean over = false;
        try (RdbOutput out = new RdbOutput(ByteBufAllocator.DEFAULT, false, this::count);
                EntrySequence entries = sequence(data, out)) {
            Snapshot walk = data.keyspace.snapshot(entries);
            while (!over) {
                long before = threads.getCurrentThreadCpuTime();
                entries.beginStep();
                over = walk.step(16);
                steps[count++] = threads.getCurrentThreadCpuTime() - before;
            }
        }
        return Arrays.copyOf(steps, count);
    }
}
