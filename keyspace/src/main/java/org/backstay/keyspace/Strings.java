package org.backstay.keyspace;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.fill;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;

import org.backstay.base.number.LongText;
import org.backstay.keyspace.memory.Slabs;

/**
 * Builds and rebuilds the blocks of entries, those of strings above all; owned by the keyspace's loop.
 *
 * <p>A string that is written as a whole is first prepared, which chooses its encoding as Redis does: INT if it is the text of
 * a 64-bit integer, EMBSTR up to 44 bytes, RAW beyond. Then it is stored in a new block or over an old one.
 */
final class Strings {
    private final Slabs slabs;

    // The string that was prepared.
    private Encoding encoding = Encoding.EMBSTR;
    private long bytes;
    private int length;
    private long integer;

    Strings(Slabs slabs) {
        this.slabs = slabs;
    }

    void prepare(long string, int stringLength) {
        if (stringLength <= LongText.LONGEST && LongText.isLong(string, stringLength)) {
            prepare(LongText.parse(string, stringLength));
        } else {
            prepareText(string, stringLength);
        }
    }

    /** As text, though it may be that of an integer. */
    void prepareText(long string, int stringLength) {
        encoding = stringLength <= Entry.EMBSTR_LIMIT ? Encoding.EMBSTR : Encoding.RAW;
        bytes = string;
        length = stringLength;
    }

    void prepare(long number) {
        encoding = Encoding.INT;
        integer = number;
    }

    /** As a string of zeros, which is RAW however short it is: somebody is going to write into it. */
    void prepareZeros(int stringLength) {
        encoding = Encoding.RAW;
        bytes = 0;
        length = stringLength;
    }

    private long preparedBytes() {
        return switch (encoding) {
            case INT -> Entry.INT_BYTES;
            case EMBSTR -> Entry.EMBSTR_HEADER + length;
            default -> (long) Entry.RAW_HEADER + length;
        };
    }

    private void write(long value) {
        switch (encoding) {
            case INT -> putLong(value, integer);
            case EMBSTR -> {
                putByte(value, length);
                copy(bytes, value + Entry.EMBSTR_HEADER, length);
            }
            default -> {
                putInt(value, length);
                if (bytes == 0) {
                    fill(value + Entry.RAW_HEADER, length, (byte) 0);
                } else {
                    copy(bytes, value + Entry.RAW_HEADER, length);
                }
            }
        }
    }

    /** A new block with the prepared string. */
    int create(long key, int keyLength, int clock, long expireAt) {
        long valueBytes = preparedBytes();
        long size = Entry.bytes(keyLength, expireAt != Entry.NO_EXPIRE, valueBytes);
        int block = slabs.alloc(size);
        long address = slabs.address(block);
        Entry.initialize(address, ValueType.STRING, encoding, clock, key, keyLength, expireAt);
        write(address + size - valueBytes);
        return block;
    }

    /** A new block with the root of a collection. */
    int createCollection(ValueType type, Encoding of, long key, int keyLength, int clock, int root) {
        long size = Entry.bytes(keyLength, false, Entry.ROOT_BYTES);
        int block = slabs.alloc(size);
        long address = slabs.address(block);
        Entry.initialize(address, type, of, clock, key, keyLength, Entry.NO_EXPIRE);
        putInt(address + size - Entry.ROOT_BYTES, root);
        return block;
    }

    /** Puts the prepared string in the place of an entry's value, in the same block if it fits. The mark is the caller's. */
    void replace(Entry entry, long expireAt) {
        boolean expires = expireAt != Entry.NO_EXPIRE;
        int keyLength = entry.keyLength();
        long valueBytes = preparedBytes();
        long size = Entry.bytes(keyLength, expires, valueBytes);
        if (expires == entry.hasExpire() && slabs.fits(entry.handle(), size)) {
            if (expires) {
                entry.overwriteExpire(expireAt);
            }
            entry.setType(ValueType.STRING, encoding);
            write(entry.valueAddress());
            return;
        }
        int old = entry.handle();
        int stamp = entry.stamp();
        int block = create(entry.keyAddress(), keyLength, entry.accessClock(), expireAt);
        Entry.stamp(slabs.address(block), stamp);
        entry.replaceBy(block);
        slabs.free(old);
    }

    void setInteger(Entry entry, long number) {
        if (entry.valueRoom() < Entry.INT_BYTES) {
            entry.resizeValue(Entry.INT_BYTES, false);
        }
        entry.setType(ValueType.STRING, Encoding.INT);
        putLong(entry.valueAddress(), number);
    }

    /** Makes a string RAW and so long, with zeros at its end if it was shorter; where its bytes begin. */
    long resize(Entry entry, int wanted) {
        int before = entry.stringLength();
        if (entry.encoding() != Encoding.RAW) {
            makeRaw(entry, before, Math.max(before, wanted));
        } else if (entry.valueRoom() < (long) Entry.RAW_HEADER + wanted) {
            entry.resizeValue((long) Entry.RAW_HEADER + wanted, true);
        }
        long value = entry.valueAddress();
        putInt(value, wanted);
        if (wanted > before) {
            fill(value + Entry.RAW_HEADER + before, (long) wanted - before, (byte) 0);
        }
        return value + Entry.RAW_HEADER;
    }

    private void makeRaw(Entry entry, int now, int room) {
        boolean integerBefore = entry.isInteger();
        long number = integerBefore ? entry.longValue() : 0;
        if (entry.valueRoom() < (long) Entry.RAW_HEADER + room) {
            entry.resizeValue((long) Entry.RAW_HEADER + room, true);
        }
        long value = entry.valueAddress();
        if (integerBefore) {
            LongText.format(value + Entry.RAW_HEADER, number);
        } else {
            copy(value + Entry.EMBSTR_HEADER, value + Entry.RAW_HEADER, now);
        }
        entry.setType(ValueType.STRING, Encoding.RAW);
        putInt(value, now);
    }

    /** A new block like the entry's, under another key; not stamped by any snapshot. */
    int copyWithKey(Entry entry, long key, int keyLength) {
        long valueBytes = entry.valueBytes();
        long size = Entry.bytes(keyLength, entry.hasExpire(), valueBytes);
        int block = slabs.alloc(size);
        long address = slabs.address(block);
        Entry.initialize(
                address, entry.type(), entry.encoding(), entry.accessClock(), key, keyLength, entry.expireAt());
        copy(entry.valueAddress(), address + size - valueBytes, valueBytes);
        return block;
    }
}
