package org.backstay.keyspace.types;

import org.backstay.base.number.LongText;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.memory.EntryVisitor;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Intset;

/**
 * A set: an intset ({@link Encoding#INTSET}) while all members are integers and at most {@code set-max-intset-entries}, else a table
 * ({@link Encoding#HASHTABLE}).
 */
public final class SetValue extends CollectionValue {
    /** Redis keeps no intset of a GiB or more, whatever the limit says. Members. */
    private static final long INTSET_CEILING = 1 << 30;

    private final MemberTable table;
    private final MemberTable dying;
    private final ElementView member = new ElementView();
    private final EntryVisitor scanned = this::showScanned;
    private ElementVisitor scanner = element -> {};
    private int walkAt;

    /** A flyweight that is attached to nothing yet. */
    public SetValue(CollectionContext context) {
        super(context, Encoding.INTSET);
        table = new MemberTable(context);
        dying = new MemberTable(context);
    }

    @Override
    public void create() {
        int handle = slabs.alloc(Intset.HEADER_BYTES);
        Intset.create(slabs.address(handle));
        attach(Encoding.INTSET, handle);
    }

    @Override
    void attached() {
        if (!isPacked()) {
            table.dict().attach(root());
        }
    }

    @Override
    public long size() {
        return isPacked() ? Intset.count(packedAddress()) : table.dict().size();
    }

    /** Adds a member; false if it is one already. */
    public boolean add(long address, int length) {
        if (isPacked()) {
            if (LongText.isLong(address, length)) {
                return addInteger(LongText.parse(address, length));
            }
            convertToTable();
        }
        return table.add(address, length);
    }

    /** Adds what a view shows, which must not lie in this set; false if it is a member already. */
    public boolean add(ElementView element) {
        if (element.isInteger() && isPacked()) {
            return addInteger(element.value());
        }
        return add(textAddress(element), element.textLength());
    }

    private boolean addInteger(long value) {
        long base = packedAddress();
        int index = Intset.find(base, value);
        if (index >= 0) {
            return false;
        }
        if (size() >= Math.min(context.limits().setMaxIntsetEntries(), INTSET_CEILING)) {
            convertToTable();
            int length = LongText.format(context.scratch(), value);
            return table.add(context.scratch(), length);
        }
        Intset.insert(packedRoom(Intset.bytesWith(base, value)), -index - 1, value);
        return true;
    }

    /** Whether the bytes are a member. */
    public boolean contains(long address, int length) {
        if (!isPacked()) {
            return table.contains(address, length);
        }
        return LongText.isLong(address, length) && Intset.find(packedAddress(), LongText.parse(address, length)) >= 0;
    }

    /** Whether what a view shows (of this set or another) is a member. */
    public boolean contains(ElementView element) {
        if (element.isInteger() && isPacked()) {
            return Intset.find(packedAddress(), element.value()) >= 0;
        }
        return contains(textAddress(element), element.textLength());
    }

    /** Removes a member; false if it is none. */
    public boolean remove(long address, int length) {
        if (!isPacked()) {
            return table.remove(address, length);
        }
        return LongText.isLong(address, length) && removeInteger(LongText.parse(address, length));
    }

    /** Removes what a view shows, also one that {@link #random} or a walk over this set has filled; the view is invalid afterwards. */
    public boolean remove(ElementView element) {
        if (element.isInteger() && isPacked()) {
            return removeInteger(element.value());
        }
        return remove(textAddress(element), element.textLength());
    }

    private boolean removeInteger(long value) {
        long base = packedAddress();
        int index = Intset.find(base, value);
        if (index < 0) {
            return false;
        }
        Intset.delete(base, index);
        shrinkPacked();
        return true;
    }

    private void convertToTable() {
        int converted = tableOf(packedAddress());
        int packed = root();
        moveTo(Encoding.HASHTABLE, converted);
        slabs.free(packed);
    }

    /** Makes a table of an intset's members; nothing stays if the memory does not suffice. */
    private int tableOf(long base) {
        int made = table.dict().create();
        try {
            for (int i = 0; i < Intset.count(base); i++) {
                int length = LongText.format(context.scratch(), Intset.get(base, i));
                table.add(context.scratch(), length);
            }
        } catch (MemoryLimitException full) {
            table.drop(made);
            throw full;
        }
        return made;
    }

    /** Starts a walk over all members (ascending in an intset). One walk at a time; the set must not change during it. */
    public void rewind() {
        walkAt = 0;
        if (!isPacked()) {
            table.walk().start();
        }
    }

    /** Shows the walk's next member; false when there are no more. */
    public boolean next(ElementView result) {
        if (isPacked()) {
            if (walkAt == Intset.count(packedAddress())) {
                return false;
            }
            result.setInteger(Intset.get(packedAddress(), walkAt++));
            return true;
        }
        int handle = table.walk().next();
        if (handle == 0) {
            return false;
        }
        table.readMember(handle, result);
        return true;
    }

    /**
     * One step of SSCAN: shows the members at {@code cursor} (all of them, if packed) and returns the next cursor, 0 at the end. A caller
     * repeats it until it has as many as it wants.
     */
    public long scan(long cursor, ElementVisitor visitor) {
        if (isPacked()) {
            rewind();
            while (next(member)) {
                visitor.visit(member);
            }
            return 0;
        }
        scanner = visitor;
        return table.dict().scan(cursor, scanned);
    }

    private void showScanned(int handle) {
        table.readMember(handle, member);
        scanner.visit(member);
    }

    /** Shows a member chosen with equal chances; the set must not be empty. */
    public void random(ElementView result) {
        if (isPacked()) {
            result.setInteger(Intset.get(packedAddress(), context.random().nextInt((int) size())));
        } else {
            table.readMember(table.dict().handleAt(table.dict().randomSlot(context.random())), result);
        }
    }

    /** Shows {@code count} different members (all, if there are no more), each choice of them with equal chances. */
    public void sample(long count, ElementVisitor visitor) {
        long rest = size();
        long wanted = Math.min(count, rest);
        if (!isPacked() && wanted * DistinctSample.SPARSE < rest) {
            scanner = visitor;
            DistinctSample.of(table.dict(), (int) wanted, context.random(), scanned);
            return;
        }
        rewind();
        while (wanted > 0 && next(member)) {
            // Each member is taken with the chance that the places left give it: every subset is equally likely.
            if (context.random().nextLong(rest--) < wanted) {
                wanted--;
                visitor.visit(member);
            }
        }
    }

    @Override
    public int packedLength() {
        return Intset.bytes(packedAddress());
    }

    /**
     * Makes a set of an intset from outside, with no key, and attaches to it.
     *
     * @return false if the bytes are no intset of at least one member; nothing is made then
     */
    public boolean createFromIntset(long address, long length) {
        int count = Intset.check(address, length);
        if (count < 0) {
            return false;
        }
        if (count > context.limits().setMaxIntsetEntries()) {
            attach(Encoding.HASHTABLE, tableOf(address));
        } else {
            attach(Encoding.INTSET, blockOf(address, length));
        }
        return true;
    }

    @Override
    public int duplicate() {
        return isPacked() ? blockOf(packedAddress(), packedLength()) : table.duplicate();
    }

    @Override
    public long memoryBytes(int samples) {
        return isPacked() ? slabs.usableSize(root()) : table.memoryBytes(samples);
    }

    @Override
    public boolean reclaim(Encoding encoding, int root, int budget) {
        if (encoding == Encoding.INTSET) {
            slabs.free(root);
            return true;
        }
        return dying.reclaim(root, budget);
    }
}
