package org.backstay.redis.command;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.jspecify.annotations.Nullable;

/**
 * The pattern of SORT's BY or GET: {@code #} is the element itself; a star stands for the element in a key's name; what follows
 * {@code ->} is a field of the hash at that key.
 *
 * @param self whether the pattern is {@code #}
 * @param prefix what stands before the star, or null when there is no star: then nothing is found
 * @param suffix what stands between the star and the field
 * @param field the field, or null when the key holds a string
 */
record SortPattern(boolean self, byte @Nullable [] prefix, byte[] suffix, byte @Nullable [] field) {
    private static final byte[] EMPTY = {};

    static SortPattern parse(byte[] pattern) {
        if (pattern.length == 1 && pattern[0] == '#') {
            return new SortPattern(true, null, EMPTY, null);
        }
        int star = indexOf(pattern, 0, (byte) '*');
        if (star < 0) {
            return new SortPattern(false, null, EMPTY, null);
        }
        byte[] prefix = Arrays.copyOf(pattern, star);
        int arrow = arrow(pattern, star + 1);
        if (arrow < 0) {
            return new SortPattern(false, prefix, Arrays.copyOfRange(pattern, star + 1, pattern.length), null);
        }
        return new SortPattern(
                false,
                prefix,
                Arrays.copyOfRange(pattern, star + 1, arrow),
                Arrays.copyOfRange(pattern, arrow + 2, pattern.length));
    }

    private static int indexOf(byte[] bytes, int from, byte wanted) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Where the first arrow with something behind it stands. */
    private static int arrow(byte[] pattern, int from) {
        for (int i = from; i + 1 < pattern.length; i++) {
            if (pattern[i] == '-' && pattern[i + 1] == '>') {
                return i + 2 < pattern.length ? i : -1;
            }
        }
        return -1;
    }

    /** Whether it names the same for all elements, so that there is nothing to sort by. */
    boolean isConstant() {
        return prefix == null;
    }

    /** What stands at the key, or in the field, that the pattern makes of an element; null when nothing does. */
    byte @Nullable [] lookup(Call call, byte[] element) {
        if (self) {
            return element;
        }
        if (prefix == null) {
            return null;
        }
        ByteBuf words = ByteBufAllocator.DEFAULT.directBuffer();
        try {
            words.writeBytes(prefix).writeBytes(element).writeBytes(suffix);
            int keyLength = words.readableBytes();
            if (field != null) {
                words.writeBytes(field);
            }
            Entry into = call.server().values().thirdEntry();
            Entry entry = call.database().forRead(words.memoryAddress(), keyLength, into);
            if (entry == null) {
                return null;
            }
            return field == null ? string(entry) : field(call, entry, words.memoryAddress() + keyLength, field.length);
        } finally {
            words.release();
        }
    }

    private static byte @Nullable [] string(Entry entry) {
        return entry.type() == ValueType.STRING ? entry.string() : null;
    }

    private static byte @Nullable [] field(Call call, Entry entry, long name, int length) {
        if (entry.type() != ValueType.HASH) {
            return null;
        }
        HashValue hash = call.server().values().hash();
        hash.attach(entry);
        ElementView value = call.server().values().element();
        return hash.get(name, length, value) ? value.toByteArray() : null;
    }
}
