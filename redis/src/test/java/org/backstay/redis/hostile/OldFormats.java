package org.backstay.redis.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values as DUMP of older versions wrote them, which are read but never written here. */
final class OldFormats {
    private static final int LIST = 1;
    private static final int SET = 2;
    private static final int ZSET_OF_TEXT_SCORES = 3;
    private static final int HASH = 4;
    private static final int HASH_ZIPMAP = 9;
    private static final int LIST_ZIPLIST = 10;
    private static final int ZSET_ZIPLIST = 12;
    private static final int HASH_ZIPLIST = 13;
    private static final int LIST_QUICKLIST = 14;
    private static final int SMALL_INTEGER = 0xf1;
    private static final int ZIPLIST_HEADER = 10;
    private static final int END = 0xff;

    private static final int[] TRAILER = {10, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private OldFormats() {}

    static List<byte[]> payloads() {
        byte[] pairs = ziplist("a", "1", "b", "2", "c", "a longer text");
        return List.of(
                payload(LIST, counted(3, strings("a", "b", "12"))),
                payload(SET, counted(2, strings("a", "b"))),
                payload(ZSET_OF_TEXT_SCORES, counted(2, strings("a", "1.5", "b", "-2"))),
                payload(HASH, counted(2, strings("a", "1", "b", "2"))),
                payload(HASH_ZIPMAP, string(zipmap())),
                payload(LIST_ZIPLIST, string(pairs)),
                payload(ZSET_ZIPLIST, string(ziplist("a", "1", "b", "2.5"))),
                payload(HASH_ZIPLIST, string(pairs)),
                payload(LIST_QUICKLIST, counted(2, joined(string(pairs), string(ziplist("x", "7"))))));
    }

    private static byte[] payload(int type, byte[] value) {
        return joined(bytes(type), value, bytes(TRAILER));
    }

    private static byte[] counted(int count, byte[] items) {
        return joined(bytes(count), items);
    }

    private static byte[] strings(String... texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : texts) {
            out.writeBytes(string(text.getBytes(StandardCharsets.US_ASCII)));
        }
        return out.toByteArray();
    }

    /** A string of up to 63 bytes, or one whose length takes two. */
    private static byte[] string(byte[] content) {
        byte[] length = content.length < 64
                ? bytes(content.length)
                : bytes(0x40 | content.length >> Byte.SIZE, content.length & 0xff);
        return joined(length, content);
    }

    private static byte[] ziplist(String... elements) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        int before = 0;
        int tail = ZIPLIST_HEADER;
        for (String element : elements) {
            tail = ZIPLIST_HEADER + entries.size();
            entries.write(before);
            if (element.length() == 1 && Character.isDigit(element.charAt(0))) {
                entries.write(SMALL_INTEGER + element.charAt(0) - '0');
                before = 2;
            } else {
                entries.write(element.length());
                entries.writeBytes(element.getBytes(StandardCharsets.US_ASCII));
                before = 2 + element.length();
            }
        }
        int size = ZIPLIST_HEADER + entries.size() + 1;
        return joined(
                bytes(size & 0xff, size >> Byte.SIZE, 0, 0),
                bytes(tail & 0xff, tail >> Byte.SIZE, 0, 0),
                bytes(elements.length, 0),
                entries.toByteArray(),
                bytes(END));
    }

    private static byte[] zipmap() {
        return joined(bytes(2), bytes(1, 'a', 1, 0, '1'), bytes(1, 'b', 2, 1, 'x', 'y', 0), bytes(END));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
