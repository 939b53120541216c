package org.backstay.node.machine;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Headroom;
import org.jspecify.annotations.Nullable;

/**
 * The heap of this process. What lives there is known only after a collection of its old generation, so that is what is looked at,
 * once the heap as a whole is nearly used up. While it is tight, it is collected now and then, to notice that it no longer is. One
 * for each loop.
 */
final class MachineHeadroom implements Headroom {
    /** The part of the heap that is free while nobody needs to look closer: one in so many. */
    private static final int PLENTY = 4;

    /** The part of the old generation that may live through a collection, in hundredths. */
    private static final long MOST_ALIVE = 75;

    private static final long HUNDRED = 100;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Runtime runtime = Runtime.getRuntime();
    private @Nullable MemoryPoolMXBean old;
    private boolean tight;
    private long collectedNanos;

    @Override
    public boolean heapIsTight() {
        if (!tight
                && runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() > runtime.maxMemory() / PLENTY) {
            return false;
        }
        boolean full = isOldFull();
        if (tight && full && System.nanoTime() - collectedNanos > LOOK_AGAIN_NANOS) {
            System.gc();
            collectedNanos = System.nanoTime();
            full = isOldFull();
        }
        if (full && !tight) {
            collectedNanos = System.nanoTime();
        }
        tight = full;
        return full;
    }

    private boolean isOldFull() {
        if (old == null) {
            old = largestPool();
        }
        MemoryUsage alive = old == null ? null : old.getCollectionUsage();
        return alive != null && alive.getUsed() > alive.getMax() / HUNDRED * MOST_ALIVE;
    }

    private static @Nullable MemoryPoolMXBean largestPool() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
                .orElse(null);
    }

    @Override
    public long bufferLimitBytes() {
        return PlatformDependent.maxDirectMemory();
    }
}
