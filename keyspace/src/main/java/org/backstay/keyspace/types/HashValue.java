package org.backstay.keyspace.types;

import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.memory.EntryVisitor;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.types.packed.DoubleCheck;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;
import org.backstay.keyspace.types.packed.ListpackCheck;

/**
 * A hash: a listpack of field, value, field, value ({@link Encoding#LISTPACK}), or a table ({@link Encoding#HASHTABLE}) once it has more
 * than {@code hash-max-listpack-entries} fields or a field or value longer than {@code hash-max-listpack-value}.
 */
public final class HashValue extends CollectionValue {
    private final MemberTable table;
    private final MemberTable dying;
    private final ElementView field = new ElementView();
    private final ElementView value = new ElementView();
    private final EntryVisitor scanned = this::showScanned;
    private PairVisitor scanner = (f, v) -> {};
    private int walkAt;

    /** A flyweight that is attached to nothing yet. */
    public HashValue(CollectionContext context) {
        super(context, Encoding.LISTPACK);
        table = new MemberTable(context);
        dying = new MemberTable(context);
    }

    @Override
    public void create() {
        int handle = slabs.alloc(Listpack.EMPTY_BYTES);
        Listpack.create(slabs.address(handle));
        attach(Encoding.LISTPACK, handle);
    }

    @Override
    void attached() {
        if (!isPacked()) {
            table.dict().attach(root());
        }
    }

    /** The number of fields. */
    @Override
    public long size() {
        return isPacked() ? Listpack.count(packedAddress()) / 2 : table.dict().size();
    }

    /** Shows a field's value; false if there is no such field. */
    public boolean get(long fieldAddress, int fieldLength, ElementView result) {
        if (isPacked()) {
            long base = packedAddress();
            int at = findPacked(base, fieldAddress, fieldLength);
            if (at == Listpack.NONE) {
                return false;
            }
            Listpack.read(base, Listpack.next(base, at), result);
            return true;
        }
        int handle = table.find(fieldAddress, fieldLength);
        if (handle == 0) {
            return false;
        }
        table.readValue(handle, result);
        return true;
    }

    /** Whether there is such a field. */
    public boolean contains(long fieldAddress, int fieldLength) {
        return isPacked()
                ? findPacked(packedAddress(), fieldAddress, fieldLength) != Listpack.NONE
                : table.contains(fieldAddress, fieldLength);
    }

    private static int findPacked(long base, long fieldAddress, int fieldLength) {
        return Listpack.find(base, Listpack.first(base), fieldAddress, fieldLength, 1);
    }

    /** Sets a field's value; true if the field is new. */
    public boolean put(long fieldAddress, int fieldLength, long valueAddress, int valueLength) {
        if (isPacked()) {
            if (fitsPacked(fieldLength, valueLength)) {
                long base = packedAddress();
                int at = findPacked(base, fieldAddress, fieldLength);
                if (at != Listpack.NONE) {
                    replacePacked(base, Listpack.next(base, at), valueAddress, valueLength);
                    return false;
                }
                if (size() < context.limits().hashMaxListpackEntries()) {
                    appendPacked(base, fieldAddress, fieldLength, valueAddress, valueLength);
                    return true;
                }
            }
            convertToTable();
        }
        return table.put(fieldAddress, fieldLength, valueAddress, valueLength);
    }

    private boolean fitsPacked(int fieldLength, int valueLength) {
        long limit = context.limits().hashMaxListpackValue();
        return fieldLength <= limit
                && valueLength <= limit
                && (long) packedLength() + fieldLength + valueLength <= Listpack.MAX_BYTES;
    }

    private void replacePacked(long base, int at, long valueAddress, int valueLength) {
        int growth = Listpack.growthOfReplace(base, at, valueAddress, valueLength);
        long roomy = growth > 0 ? packedRoom((long) Listpack.bytes(base) + growth) : base;
        Listpack.replace(roomy, at, valueAddress, valueLength);
        if (growth < 0) {
            shrinkPacked();
        }
    }

    private void appendPacked(long base, long fieldAddress, int fieldLength, long valueAddress, int valueLength) {
        long bytes = (long) Listpack.bytes(base)
                + Listpack.entryBytesFor(fieldAddress, fieldLength)
                + Listpack.entryBytesFor(valueAddress, valueLength);
        long roomy = packedRoom(bytes);
        int valueAt = Listpack.insert(roomy, Listpack.end(roomy), fieldAddress, fieldLength);
        Listpack.insert(roomy, valueAt, valueAddress, valueLength);
    }

    /** Removes a field; false if there is no such field. */
    public boolean remove(long fieldAddress, int fieldLength) {
        if (!isPacked()) {
            return table.remove(fieldAddress, fieldLength);
        }
        long base = packedAddress();
        int at = findPacked(base, fieldAddress, fieldLength);
        if (at == Listpack.NONE) {
            return false;
        }
        Listpack.delete(base, at, 2);
        shrinkPacked();
        return true;
    }

    private void convertToTable() {
        int converted = tableOf(packedAddress());
        int packed = root();
        moveTo(Encoding.HASHTABLE, converted);
        slabs.free(packed);
    }

