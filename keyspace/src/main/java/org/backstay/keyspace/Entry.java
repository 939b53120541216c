package org.backstay.keyspace;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;

import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.LongText;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.memory.Varint;
import org.jspecify.annotations.Nullable;

/**
 * A cursor on one key and its value, owned by the keyspace's loop and reused: what it shows holds until the next lookup with
 * the same cursor, or until the key is changed by other means than this cursor.
 *
 * <p>The block of an entry, in bytes:
 *
 * <pre>
 * type and encoding  1   four bits each
 * flags              1   bit 0: has an expiry; bits 1 to 5: the snapshot that has it already, or 0
 * access clock       3   see AccessClock
 * key length         1 to 5, Varint
 * key
 * expiry             8   if flagged: Unix time in milliseconds
 * value                  INT: 8. EMBSTR: length 1, bytes. RAW: length 4, bytes, spare room. Collections: the root's handle, 4
 * </pre>
 *
 * A 16-byte key with a 16-byte value takes 39 bytes, so a block of 40.
 */
public final class Entry {
    /** Longer strings are encoded as RAW, as in Redis. Bytes. */
    public static final int EMBSTR_LIMIT = 44;

    /** What {@link #expireAt} answers for a key that does not expire. */
    public static final long NO_EXPIRE = -1;

    /** The longest string. Bytes; Redis's default for {@code proto-max-bulk-len}. */
    public static final int MAX_STRING = 512 << 20;

    static final int KEY_OFFSET = 5;
    static final int ROOT_BYTES = 4;
    static final int INT_BYTES = 8;
    static final int EMBSTR_HEADER = 1;
    static final int RAW_HEADER = 4;

    private static final int FLAGS = 1;
    private static final int EXPIRES = 1;
    private static final int EXPIRE_BYTES = 8;
    private static final int STAMP_SHIFT = 1;
    private static final int STAMP_MASK = 0x1F;

    /** Stamps of snapshots are 1 to this. */
    static final int STAMPS = STAMP_MASK;

    private final Slabs slabs;
    private int handle;
    private long address;
    private long value;

    private @Nullable Table table;
    private long slot;
    private long hash;
    private int version;

    Entry(Slabs slabs) {
        this.slabs = slabs;
    }

    // Attaching.

    void attach(Table owner, long atSlot, long keyHash) {
        table = owner;
        slot = atSlot;
        hash = keyHash;
        version = owner.version();
        show(owner.dict().handleAt(atSlot));
    }

    /** For looking only: this cursor does not know the entry's place in its table. */
    void show(Table owner, int entry) {
        table = owner;
        slot = 0;
        hash = 0;
        version = owner.version() - 1;
        show(entry);
    }

    /** As {@link #show(Table, int)}, for an entry that is in no table any more, or whose table does not matter. */
    void show(int entry) {
        handle = entry;
        address = slabs.liveAddress(entry);
        value = valueIn(address);
    }

    private static long valueIn(long address) {
        int length = Varint.get(address + KEY_OFFSET);
        long afterKey = address + KEY_OFFSET + Varint.size(length) + length;
        return (getUnsignedByte(address + FLAGS) & EXPIRES) == 0 ? afterKey : afterKey + EXPIRE_BYTES;
    }

    /** Names the entry among all that exist at the time. */
    public int handle() {
        return handle;
    }

    Table table() {
        if (table == null) {
            throw new IllegalStateException("a cursor on no entry");
        }
        return table;
    }

    long hash() {
        locate();
        return hash;
    }

    /** The slot that refers to this entry. */
    long slot() {
        locate();
        return slot;
    }

    /** Looks the slot up again if the table has changed since. */
    private void locate() {
        Table owner = table();
        if (version != owner.version()) {
            hash = owner.dict().hashOf(handle);
            slot = owner.dict().find(keyAddress(), keyLength(), hash);
            version = owner.version();
        }
    }

    // Header.

    public ValueType type() {
        return ValueType.of(getUnsignedByte(address) >>> 4);
    }

    public Encoding encoding() {
        return Encoding.of(getUnsignedByte(address) & 0xF);
    }

    /** Says that the value lies differently now; for the code of the collection types. */
    public void setEncoding(Encoding encoding) {
        putByte(address, (getUnsignedByte(address) & 0xF0) | encoding.code());
    }

    void setType(ValueType type, Encoding encoding) {
        putByte(address, type.code() << 4 | encoding.code());
    }

    /** The 24 bits of the {@link AccessClock}. */
    public int accessClock() {
        return getInt(address + FLAGS) >>> 8;
    }

    public void setAccessClock(int clock) {
        putInt(address + FLAGS, clock << 8 | getUnsignedByte(address + FLAGS));
    }

    /** Which snapshot has taken this entry, or must not; 0 for none. */
    int stamp() {
        return stamp(address);
    }

    static int stamp(long entry) {
        return getUnsignedByte(entry + FLAGS) >>> STAMP_SHIFT & STAMP_MASK;
    }

    static void stamp(long entry, int snapshot) {
        int others = getUnsignedByte(entry + FLAGS) & ~(STAMP_MASK << STAMP_SHIFT);
        putByte(entry + FLAGS, others | snapshot << STAMP_SHIFT);
    }

    /** The last byte of a long string; the first one of any other value. */
    static int lastByte(long entry) {
        long value = valueIn(entry);
        boolean isLong = Encoding.of(getUnsignedByte(entry) & 0xF) == Encoding.RAW;
        return getUnsignedByte(isLong ? value + RAW_HEADER + getInt(value) - 1 : value);
    }

