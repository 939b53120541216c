package org.backstay.keyspace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The large collections that a snapshot has met and not yet taken completely, in the order in which it met them. Those that no key refers
 * to any more are the snapshot's, and go to the graveyard when they are taken. Owned by the snapshot.
 */
final class OwedCollections {
    private static final class Owed {
        final GradualTaking taking;
        final ValueType type;
        final Encoding encoding;
        final int root;
        boolean orphaned;

        Owed(GradualTaking taking, Entry entry) {
            this.taking = taking;
            this.type = entry.type();
            this.encoding = entry.encoding();
            this.root = entry.root();
        }
    }

    private final Graveyard graveyard;
    private final Deque<Owed> queue = new ArrayDeque<>();
    private final Map<Integer, Owed> byRoot = new HashMap<>();

    OwedCollections(Graveyard graveyard) {
        this.graveyard = graveyard;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void add(GradualTaking taking, Entry entry) {
        Owed owed = new Owed(taking, entry);
        queue.add(owed);
        byRoot.put(owed.root, owed);
    }

    /** Goes on with the first; whether it was taken completely. */
    boolean goOn() {
        Owed first = queue.element();
        if (!first.taking.goOn()) {
            return false;
        }
        queue.remove();
        byRoot.remove(first.root);
        bury(first);
        return true;
    }

    /** Takes over a collection that no key refers to any more; false if it is not owed. */
    boolean inherit(int root) {
        Owed owed = byRoot.get(root);
        if (owed == null) {
            return false;
        }
        owed.orphaned = true;
        return true;
    }

    void abort() {
        byRoot.clear();
        queue.forEach(owed -> owed.taking.abort());
        while (!queue.isEmpty()) {
            bury(queue.remove());
        }
    }

    private void bury(Owed owed) {
        if (owed.orphaned) {
            graveyard.bury(owed.type, owed.encoding, owed.root);
        }
    }
}
