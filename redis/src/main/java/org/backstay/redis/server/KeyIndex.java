package org.backstay.redis.server;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.memory.SeededHash;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is known about a key of a database, the key given by address: who watches it, waits for it, or has cached it. Looking up
 * allocates nothing. Owned by the server's loop.
 *
 * @param <S> what is known; it is its own link in the index
 */
final class KeyIndex<S extends KeyIndex.Slot> {
    private static final int FIRST_ROOM = 16;

    /** A key in its database, and where the index has it. */
    static class Slot {
        private final int database;
        private final byte[] key;
        private final long hash;
        private @Nullable Slot next;

        /** Takes the place that {@link KeyIndex#place} gave. */
        Slot(Slot place) {
            this(place.database, place.key, place.hash);
        }

        private Slot(int database, byte[] key, long hash) {
            this.database = database;
            this.key = key;
            this.hash = hash;
        }

        final int database() {
            return database;
        }

        /** The key itself, not a copy. */
        final byte[] key() {
            return key;
        }
    }

    private final SeededHash hashing;
    private @Nullable Slot[] chains = new Slot[FIRST_ROOM];
    private int size;

    KeyIndex(SeededHash hashing) {
        this.hashing = hashing;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** What is known about the key, or null. */
    @SuppressWarnings("unchecked") // only add() fills the chains
    @Nullable
    S find(int database, long key, int length) {
        if (size == 0) {
            return null;
        }
        long hash = hash(database, key, length);
        for (Slot slot = chains[chain(hash)]; slot != null; slot = slot.next) {
            if (slot.hash == hash && slot.database == database && NativeMemory.equals(key, length, slot.key)) {
                return (S) slot;
            }
        }
        return null;
    }

    /** Where a key that is not known yet will be. */
    Slot place(int database, long key, int length) {
        return new Slot(database, NativeMemory.toArray(key, length), hash(database, key, length));
    }

    /** Adds what is known about a key that was not known. */
    void add(S slot) {
        if (size == chains.length) {
            grow();
        }
        link(slot);
        size++;
    }

    /** Removes what was added. */
    @SuppressWarnings("ReferenceEquality") // a slot is looked for, not one that equals it
    void remove(S slot) {
        Slot removed = slot;
        int chain = chain(removed.hash);
        Slot before = null;
        for (Slot at = chains[chain]; at != removed; at = at.next) {
            before = Objects.requireNonNull(at);
        }
        if (before == null) {
            chains[chain] = removed.next;
        } else {
            before.next = removed.next;
        }
        size--;
    }

    /** One of them, which must exist, at random. */
    @SuppressWarnings("unchecked") // only add() fills the chains
    S any(RandomGenerator random) {
        int chain = random.nextInt(chains.length);
        while (chains[chain] == null) {
            chain = (chain + 1) & (chains.length - 1);
        }
        return (S) Objects.requireNonNull(chains[chain]);
    }

    void clear() {
        chains = new Slot[FIRST_ROOM];
        size = 0;
    }

    /** Shows all of them, in no order; {@code to} must not change the index. */
    @SuppressWarnings("unchecked") // only add() fills the chains
    void forEach(Consumer<? super S> to) {
        for (Slot first : chains) {
            for (Slot slot = first; slot != null; slot = slot.next) {
                to.accept((S) slot);
            }
        }
    }

    private long hash(int database, long key, int length) {
        return hashing.hash(key, length) + database;
    }

    private int chain(long hash) {
        return (int) hash & (chains.length - 1);
    }

    private void link(Slot slot) {
        int chain = chain(slot.hash);
        slot.next = chains[chain];
        chains[chain] = slot;
    }

    private void grow() {
        Slot[] old = chains;
        chains = new Slot[2 * old.length];
        for (Slot first : old) {
            Slot slot = first;
            while (slot != null) {
                Slot following = slot.next;
                link(slot);
                slot = following;
            }
        }
    }
}
