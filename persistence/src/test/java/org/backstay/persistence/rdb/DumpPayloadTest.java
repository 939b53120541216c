package org.backstay.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.backstay.base.hash.Crc64;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.CollectionValue;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.persistence.NodeFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values by themselves: they come back as they were, and whatever else comes is an error that leaves nothing behind. */
final class DumpPayloadTest {
    private static final int ROUNDS = 30_000;
    private static final int TRAILER = 10;

    private final NodeFixture fixture = new NodeFixture();
    private final Blob text = new Blob();
    private final Blob bytes = new Blob();

    @AfterEach
    void end() {
        text.close();
        bytes.close();
        fixture.close();
    }

    private Blob text(String value) {
        byte[] characters = value.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        text.setLength(characters.length);
        NativeMemory.copy(characters, 0, text.address(), characters.length);
        return text;
    }

    private Blob number(int value) {
        return text(Integer.toString(value));
    }

    /** A key of every type in every encoding, named by what it holds. */
    private void fill(Database database) {
        for (String value : List.of("12345", "short", "x".repeat(1_000))) {
            Blob string = text(value);
            database.setString(string.address(), Math.min(string.length(), 20), string.address(), string.length());
        }
        for (int size : new int[] {3, 700}) {
            ListValue list = new ListValue(fixture.context());
            HashValue hash = new HashValue(fixture.context());
            SetValue set = new SetValue(fixture.context());
            SetValue words = new SetValue(fixture.context());
            ZSetValue zset = new ZSetValue(fixture.context());
            List<CollectionValue> all = List.of(list, hash, set, words, zset);
            all.forEach(CollectionValue::create);
            for (int i = 0; i < size; i++) {
                list.pushLast(number(i).address(), text.length());
                hash.put(number(i).address(), text.length(), text.address(), text.length());
                set.add(number(i).address(), text.length());
                words.add(text("word " + i).address(), text.length());
                zset.add(i * 1.5, number(i).address(), text.length());
            }
            List<ValueType> types =
                    List.of(ValueType.LIST, ValueType.HASH, ValueType.SET, ValueType.SET, ValueType.ZSET);
            for (int i = 0; i < all.size(); i++) {
                Blob key = text(i + ":" + size);
                CollectionValue value = all.get(i);
                database.add(key.address(), key.length(), types.get(i), value.encoding(), value.root());
            }
        }
    }

    private static byte[] payload(DumpPayload payloads, Entry entry) {
        ByteBuf written = payloads.write(entry, true);
        try {
            byte[] copy = new byte[written.readableBytes()];
            written.readBytes(copy);
            return copy;
        } finally {
            written.release();
        }
    }

    private long load(byte[] payload) {
        bytes.setLength(payload.length);
        NativeMemory.copy(payload, 0, bytes.address(), payload.length);
        return bytes.address();
    }

    @Test
    void valuesComeBackAsTheyWere() {
        fixture.call(() -> {
            Database from = fixture.keyspace().database(0);
            Database to = fixture.keyspace().database(1);
            fill(from);
            try (DumpPayload payloads = new DumpPayload(fixture.context())) {
                from.forEach(entry -> {
                    byte[] first = payload(payloads, entry);
                    long address = load(first);
                    assertThat(DumpPayload.isSound(address, first.length, true)).isTrue();
                    try {
                        payloads.read(address, first.length)
                                .addTo(to, entry.keyAddress(), entry.keyLength(), Entry.NO_EXPIRE);
                    } catch (IOException flaw) {
                        throw new java.io.UncheckedIOException(flaw);
                    }
                    Entry copy = to.peek(entry.keyAddress(), entry.keyLength());
                    assertThat(copy).isNotNull();
                    assertThat(copy.encoding()).isEqualTo(entry.encoding());
                    assertThat(payload(payloads, copy)).hasSize(first.length);
                });
            }
            assertThat(to.size()).isEqualTo(from.size());
            return null;
        });
    }

    @Test
    void versionAndChecksumAreHeldAgainstTheBytes() {
        fixture.call(() -> {
            Database database = fixture.keyspace().database(0);
            fill(database);
            try (DumpPayload payloads = new DumpPayload(fixture.context())) {
                byte[] sound = payload(payloads, database.randomKey());
                for (int length = 0; length < sound.length; length++) {
                    assertThat(DumpPayload.isSound(load(sound), length, true)).isFalse();
                }
                byte[] later = sound.clone();
                later[sound.length - TRAILER]++;
                assertThat(DumpPayload.isSound(load(later), later.length, false))
                        .isFalse();
                byte[] changed = sound.clone();
                changed[sound.length - 1]++;
                assertThat(DumpPayload.isSound(load(changed), changed.length, true))
                        .isFalse();
                assertThat(DumpPayload.isSound(load(changed), changed.length, false))
                        .isTrue();
            }
            return null;
        });
    }

    @Test
    void hostilePayloadsAreErrorsAndLeaveNothingBehind() {
        fixture.call(() -> {
            Database database = fixture.keyspace().database(0);
            fill(database);
            Random random = new Random(11);
            try (DumpPayload payloads = new DumpPayload(fixture.context())) {
                List<byte[]> sound = new ArrayList<>();
                database.forEach(entry -> sound.add(payload(payloads, entry)));
                long blocks = fixture.keyspace().slabs().blocks();
                int survived = 0;
                for (int i = 0; i < ROUNDS; i++) {
                    survived += accepts(payloads, mutant(sound.get(i % sound.size()), random)) ? 1 : 0;
                    assertThat(fixture.keyspace().slabs().blocks())
                            .as("blocks after round " + i)
                            .isEqualTo(blocks);
                }
                assertThat(survived).isBetween(1, ROUNDS - 1);
            }
            return null;
        });
    }

    private static byte[] mutant(byte[] sound, Random random) {
        int body = sound.length - TRAILER;
        byte[] changed = sound.clone();
        for (int j = 1 + random.nextInt(4); j > 0; j--) {
            // Lengths and counts stand at the front: that is where changes hurt.
            int at = random.nextBoolean() ? random.nextInt(Math.min(body, 24)) : random.nextInt(body);
            changed[at] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private boolean accepts(DumpPayload payloads, byte[] payload) {
        long address = load(payload);
        long crc = Crc64.update(0, address, payload.length - Long.BYTES);
        NativeMemory.putLong(address + payload.length - Long.BYTES, crc);
        assertThat(DumpPayload.isSound(address, payload.length, true)).isTrue();
        try {
            payloads.read(address, payload.length).discard();
            return true;
        } catch (IOException flaw) {
            assertThat(flaw).isInstanceOf(RdbFormatException.class);
            return false;
        }
    }
}
