package org.backstay.benchmarks;

import java.util.Random;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.memory.Pages;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.KeyspaceListener;
import org.backstay.keyspace.Snapshot;

/** The keyspace of redis-server, as {@link KeyspaceMemory} drives it. */
final class OutsideStore implements KeyspaceMemory.Store {
    private static final int LENGTH = 16;
    private static final long LIMIT = 8L << 30;

    /** As a server has it, whose loop reads the clock once a turn. */
    private final long millis = System.currentTimeMillis();

    private final Keyspace keyspace = new Keyspace(16, LIMIT, this::millis, new Random(1), KeyspaceListener.NONE);
    private final Database database = keyspace.database(0);
    private final long key = Pages.reserve(Pages.SIZE);
    private final long value = key + 64;
    private long checksum;

    @Override
    public void set(long number, long content) {
        writeKey(number);
        NativeMemory.putLong(value, content);
        NativeMemory.putLong(value + 8, ~content);
        database.setString(key, LENGTH, value, LENGTH);
    }

    @Override
    public long get(long number) {
        writeKey(number);
        Entry entry = database.forRead(key, LENGTH);
        return entry == null ? -1 : NativeMemory.getLong(entry.stringAddress());
    }

    private long millis() {
        return millis;
    }

    private void writeKey(long number) {
        NativeMemory.putLong(key, 0x3A79656B3A79656BL); // key:key:
        NativeMemory.putLong(key + 8, number);
    }

    @Override
    public long snapshot() {
        Snapshot snapshot = keyspace.snapshot((index, entry, whole) -> {
            checksum += NativeMemory.getLong(entry.stringAddress());
            return true;
        });
        long longest = 0;
        boolean done = false;
        while (!done) {
            long started = System.nanoTime();
            done = snapshot.step(1000);
            longest = Math.max(longest, System.nanoTime() - started);
        }
        return longest;
    }

    @Override
    public void close() {
        keyspace.close();
        Pages.release(key, Pages.SIZE);
    }
}
