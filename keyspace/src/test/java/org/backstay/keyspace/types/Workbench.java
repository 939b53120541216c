package org.backstay.keyspace.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.memory.SeededHash;
import org.backstay.keyspace.ValueReclaimer;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.types.packed.ElementView;

/** A keyspace's memory for one test, with texts placed outside of it. Closing it fails if a block was leaked. */
final class Workbench implements AutoCloseable {
    private static final int ROOM = 1 << 20;

    final Random random;
    final Slabs slabs;
    final SeededHash hashing;
    final CollectionContext context;
    final ElementView view = new ElementView();
    final ElementView other = new ElementView();
    private final Arena arena = Arena.ofConfined();
    private final long texts = arena.allocate(2 * ROOM).address();

    Workbench(long seed) {
        random = new Random(seed);
        slabs = new Slabs(1L << 30);
        hashing = new SeededHash(seed, ~seed);
        context = new CollectionContext(slabs, hashing, new Random(seed + 1));
    }

    /** Puts a text where the next call of this method will put its own. */
    long place(String text) {
        return place(text, 0);
    }

    /** Puts a second text, beside the first. */
    long placeSecond(String text) {
        return place(text, ROOM);
    }

    private long place(String text, int offset) {
        NativeMemory.copy(text.getBytes(StandardCharsets.ISO_8859_1), 0, texts + offset, text.length());
        return texts + offset;
    }

    /** A random text, often one that packed encodings keep as an integer, now and then a long one. */
    String text() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> Integer.toString(random.nextInt(300));
            case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 3 -> "0" + random.nextInt(50);
            case 4 -> "x".repeat(random.nextInt(70));
            case 5 -> random.nextInt(8) == 0 ? "long" + "y".repeat(random.nextInt(9000)) : "";
            default -> "element:" + random.nextInt(400);
        };
    }

    void free(CollectionValue value) {
        ValueReclaimer reclaimer = (ValueReclaimer) value;
        int rounds = 0;
        while (!reclaimer.reclaim(value.encoding(), value.root(), 16)) {
            rounds++;
        }
        assertThat(rounds).as("freed in slices").isLessThan(1_000_000);
    }

    @Override
    public void close() {
        assertThat(slabs.blocks()).as("blocks leaked").isZero();
        assertThat(slabs.usedBytes()).as("bytes leaked").isZero();
        slabs.close();
        arena.close();
    }
}
