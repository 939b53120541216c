package org.backstay.base.hash;

/** The 16-bit cyclic redundancy check of the cluster's slots (XMODEM: polynomial 0x1021, starts at 0). */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class Crc16 {
    private Crc16() {}

    /** The check of bytes on the heap, 0 to 65,535. */
    public static int of(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** The check of bytes outside the heap, 0 to 65,535. */
    public static int of(long address, int length) {
        throw new UnsupportedOperationException();
    }
}
