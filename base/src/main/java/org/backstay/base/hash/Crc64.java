package org.backstay.base.hash;

/** The 64-bit cyclic redundancy check at the end of RDB files and DUMP payloads (Jones polynomial, reflected, starts at 0). */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class Crc64 {
    private Crc64() {}

    /** Continues {@code crc} (0 at first) over bytes on the heap. */
    public static long update(long crc, byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Continues {@code crc} (0 at first) over bytes outside the heap. */
    public static long update(long crc, long address, long length) {
        throw new UnsupportedOperationException();
    }
}
