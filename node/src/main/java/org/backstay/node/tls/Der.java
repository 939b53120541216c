package org.backstay.node.tls;

import java.io.IOException;

/** As much of ASN.1's distinguished encoding (X.690) as keys need. Stateless. */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTETS = 0x04;
    static final int SEQUENCE = 0x30;

    /** The field of an elliptic curve's key that names its curve. */
    static final int CURVE = 0xA0;

    private static final int LONG_LENGTH = 0x80;

    private Der() {}

    /** A value of several parts, one after the other. */
    static byte[] value(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] header = header(tag, length);
        byte[] whole = new byte[header.length + length];
        System.arraycopy(header, 0, whole, 0, header.length);
        int at = header.length;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    private static byte[] header(int tag, int length) {
        if (length < LONG_LENGTH) {
            return new byte[] {(byte) tag, (byte) length};
        }
        return new byte[] {
            (byte) tag, (byte) (LONG_LENGTH | 3), (byte) (length >> 16), (byte) (length >> 8), (byte) length
        };
    }

    /** What the first field with this tag of a sequence holds. */
    static byte[] field(byte[] sequence, int tag) throws IOException {
        int[] at = {0};
        expect(sequence, at, SEQUENCE);
        while (at[0] < sequence.length) {
            int found = sequence[at[0]] & 0xFF;
            int length = expect(sequence, at, found);
            if (found == tag) {
                return java.util.Arrays.copyOfRange(sequence, at[0], at[0] + length);
            }
            at[0] += length;
        }
        throw new IOException("the key does not name its curve");
    }

    /** Steps over a tag and the length behind it, which is returned. */
    private static int expect(byte[] bytes, int[] at, int tag) throws IOException {
        if (at[0] + 2 > bytes.length || (bytes[at[0]] & 0xFF) != tag) {
            throw new IOException("the key is damaged");
        }
        int length = bytes[at[0] + 1] & 0xFF;
        at[0] += 2;
        if (length >= LONG_LENGTH) {
            int digits = length - LONG_LENGTH;
            length = 0;
            for (int i = 0; i < digits && at[0] < bytes.length; i++) {
                length = length << 8 | (bytes[at[0]++] & 0xFF);
            }
        }
        if (length < 0 || length > bytes.length - at[0]) {
            throw new IOException("the key is damaged");
        }
        return length;
    }
}
