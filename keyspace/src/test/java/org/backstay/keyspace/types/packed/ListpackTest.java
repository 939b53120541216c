package org.backstay.keyspace.types.packed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.backstay.base.memory.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListpackTest {
    private static final int ROOM = 1 << 20;
    private final Arena arena = Arena.ofConfined();
    private final long base = arena.allocate(ROOM).address();
    private final long scratch = arena.allocate(ROOM).address();
    private final ElementView view = new ElementView();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void bytesAreThoseOfStockForEveryEncodingAndItsBounds() throws Exception {
        Listpack.create(base);
        elementsAtTheBounds().forEach(this::append);
        // What redis-server 7.0.15's DUMP carries for a list of the same elements.
        assertThat(sha256())
                .isEqualTo("6c765995bd495d4ce43f71cb3a33417d7212a02fd422a3b435c8bfae17dae270")
                .as("1,086 bytes of entries of up to 129 bytes");
    }

    @Test
    void bytesAreThoseOfStockForLongElements() throws Exception {
        Listpack.create(base);
        for (int length : new int[] {4094, 4095, 4096, 16376, 16377, 16378}) {
            append(letters(length));
        }
        assertThat(sha256()).isEqualTo("ec53753f7dd25bc098a1e0a29001db4ddbb70dfe281ad78c69b98a0333492c93");
    }

    @Test
    void everyBackLengthStepCanBeWalkedBackwards() {
        Listpack.create(base);
        List<byte[]> model = new ArrayList<>();
        for (int length :
                new int[] {0, 125, 126, 127, 128, 16377, 16378, 16379, 16380, 16381, 16382, 16383, 16384, 70_000}) {
            append(letters(length));
            model.add(letters(length));
        }
        assertSame(model);
    }

    @Test
    void moreEntriesThanTheHeaderCountsAreCountedByWalking() {
        Listpack.create(base);
        for (int i = 0; i < 66_000; i++) {
            Listpack.insert(base, Listpack.end(base), i % 100);
        }
        assertThat(Listpack.count(base)).isEqualTo(66_000);
        Listpack.delete(base, Listpack.first(base), 1_000);
        assertThat(Listpack.count(base)).isEqualTo(65_000);
        assertThat(ListpackCheck.entries(base, Listpack.bytes(base))).isEqualTo(65_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomEditsAgreeWithAJavaList(long seed) {
        Random random = new Random(seed);
        List<byte[]> model = new ArrayList<>();
        Listpack.create(base);
        for (int step = 0; step < 5_000; step++) {
            edit(random, model);
            if (step % 50 == 0) {
                assertSame(model);
            }
        }
        assertSame(model);
    }

    private void edit(Random random, List<byte[]> model) {
        int index = model.isEmpty() ? 0 : random.nextInt(model.size());
        byte[] element = element(random);
        long text = place(element);
        int choice = random.nextInt(10);
        if (model.isEmpty() || (choice < 4 && model.size() < 300)) {
            int offset = model.isEmpty() ? Listpack.end(base) : Listpack.seek(base, index);
            int before = Listpack.bytes(base);
            Listpack.insert(base, offset, text, element.length);
            assertThat(Listpack.bytes(base) - before).isEqualTo(Listpack.entryBytesFor(text, element.length));
            model.add(index, element);
        } else if (choice < 6) {
            Listpack.insert(base, Listpack.end(base), text, element.length);
            model.add(element);
        } else if (choice < 8) {
            int before = Listpack.bytes(base);
            int offset = Listpack.seek(base, index);
            int growth = Listpack.growthOfReplace(base, offset, text, element.length);
            Listpack.replace(base, offset, text, element.length);
            assertThat(Listpack.bytes(base) - before).isEqualTo(growth);
            model.set(index, element);
        } else {
            int entries = 1 + random.nextInt(Math.min(5, model.size() - index));
            Listpack.delete(base, Listpack.seek(base, index), entries);
            model.subList(index, index + entries).clear();
        }
    }

    private void assertSame(List<byte[]> model) {
        assertThat(ListpackCheck.entries(base, Listpack.bytes(base))).isEqualTo(model.size());
        assertThat(Listpack.count(base)).isEqualTo(model.size());
        int at = Listpack.first(base);
        for (int i = 0; i < model.size(); i++) {
            Listpack.read(base, at, view);
            assertThat(view.toByteArray()).isEqualTo(model.get(i));
            assertThat(view.textLength()).isEqualTo(model.get(i).length);
            assertThat(Listpack.isInteger(base, at)).isEqualTo(view.isInteger());
            assertThat(Listpack.seek(base, i)).isEqualTo(at);
            assertThat(Listpack.seek(base, i - model.size())).isEqualTo(at);
            long text = place(model.get(i));
            assertThat(Listpack.matches(base, at, text, model.get(i).length)).isTrue();
            assertThat(view.textEquals(text, model.get(i).length)).isTrue();
            at = Listpack.next(base, at);
        }
        assertThat(at).isEqualTo(Listpack.NONE);
        at = Listpack.last(base);
        for (int i = model.size() - 1; i >= 0; i--) {
            Listpack.read(base, at, view);
            assertThat(view.toByteArray()).isEqualTo(model.get(i));
            at = Listpack.previous(base, at);
        }
        assertThat(at).isEqualTo(Listpack.NONE);
    }

    @Test
    void findLooksAtKeysOnlyWhenValuesAreSkipped() {
        Listpack.create(base);
        for (String text : List.of("a", "b", "b", "7", "07", "7", "7", "x")) {
            append(text.getBytes(US_ASCII));
        }
        assertThat(find("b", 0)).isEqualTo(Listpack.seek(base, 1));
        assertThat(find("b", 1)).isEqualTo(Listpack.seek(base, 2));
        assertThat(find("7", 1)).isEqualTo(Listpack.seek(base, 6));
        assertThat(find("07", 1)).isEqualTo(Listpack.seek(base, 4));
        assertThat(find("x", 1)).isEqualTo(Listpack.NONE);
        assertThat(find("missing", 0)).isEqualTo(Listpack.NONE);
    }

    private int find(String text, int skip) {
        byte[] bytes = text.getBytes(US_ASCII);
        return Listpack.find(base, Listpack.first(base), place(bytes), bytes.length, skip);
    }

    @Test
    void appendAllJoinsTwoListpacks() {
        Listpack.create(base);
        append("a".getBytes(US_ASCII));
        long other = arena.allocate(100).address();
        Listpack.create(other);
        Listpack.insert(other, Listpack.end(other), 12345);
        Listpack.insert(other, Listpack.end(other), -1);
        Listpack.appendAll(base, other);
        assertSame(List.of("a".getBytes(US_ASCII), "12345".getBytes(US_ASCII), "-1".getBytes(US_ASCII)));
    }

    /** Every check of a listpack with one changed byte ends, and what it lets pass can be walked within its bounds. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void changedBytesAreRefusedOrHarmless(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            Listpack.create(base);
            for (int i = random.nextInt(12); i >= 0; i--) {
                append(element(random));
            }
            int bytes = Listpack.bytes(base);
            for (int change = 1 + random.nextInt(3); change > 0; change--) {
                NativeMemory.putByte(base + random.nextInt(bytes), (byte) random.nextInt());
            }
            assertWalksIfAccepted(bytes);
        }
    }

    @Test
    void randomBytesAndTruncationAreRefusedOrHarmless() {
        Random random = new Random(99);
        for (int round = 0; round < 20_000; round++) {
            int bytes = random.nextInt(60);
            byte[] noise = new byte[bytes];
            random.nextBytes(noise);
            NativeMemory.copy(noise, 0, base, bytes);
            if (bytes >= 7 && random.nextBoolean()) {
                NativeMemory.putInt(base, bytes);
                NativeMemory.putShort(base + 4, random.nextBoolean() ? 0xFFFF : random.nextInt(5));
                NativeMemory.putByte(base + bytes - 1, 0xFF);
            }
            assertWalksIfAccepted(bytes);
        }
        Listpack.create(base);
        elementsAtTheBounds().forEach(this::append);
        for (int bytes = Listpack.bytes(base) - 1; bytes >= 0; bytes--) {
            assertThat(ListpackCheck.entries(base, bytes)).isEqualTo(-1);
        }
    }

    @Test
    void hugeLengthsAreRefused() {
        for (long length : new long[] {0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL, 0xFFFFFFFBL}) {
            Listpack.create(base);
            append(letters(5000));
            NativeMemory.putInt(base + 7, (int) length);
            assertThat(ListpackCheck.entries(base, Listpack.bytes(base))).isEqualTo(-1);
        }
    }

    private void assertWalksIfAccepted(int bytes) {
        int entries = ListpackCheck.entries(base, bytes);
        if (entries < 0) {
            return;
        }
        int seen = 0;
        for (int at = Listpack.first(base); at != Listpack.NONE; at = Listpack.next(base, at)) {
            Listpack.read(base, at, view);
            if (!view.isInteger()) {
                assertThat(view.address() + view.length()).isLessThan(base + bytes);
            }
            seen++;
        }
        for (int at = Listpack.last(base); at != Listpack.NONE; at = Listpack.previous(base, at)) {
            seen--;
        }
        assertThat(seen).isZero();
        assertThat(Listpack.count(base)).isEqualTo(entries);
    }

    private void append(byte[] element) {
        Listpack.insert(base, Listpack.end(base), place(element), element.length);
    }

    private long place(byte[] bytes) {
        NativeMemory.copy(bytes, 0, scratch, bytes.length);
        return scratch;
    }

    private String sha256() throws Exception {
        byte[] bytes = NativeMemory.toArray(base, Listpack.bytes(base));
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] letters(int length) {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('a' + i % 26);
        }
        return letters;
    }

    static byte[] element(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Integer.toString(random.nextInt(200)).getBytes(US_ASCII);
            case 1 -> Integer.toString(random.nextInt(10_000) - 5_000).getBytes(US_ASCII);
            case 2 -> Integer.toString(random.nextInt() >> random.nextInt(20)).getBytes(US_ASCII);
            case 3 -> Long.toString(random.nextLong()).getBytes(US_ASCII);
            case 4 -> ("0" + random.nextInt(100)).getBytes(US_ASCII);
            case 5 -> letters(random.nextInt(150));
            case 6 -> letters(random.nextInt(20) == 0 ? 4000 + random.nextInt(200) : random.nextInt(8));
            default -> new byte[] {(byte) random.nextInt(), (byte) random.nextInt()};
        };
    }

    static List<byte[]> elementsAtTheBounds() {
        List<byte[]> elements = new ArrayList<>();
        for (long number : new long[] {
            0,
            1,
            126,
            127,
            128,
            -1,
            4095,
            4096,
            -4096,
            -4097,
            32767,
            32768,
            -32768,
            -32769,
            8388607,
            8388608,
            -8388608,
            -8388609,
            Integer.MAX_VALUE,
            2147483648L,
            Integer.MIN_VALUE,
            -2147483649L,
            Long.MAX_VALUE,
            Long.MIN_VALUE
        }) {
            String text = Long.toString(number);
            elements.add(text.getBytes(US_ASCII));
        }
        for (String text : List.of(
                "",
                "-0",
                "00",
                "01",
                "+1",
                " 1",
                "1 ",
                "9223372036854775808",
                "-9223372036854775809",
                "-",
                "1e3",
                "1.0",
                "18446744073709551616",
                "abc")) {
            elements.add(text.getBytes(US_ASCII));
        }
        for (int length : new int[] {62, 63, 64, 125, 126, 127, 128, 129}) {
            elements.add(letters(length));
        }
        return elements;
    }
}
