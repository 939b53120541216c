package org.backstay.base.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable, binary-safe name that can be a map's key: a channel, a pattern, a client's name. */
public final class ByteString implements Comparable<ByteString> {
    /** No bytes at all. */
    public static final ByteString EMPTY = new ByteString(new byte[0]);

    private final byte[] bytes;
    private final int hash;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** Wraps an array that the caller will not change any more. */
    public static ByteString wrap(byte[] bytes) {
        return new ByteString(bytes);
    }

    /** The UTF-8 bytes of a text. */
    public static ByteString of(String text) {
        return new ByteString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes themselves, not a copy: they must not be changed. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] array() {
        return bytes;
    }

    /** How many bytes there are. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Orders as memcmp does, the shorter first when one is the beginning of the other. */
    @Override
    public int compareTo(ByteString that) {
        return Arrays.compareUnsigned(bytes, that.bytes);
    }

    /** The bytes as UTF-8, for logs. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
