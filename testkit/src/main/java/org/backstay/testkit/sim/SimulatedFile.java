package org.backstay.testkit.sim;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A file's bytes, those on stable storage and those that a reader sees. */
final class SimulatedFile {
    private static final int TORN_EVERY = 4;

    private byte[] content = new byte[0];
    private int length;
    private byte[] synced = new byte[0];
    /** Bytes at the beginning that are the same on stable storage. */
    private int shared;

    int length() {
        return length;
    }

    void append(byte[] bytes, int count) {
        if (length + count > content.length) {
            content = Arrays.copyOf(content, Math.max(length + count, content.length * 2));
        }
        System.arraycopy(bytes, 0, content, length, count);
        length += count;
    }

    void truncate(int at) {
        length = at;
        shared = Math.min(shared, at);
    }

    void sync() {
        if (shared < synced.length || length > shared) {
            synced = Arrays.copyOf(content, length);
        }
        shared = length;
    }

    int read(byte[] into, long position) {
        if (position >= length) {
            return -1;
        }
        int count = Math.min(into.length, length - (int) position);
        System.arraycopy(content, (int) position, into, 0, count);
        return count;
    }

    byte[] content() {
        return Arrays.copyOf(content, length);
    }

    /** Either what was synced, or the beginning that both have in common and some of what was written after it. */
    void forgetUnsynced(RandomGenerator random) {
        boolean cutReachedTheDisk = shared == synced.length || random.nextBoolean();
        if (!cutReachedTheDisk) {
            content = synced.clone();
            length = synced.length;
        } else if (length > shared) {
            int survives = shared + random.nextInt(length - shared + 1);
            if (random.nextInt(TORN_EVERY) == 0) {
                Arrays.fill(content, shared + random.nextInt(survives - shared + 1), survives, (byte) 0);
            }
            length = survives;
        }
        synced = Arrays.copyOf(content, length);
        shared = length;
    }
}
