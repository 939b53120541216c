package org.backstay.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.memory.Pages;
import org.backstay.base.memory.SeededHash;
import org.backstay.base.number.LongText;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;

/**
 * Bytes per element, nanoseconds per operation and the longest stop, as the processor counts the time of {@value #BATCH} operations one after
 * the other, of each collection type, on one thread and without a server around it.
 *
 * <p>Arguments: the number of elements (5,000,000), then which of {@code hash set zset list small} to run (all). Members are
 * {@code member:} and a number, values ten bytes. Run it without assertions: with them, blocks are watched and larger.
 */
public final class CollectionSizes {
    private static final String VALUE = "value:0001";
    private static final int BATCH = 50;

    /** Operations that load classes and are interpreted: the longest of them says nothing. */
    private static final int WARM_UP = 20_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SMALL_HASH_FIELDS = 5;
    private static final int SMALL_ZSET_MEMBERS = 100;

    private final int count;
    private final Slabs slabs = new Slabs(8L << 30);
    private final SplittableRandom random = new SplittableRandom(7);
    private final CollectionContext context = new CollectionContext(slabs, new SeededHash(1, 2), random);
    private final long text = Pages.reserve(Pages.SIZE);
    private final long value = text + 256;
    private final ElementView view = new ElementView();
    private int textLength;

    private CollectionSizes(int count) {
        this.count = count;
        NativeMemory.copy(VALUE.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, value, VALUE.length());
        NativeMemory.putLong(text, 0x3A7265626D656DL); // "member:"
    }

    /** Runs what the arguments name. */
    public static void main(String[] arguments) throws IOException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000_000;
        String which = arguments.length > 1 ? arguments[1] : "all";
        System.out.printf(Locale.ROOT, "%-34s %12s %14s %14s%n", "", "ns/operation", "bytes/element", "longest 50, ms");
        for (String type : new String[] {"hash", "set", "zset", "list", "small"}) {
            if (which.equals("all") || which.equals(type)) {
                new CollectionSizes(count).run(type);
            }
        }
    }

    private void run(String type) throws IOException {
        long before = slabs.usedBytes();
        switch (type) {
            case "hash" -> hash();
            case "set" -> set();
            case "zset" -> zset();
            case "list" -> list();
            default -> small();
        }
        System.out.printf(
                Locale.ROOT,
                "%-34s %12s %14.1f resident %d MiB%n",
                type + " in slabs",
                "",
                (slabs.usedBytes() - before) / (double) count,
                residentMiB());
        slabs.close();
    }

    private void hash() {
        HashValue hash = new HashValue(context);
        hash.create();
        measure("HSET new", count, i -> put(hash, i));
        measure("HGET", count, i -> get(hash, scattered(i)));
        measure("HSET again", count, i -> put(hash, scattered(i)));
    }

    private void set() {
        SetValue set = new SetValue(context);
        set.create();
        measure("SADD new", count, i -> set.add(member(i), textLength));
        measure("SISMEMBER", count, i -> require(set.contains(member(scattered(i)), textLength)));
        measure("SISMEMBER not there", count, i -> require(!set.contains(member(i + count), textLength)));
        measure("SRANDMEMBER", count, i -> set.random(view));
    }

    private void zset() {
        ZSetValue zset = new ZSetValue(context);
        zset.create();
        measure("ZADD new", count, i -> zset.add(random.nextInt(), member(i), textLength));
        measure("ZSCORE", count, i -> require(zset.score(member(scattered(i)), textLength) <= Integer.MAX_VALUE));
        measure("ZADD another score", count / 5, i -> zset.add(random.nextInt(), member(scattered(i)), textLength));
        measure("ZRANK", count / 5, i -> require(zset.rank(member(scattered(i)), textLength) >= 0));
    }

    private void list() {
        ListValue list = new ListValue(context);
        list.create();
        measure("RPUSH", count, i -> list.pushLast(member(i), textLength));
        measure("LPUSH", count, i -> list.pushFirst(member(i), textLength));
        measure("LPOP", count, i -> {
            require(list.first(view));
            list.removeFirst();
        });
        measure("LINDEX", 100_000, i -> require(list.get(random.nextInt(count), view)));
    }

    /** Many small hashes and sorted sets, without their keys. */
    private void small() {
        HashValue hash = new HashValue(context);
        int[] roots = new int[count];
        long before = slabs.usedBytes();
        measure("small hash: create, 5 x HSET", count, i -> {
            hash.create();
            for (int field = 0; field < SMALL_HASH_FIELDS; field++) {
                hash.put(member(field), textLength, value, VALUE.length());
            }
            roots[(int) i] = hash.root();
        });
        System.out.printf(
                Locale.ROOT,
                "%-34s %12s %14.1f%n",
                "small hash of 5",
                "",
                (slabs.usedBytes() - before) / (double) count);
        measure("small hash: HGET", count, i -> {
            hash.attach(hash.encoding(), roots[(int) scattered(i)]);
            require(hash.get(member(i % SMALL_HASH_FIELDS), textLength, view));
        });
        ZSetValue zset = new ZSetValue(context);
        measure("small zset: create, 100 x ZADD", count / 1_000, i -> {
            zset.create();
            for (int member = 0; member < SMALL_ZSET_MEMBERS; member++) {
                zset.add(random.nextInt(1_000) / 4.0, member(member), textLength);
            }
        });
    }

    private void put(HashValue hash, long i) {
        hash.put(member(i), textLength, value, VALUE.length());
    }

    private void get(HashValue hash, long i) {
        require(hash.get(member(i), textLength, view));
    }

    /** Writes the text of a member, 8 to 14 bytes. */
    private long member(long i) {
        textLength = 7 + LongText.format(text + 7, i);
        return text;
    }

    /** Another order of the same members, in which neighbours are far from each other. */
    private long scattered(long i) {
        return i * 2_654_435_761L % count;
    }

    private static void require(boolean held) {
        if (!held) {
            throw new IllegalStateException("the collection has lost something");
        }
    }

    private static void measure(String what, int operations, LongConsumer operation) {
        long start = System.nanoTime();
        long longest = 0;
        long last = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < operations; i++) {
            operation.accept(i);
            if (i % BATCH == 0) {
                long now = THREADS.getCurrentThreadCpuTime();
                longest = i < WARM_UP ? 0 : Math.max(longest, now - last);
                last = now;
            }
        }
        double each = (System.nanoTime() - start) / (double) operations;
        System.out.printf(Locale.ROOT, "%-34s %12.1f %14s %14.2f%n", what, each, "", longest / 1e6);
    }

    private static long residentMiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        return 0;
    }
}