    /** Makes a table of a listpack's pairs; nothing stays if the memory does not suffice. */
    private int tableOf(long base) {
        int made = table.dict().create();
        try {
            int at = Listpack.first(base);
            while (at != Listpack.NONE) {
                Listpack.read(base, at, field);
                int valueAt = Listpack.next(base, at);
                Listpack.read(base, valueAt, value);
                long scratch = context.scratch();
                table.put(
                        textAddress(field, scratch), field.textLength(),
                        textAddress(value, scratch + INTEGER_TEXT), value.textLength());
                at = Listpack.next(base, valueAt);
            }
        } catch (MemoryLimitException full) {
            table.drop(made);
            throw full;
        }
        return made;
    }

    /** A second number's text stands this far behind the first in the scratch. */
    private static final int INTEGER_TEXT = 32;

    private static long textAddress(ElementView element, long scratch) {
        if (!element.isInteger()) {
            return element.address();
        }
        element.writeTo(scratch);
        return scratch;
    }

    /** Starts a walk over all fields. One walk at a time; the hash must not change during it. */
    public void rewind() {
        if (isPacked()) {
            walkAt = Listpack.first(packedAddress());
        } else {
            table.walk().start();
        }
    }

    /** Shows the walk's next field and its value; false when there are no more. */
    public boolean next(ElementView fieldResult, ElementView valueResult) {
        if (!isPacked()) {
            int handle = table.walk().next();
            if (handle == 0) {
                return false;
            }
            readPair(handle, fieldResult, valueResult);
            return true;
        }
        if (walkAt == Listpack.NONE) {
            return false;
        }
        walkAt = readPackedPair(walkAt, fieldResult, valueResult);
        return true;
    }

    /** Shows the pair at an offset; returns the offset behind it. */
    private int readPackedPair(int at, ElementView fieldResult, ElementView valueResult) {
        long base = packedAddress();
        Listpack.read(base, at, fieldResult);
        int valueAt = Listpack.next(base, at);
        Listpack.read(base, valueAt, valueResult);
        return Listpack.next(base, valueAt);
    }

    private void readPair(int handle, ElementView fieldResult, ElementView valueResult) {
        table.readMember(handle, fieldResult);
        table.readValue(handle, valueResult);
    }

    /**
     * One step of HSCAN: shows the fields at {@code cursor} (all of them, if packed) and returns the next cursor, 0 at the end. A caller
     * repeats it until it has as many as it wants.
     */
    public long scan(long cursor, PairVisitor visitor) {
        if (isPacked()) {
            int at = Listpack.first(packedAddress());
            while (at != Listpack.NONE) {
                at = readPackedPair(at, field, value);
                visitor.visit(field, value);
            }
            return 0;
        }
        scanner = visitor;
        return table.dict().scan(cursor, scanned);
    }

    private void showScanned(int handle) {
        readPair(handle, field, value);
        scanner.visit(field, value);
    }

    /** Shows a field chosen with equal chances, and its value; the hash must not be empty. */
    public void random(ElementView fieldResult, ElementView valueResult) {
        if (isPacked()) {
            int index = context.random().nextInt((int) size());
            readPackedPair(Listpack.seek(packedAddress(), 2 * index), fieldResult, valueResult);
        } else {
            long slot = table.dict().randomSlot(context.random());
            readPair(table.dict().handleAt(slot), fieldResult, valueResult);
        }
    }

    /** Shows {@code count} different fields (all, if there are no more), each choice of them with equal chances. */
    public void sample(long count, PairVisitor visitor) {
        long rest = size();
        long wanted = Math.min(count, rest);
        if (!isPacked() && wanted * DistinctSample.SPARSE < rest) {
            scanner = visitor;
            DistinctSample.of(table.dict(), (int) wanted, context.random(), scanned);
            return;
        }
        rewind();
        while (wanted > 0 && next(field, value)) {
            // Each field is taken with the chance that the places left give it: every subset is equally likely.
            if (context.random().nextLong(rest--) < wanted) {
                wanted--;
                visitor.visit(field, value);
            }
        }
    }

    @Override
    public int packedLength() {
        return Listpack.bytes(packedAddress());
    }

    /**
     * Makes a hash of a listpack from outside, with no key, and attaches to it.
     *
     * @return false if the bytes are no listpack of at least one field and value each, no field twice; nothing is made then
     */
    public boolean createFromListpack(long address, long length) {
        int entries = ListpackCheck.entries(address, length);
        if (entries <= 0 || entries % 2 != 0 || new DoubleCheck(context.hashing()).hasDoubles(address, entries, 1)) {
            return false;
        }
        if (entries / 2 > context.limits().hashMaxListpackEntries()) {
            attach(Encoding.HASHTABLE, tableOf(address));
        } else {
            attach(Encoding.LISTPACK, blockOf(address, length));
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
        if (encoding == Encoding.LISTPACK) {
            slabs.free(root);
            return true;
        }
        return dying.reclaim(root, budget);
    }
}
