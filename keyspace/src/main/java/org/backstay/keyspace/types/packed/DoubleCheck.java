package org.backstay.keyspace.types.packed;

import org.backstay.base.memory.SeededHash;
import org.backstay.base.number.LongText;

/** Looks for an element that a listpack has twice, in time linear in its length, so that hostile bytes can't make it slow. */
public final class DoubleCheck {
    private final SeededHash hashing;
    private final ElementView view = new ElementView();

    /** With the keyed hash of the keyspace: a client who knows no seed can't choose elements that collide. */
    public DoubleCheck(SeededHash hashing) {
        this.hashing = hashing;
    }

    /**
     * Whether two compared entries of a checked listpack have the same text.
     *
     * @param entries how many entries it has
     * @param skip how many entries to leave out after each that is compared
     */
    public boolean hasDoubles(long base, int entries, int skip) {
        int mask = Math.max(16, Integer.highestOneBit(entries) << 1) - 1;
        int[] offsets = new int[mask + 1];
        for (int at = Listpack.first(base); at != Listpack.NONE; at = step(base, at, skip)) {
            int place = (int) hash(base, at) & mask;
            while (offsets[place] != 0) {
                if (same(base, offsets[place], at)) {
                    return true;
                }
                place = (place + 1) & mask;
            }
            offsets[place] = at;
        }
        return false;
    }

    private static int step(long base, int at, int skip) {
        int next = at;
        for (int i = 0; i <= skip && next != Listpack.NONE; i++) {
            next = Listpack.next(base, next);
        }
        return next;
    }

    /** Of an element's text: a hostile listpack may keep the same one as an integer here and as bytes there. */
    private long hash(long base, int at) {
        Listpack.read(base, at, view);
        if (view.isInteger()) {
            return hashing.hash(view.value());
        }
        return LongText.isLong(view.address(), view.length())
                ? hashing.hash(LongText.parse(view.address(), view.length()))
                : hashing.hash(view.address(), view.length());
    }

    private boolean same(long base, int one, int other) {
        Listpack.read(base, one, view);
        if (!view.isInteger()) {
            return Listpack.matches(base, other, view.address(), view.length());
        }
        long value = view.value();
        Listpack.read(base, other, view);
        return view.isInteger() ? view.value() == value : Listpack.isText(value, view.address(), view.length());
    }
}
