package org.backstay.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * What a key costs in bytes and nanoseconds, and how long growing stops the loop: keys outside the heap as the keyspace holds
 * them, beside one array a key on the heap. Prints one row; run by {@code keyspace-memory.sh}.
 *
 * <p>Arguments: {@code outside} or {@code heap}, and how many keys of 16 bytes with values of 16 bytes.
 */
public final class KeyspaceMemory {
    private static final int OPERATIONS = 5_000_000;
    private static final int WARM_UP = 300_000;
    private static final int BATCH = 50;
    private static final int PER_MILLISECOND = 1_000_000;

    private KeyspaceMemory() {}

    /** A store of 16-byte keys with 16-byte values, each made from a number. */
    interface Store extends AutoCloseable {
        void set(long key, long value);

        /** The first half of the value. */
        long get(long key);

        /** Writes every entry to a sink once, a slice at a time; the longest slice in nanoseconds, 0 if it can't. */
        long snapshot();

        @Override
        void close();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int keys = Integer.parseInt(arguments[1]);
        boolean outside = arguments[0].equals("outside");
        warmUp(outside);
        long before = resident();
        Store store = outside ? new OutsideStore() : new HeapStore();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long longest = 0;
        long longestOnProcessor = 0;
        long started = System.nanoTime();
        long last = started;
        long lastOnProcessor = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < keys; i++) {
            store.set(i, i);
            if (i % BATCH == 0) {
                long now = System.nanoTime();
                long nowOnProcessor = threads.getCurrentThreadCpuTime();
                longest = Math.max(longest, now - last);
                longestOnProcessor = Math.max(longestOnProcessor, nowOnProcessor - lastOnProcessor);
                last = now;
                lastOnProcessor = nowOnProcessor;
            }
        }
        double insert = (double) (System.nanoTime() - started) / keys;
        System.gc();
        Thread.sleep(1000);
        long resident = resident();
        Random random = new Random(1);
        get(store, keys, random);
        double get = get(store, keys, random);
        overwrite(store, keys, random);
        double overwrite = overwrite(store, keys, random);
        long slice = store.snapshot();
        System.out.printf(
                "| %s | %,d | %.1f | %,d | %.0f | %.0f | %.0f | %.2f | %.2f | %.2f |%n",
                arguments[0],
                keys,
                (double) (resident - before) / keys,
                resident >> 20,
                insert,
                get,
                overwrite,
                (double) longest / PER_MILLISECOND,
                (double) longestOnProcessor / PER_MILLISECOND,
                (double) slice / PER_MILLISECOND);
    }

    /** Classes are loaded and code is compiled by another store, which is closed then. */
    private static void warmUp(boolean outside) throws InterruptedException {
        Random random = new Random(2);
        try (Store store = outside ? new OutsideStore() : new HeapStore()) {
            for (int i = 0; i < WARM_UP; i++) {
                store.set(i, i);
            }
            get(store, WARM_UP, random);
            overwrite(store, WARM_UP, random);
            store.snapshot();
        }
        System.gc();
        Thread.sleep(1000);
    }

    private static double get(Store store, int keys, Random random) {
        long started = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            long key = random.nextInt(keys);
            if (store.get(key) < 0) {
                throw new IllegalStateException("key " + key + " is lost");
            }
        }
        return (double) (System.nanoTime() - started) / OPERATIONS;
    }

    private static double overwrite(Store store, int keys, Random random) {
        long started = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            store.set(random.nextInt(keys), i);
        }
        return (double) (System.nanoTime() - started) / OPERATIONS;
    }

    /** Bytes that the operating system counts for this process. */
    private static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("no VmRSS in /proc/self/status");
    }
}