    public long keyAddress() {
        return address + KEY_OFFSET + Varint.size(Varint.get(address + KEY_OFFSET));
    }

    public int keyLength() {
        return Varint.get(address + KEY_OFFSET);
    }

    /** A copy of the key; not for the hot path. */
    public byte[] key() {
        return NativeMemory.toArray(keyAddress(), keyLength());
    }

    public boolean hasExpire() {
        return (getUnsignedByte(address + FLAGS) & EXPIRES) != 0;
    }

    /** When the key's time is over, Unix time in milliseconds, or {@link #NO_EXPIRE}. */
    public long expireAt() {
        return hasExpire() ? getLong(value - EXPIRE_BYTES) : NO_EXPIRE;
    }

    /** Bytes that the entry's block takes, without the blocks of a collection. */
    public long blockBytes() {
        return slabs.usableSize(handle);
    }

    // Collections.

    /** The handle of the collection's root block. */
    public int root() {
        return getInt(value);
    }

    /** Says that the collection's root block has moved; for the code of the collection types. */
    public void setRoot(int root) {
        putInt(value, root);
    }

    // Strings.

    /** Whether the string is stored as an integer: then {@link #longValue} is it, and there are no bytes to point at. */
    public boolean isInteger() {
        return encoding() == Encoding.INT;
    }

    public long longValue() {
        return getLong(value);
    }

    /** Where the bytes of a string lie that is not stored as an integer. */
    public long stringAddress() {
        return value + (encoding() == Encoding.RAW ? RAW_HEADER : EMBSTR_HEADER);
    }

    /** How long the string is, for any encoding; bytes. */
    public int stringLength() {
        return switch (encoding()) {
            case RAW -> getInt(value);
            case EMBSTR -> getUnsignedByte(value);
            default -> LongText.length(longValue());
        };
    }

    /** Bytes by which a string can grow where it lies. */
    public long stringRoom() {
        return valueRoom() - valueBytes();
    }

    /** Writes the string's {@link #stringLength} bytes to {@code to}, whatever its encoding. */
    public void copyString(long to) {
        if (isInteger()) {
            LongText.format(to, longValue());
        } else {
            copy(stringAddress(), to, stringLength());
        }
    }

    /** A copy of the string; not for the hot path. */
    public byte[] string() {
        if (isInteger()) {
            return Long.toString(longValue()).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        return NativeMemory.toArray(stringAddress(), stringLength());
    }

    // The block.

    /** How many bytes a block needs for a key and so many bytes of value. */
    static long bytes(int keyLength, boolean expires, long valueBytes) {
        return KEY_OFFSET + Varint.size(keyLength) + keyLength + (expires ? EXPIRE_BYTES : 0) + valueBytes;
    }

    /** Writes header, key and expiry of a new block; the value stays undefined. */
    static void initialize(
            long block, ValueType type, Encoding encoding, int clock, long key, int keyLength, long expireAt) {
        boolean expires = expireAt != NO_EXPIRE;
        putByte(block, type.code() << 4 | encoding.code());
        putInt(block + FLAGS, clock << 8 | (expires ? EXPIRES : 0));
        long at = block + KEY_OFFSET + Varint.put(block + KEY_OFFSET, keyLength);
        copy(key, at, keyLength);
        if (expires) {
            putLong(at + keyLength, expireAt);
        }
    }

    /** Gives a copied block an access clock of its own, and unless {@code root} is 0, a collection of its own. */
    static void refresh(long block, int clock, int root) {
        putInt(block + FLAGS, clock << 8 | getUnsignedByte(block + FLAGS));
        if (root != 0) {
            putInt(valueIn(block), root);
        }
    }

    long valueAddress() {
        return value;
    }

    /** Bytes of the block that the value may fill. */
    long valueRoom() {
        return slabs.usableSize(handle) - (value - address);
    }

    /** Bytes of the value now. */
    long valueBytes() {
        return switch (encoding()) {
            case INT -> INT_BYTES;
            case EMBSTR -> EMBSTR_HEADER + getUnsignedByte(value);
            case RAW -> RAW_HEADER + getInt(value);
            default -> ROOT_BYTES;
        };
    }

    /** Makes the block fit a value of this many bytes, contents kept; roomy if it is expected to grow on. */
    void resizeValue(long bytes, boolean roomy) {
        long size = value - address + bytes;
        locate(); // while the key can still be read
        int block = roomy ? slabs.grow(handle, size) : slabs.resize(handle, size);
        if (block != handle) {
            replaceBy(block);
        }
    }

    /** Lets the table refer to {@code block}, which takes this entry's place; does not free the old one. */
    void replaceBy(int block) {
        table().dict().replaceAt(slot(), block);
        show(block);
    }

    void overwriteExpire(long expireAt) {
        putLong(value - EXPIRE_BYTES, expireAt);
    }

    /** Shifts the value to make room for an expiry. */
    void insertExpire(long expireAt) {
        long bytes = valueBytes();
        resizeValue(bytes + EXPIRE_BYTES, false);
        copy(value, value + EXPIRE_BYTES, bytes);
        putLong(value, expireAt);
        putByte(address + FLAGS, getUnsignedByte(address + FLAGS) | EXPIRES);
        value += EXPIRE_BYTES;
    }

    /** Shifts the value over the expiry. */
    void removeExpire() {
        long bytes = valueBytes();
        copy(value, value - EXPIRE_BYTES, bytes);
        putByte(address + FLAGS, getUnsignedByte(address + FLAGS) & ~EXPIRES);
        value -= EXPIRE_BYTES;
    }
}
