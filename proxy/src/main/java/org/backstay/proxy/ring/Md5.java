package org.backstay.proxy.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.backstay.base.memory.NativeMemory;

/** MD5 as four words, the lowest byte first. */
final class Md5 {
    private static final int WORDS = 4;

    private Md5() {}

    static int[] words(long address, int length) {
        byte[] bytes = new byte[length];
        NativeMemory.copy(address, bytes, 0, length);
        return words(bytes);
    }

    static int[] words(byte[] bytes) {
        int[] words = new int[WORDS];
        ByteBuffer.wrap(digest().digest(bytes))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(words);
        return words;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5, which ketama needs", e);
        }
    }
}
