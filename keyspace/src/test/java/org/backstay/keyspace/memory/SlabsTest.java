package org.backstay.keyspace.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.backstay.base.memory.NativeMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlabsTest {
    private static final long LIMIT = 256L << 20;

    private record Block(int handle, long size, long pattern) {}

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void blocksKeepTheirContentsUnderRandomAllocationResizeAndFree(boolean watched) {
        for (long seed = 1; seed <= 4; seed++) {
            try (Slabs slabs = new Slabs(LIMIT, watched)) {
                Random random = new Random(seed);
                List<Block> blocks = new ArrayList<>();
                int target = 500 + random.nextInt(3000);
                for (int step = 0; step < 15_000; step++) {
                    int choice = random.nextInt(10);
                    if (choice < 4 || (blocks.size() < target && choice < 6)) {
                        long size = randomSize(random);
                        blocks.add(fill(slabs, slabs.alloc(size), size, random.nextLong()));
                    } else if (!blocks.isEmpty()) {
                        int at = random.nextInt(blocks.size());
                        Block block = blocks.get(at);
                        check(slabs, block, block.size);
                        if (choice < 8 && blocks.size() >= target / 2) {
                            slabs.free(block.handle);
                            blocks.set(at, blocks.getLast());
                            blocks.removeLast();
                        } else {
                            long size = randomSize(random);
                            int handle = random.nextBoolean()
                                    ? slabs.resize(block.handle, size)
                                    : slabs.grow(block.handle, size);
                            check(slabs, new Block(handle, block.size, block.pattern), Math.min(size, block.size));
                            blocks.set(at, fill(slabs, handle, size, random.nextLong()));
                        }
                    }
                    if (blocks.size() > target * 2) {
                        while (blocks.size() > target / 3) {
                            Block block = blocks.removeLast();
                            check(slabs, block, block.size);
                            slabs.free(block.handle);
                        }
                    }
                }
                assertThat(slabs.blocks()).isEqualTo(blocks.size());
                assertThat(slabs.usedBytes())
                        .isBetween(blocks.stream().mapToLong(Block::size).sum(), slabs.residentBytes());
                for (Block block : blocks) {
                    check(slabs, block, block.size);
                    slabs.free(block.handle);
                }
                assertThat(slabs.usedBytes()).isZero();
                assertThat(slabs.residentBytes()).isLessThanOrEqualTo(16 * Slabs.SPAN);
            }
        }
    }

    private static long randomSize(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt(random.nextBoolean() ? 300_000 : 60_000);
            case 1 -> random.nextInt(40_000);
            case 3, 4, 5 -> random.nextInt(2000);
            default -> random.nextInt(100);
        };
    }

    private static Block fill(Slabs slabs, int handle, long size, long pattern) {
        long address = slabs.address(handle);
        if (slabs.usableSize(handle) < size || slabs.handleOf(address) != handle) {
            throw new AssertionError("block " + handle + " of " + size);
        }
        for (long i = 0; i < size; i++) {
            NativeMemory.putByte(address + i, (int) (pattern >>> (i % 7 * 8)));
        }
        return new Block(handle, size, pattern);
    }

    private static void check(Slabs slabs, Block block, long size) {
        long address = slabs.address(block.handle);
        for (long i = 0; i < size; i++) {
            if (NativeMemory.getByte(address + i) != (byte) (block.pattern >>> (i % 7 * 8))) {
                throw new AssertionError("block " + block + " was overwritten at " + i);
            }
        }
    }

    @Test
    void sizesWasteLittleAndPowersOfTwoAreAligned() {
        try (Slabs slabs = new Slabs(LIMIT, false)) {
            for (int size = 1; size <= SizeClasses.LARGEST; size++) {
                int usable = SizeClasses.size(SizeClasses.of(size));
                assertThat(usable).isGreaterThanOrEqualTo(size);
                int waste = usable - size;
                assertThat(waste).as("waste of %d", size).isLessThan(size <= 1024 ? 8 : size / 2 + 8);
                if (size > 1024 && size <= 8192) {
                    assertThat(waste).as("waste of %d", size).isLessThanOrEqualTo(size / 6);
                }
            }
            for (int size = 64; size <= SizeClasses.LARGEST; size *= 2) {
                slabs.alloc(size);
                long address = slabs.address(slabs.alloc(size));
                assertThat(address % size).isZero();
            }
        }
    }

    @Test
    void theLimitIsAnAnswerAndMemoryComesBack() {
        try (Slabs slabs = new Slabs(4L << 20, false)) {
            List<Integer> handles = new ArrayList<>();
            assertThatExceptionOfType(MemoryLimitException.class)
                    .isThrownBy(() -> {
                        while (true) {
                            handles.add(slabs.alloc(1000));
                        }
                    })
                    .withMessageContaining("4194304");
            assertThat(handles).hasSizeGreaterThan(4000);
            assertThatExceptionOfType(MemoryLimitException.class).isThrownBy(() -> slabs.alloc(1 << 20));
            for (int handle : handles) {
                slabs.free(handle);
            }
            int large = slabs.alloc(3 << 20);
            slabs.free(large);
            assertThat(slabs.usedBytes()).isZero();
            slabs.limit(1 << 20);
            assertThatExceptionOfType(MemoryLimitException.class).isThrownBy(() -> slabs.alloc(2 << 20));
        }
    }

    @Test
    void withoutALimitTheWholeRangeIsThere() {
        try (Slabs slabs = new Slabs(Long.MAX_VALUE, false)) {
            assertThat(slabs.range()).isEqualTo(Slabs.MAX_RANGE);
            assertThat(slabs.limit()).isEqualTo(Slabs.MAX_RANGE);
            int handle = slabs.alloc(512L << 20);
            int last = handle;
            for (int i = 0; i < 50; i++) {
                last = slabs.alloc(512L << 20);
            }
            assertThat(slabs.address(last) - slabs.address(handle)).isGreaterThanOrEqualTo(50L * (512L << 20));
            NativeMemory.putLong(slabs.address(last) + (512L << 20) - 8, 7);
            slabs.free(last);
            assertThat(slabs.alloc(512L << 20)).isEqualTo(last);
        }
    }

    @Test
    void underPressureTheOwnerMayFreeSomethingFirst() {
        try (Slabs slabs = new Slabs(2L << 20, false)) {
            int[] spare = {slabs.alloc(1 << 20)};
            slabs.onPressure(() -> {
                if (spare[0] == 0) {
                    return false;
                }
                slabs.free(spare[0]);
                spare[0] = 0;
                return true;
            });
            int second = slabs.alloc((1 << 20) + (1 << 19));
            assertThat(second).isNotZero();
            assertThat(spare[0]).isZero();
            assertThatExceptionOfType(MemoryLimitException.class).isThrownBy(() -> slabs.alloc(1 << 20));
        }
    }

    @Test
    void aValueBuiltByAppendsIsCopiedRarelyAndALargeOneGrowsInPlace() {
        try (Slabs slabs = new Slabs(LIMIT, false)) {
            int handle = slabs.alloc(10);
            int moves = 0;
            for (long size = 11; size < 20 << 20; size += 1000) {
                int grown = slabs.grow(handle, size);
                if (grown != handle) {
                    moves++;
                }
                handle = grown;
            }
            assertThat(moves).isLessThan(20);
            assertThat(slabs.usedBytes()).isLessThan(26 << 20);
        }
    }

    @Test
    void misuseIsCaughtWhileWatching() {
        try (Slabs slabs = new Slabs(LIMIT, true)) {
            int handle = slabs.alloc(20);
            int other = slabs.alloc(20);
            slabs.free(handle);
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> slabs.free(handle));
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> slabs.liveAddress(handle));
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> slabs.free(other + 1));
            NativeMemory.putLong(slabs.address(handle) + 8, 1);
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> slabs.alloc(20));
            NativeMemory.putByte(slabs.address(other) + slabs.usableSize(other), 0);
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> slabs.free(other));
        }
    }

    @Test
    void emptySpansAreReusedByOtherSizes() {
        try (Slabs slabs = new Slabs(8L << 20, false)) {
            for (int round = 0; round < 50; round++) {
                List<Integer> handles = new ArrayList<>();
                int size = 8 + round * 600;
                while (slabs.usedBytes() < 7L << 20) {
                    handles.add(slabs.alloc(size));
                }
                for (int handle : handles) {
                    slabs.free(handle);
                }
            }
        }
    }
}
