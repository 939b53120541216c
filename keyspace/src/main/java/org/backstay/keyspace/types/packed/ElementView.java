package org.backstay.keyspace.types.packed;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getByte;

import java.nio.charset.StandardCharsets;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.LongText;

/**
 * A view of one element, wherever it lies: bytes at an address, or an integer that a packed encoding keeps in binary. Owned by the loop
 * that owns the keyspace; made once and moved from element to element. It copies nothing, so it is valid until the collection that
 * filled it is next changed.
 */
public final class ElementView {
    private long address;
    private int length;
    private long value;
    private boolean integer;

    /** Points the view at bytes. */
    public void setBytes(long address, int length) {
        this.address = address;
        this.length = length;
        integer = false;
    }

    /** Makes the view hold an integer, which stands for its canonical decimal text. */
    public void setInteger(long value) {
        this.value = value;
        address = 0;
        length = 0;
        integer = true;
    }

    /** Makes this view the same as another. */
    public void set(ElementView other) {
        address = other.address;
        length = other.length;
        value = other.value;
        integer = other.integer;
    }

    /** Whether the element is an integer ({@link #value}) and not bytes ({@link #address}, {@link #length}). */
    public boolean isInteger() {
        return integer;
    }

    /** The integer; only if {@link #isInteger}. */
    public long value() {
        assert integer;
        return value;
    }

    /** Where the bytes are; only if not {@link #isInteger}. */
    public long address() {
        assert !integer;
        return address;
    }

    /** How many bytes there are; only if not {@link #isInteger}. */
    public int length() {
        assert !integer;
        return length;
    }

    /** How many bytes the element's text has, of either kind. */
    public int textLength() {
        return integer ? LongText.length(value) : length;
    }

    /** Writes the element's text to {@code target}, which has room for {@link #textLength} bytes; returns that length. */
    public int writeTo(long target) {
        if (integer) {
            return LongText.format(target, value);
        }
        copy(address, target, length);
        return length;
    }

    /** Whether the element's text is these bytes. */
    public boolean textEquals(long otherAddress, int otherLength) {
        if (integer) {
            return Listpack.isText(value, otherAddress, otherLength);
        }
        return length == otherLength && NativeMemory.equals(address, otherAddress, length);
    }

    /** Copies the text; for tests, logs and cold paths only. */
    public byte[] toByteArray() {
        if (integer) {
            return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = getByte(address + i);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return new String(toByteArray(), StandardCharsets.ISO_8859_1);
    }
}
