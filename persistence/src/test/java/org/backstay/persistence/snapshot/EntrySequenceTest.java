package org.backstay.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.backstay.base.hash.Crc64;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.Snapshot;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.node.DiskFile;
import org.backstay.node.machine.Machine;
import org.backstay.persistence.rdb.KeyspaceLoader;
import org.backstay.persistence.rdb.LargeValues;
import org.backstay.persistence.rdb.RdbOutput;
import org.backstay.persistence.rdb.RdbReader;
import org.backstay.persistence.rdb.RdbWriter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot taken in the smallest parts, with changes of everything in between, holds what there was when it began. */
final class EntrySequenceTest {
    private static final RdbWriter.Header HEADER =
            new RdbWriter.Header("7.0.15", 1_700_000_000L, 1000, "0".repeat(40), 0, 0, false);

    /** All that is not packed counts as large, or what is as a rule, or a part. Bytes. */
    private static final long[] LARGE_FROM = {0, LargeValues.LARGE_FROM, 0, 60_000};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void isTheStateAtItsStartThoughAllOfItChangesMeanwhile(long seed) throws Exception {
        try (RandomData data = new RandomData(seed)) {
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 300; i++) {
                    data.change();
                }
                Map<String, String> before = Contents.of(data.keyspace, data.context);
                ByteBuf file =
                        snapshot(data, 1 + 400L * round, seed % 2 == 0, LARGE_FROM[(int) (seed % LARGE_FROM.length)]);
                Map<String, String> saved = load(file);
                assertThat(saved.keySet()).isEqualTo(before.keySet());
                saved.forEach((key, value) -> assertThat(value).as(key).isEqualTo(before.get(key)));
            }
        }
    }

    private static ByteBuf snapshot(RandomData data, long effort, boolean compress, long largeFrom) {
        ByteBuf file = Unpooled.buffer();
        Random random = data.random;
        int pace = 1 + random.nextInt(300);
        try (RdbOutput out = new RdbOutput(ByteBufAllocator.DEFAULT, compress, chunk -> {
            file.writeBytes(chunk);
            chunk.release();
        })) {
            RdbWriter writer = new RdbWriter(out, data.context);
            writer.header(HEADER);
            try (EntrySequence entries =
                    new EntrySequence(data.keyspace, data.context, out, writer, compress, effort, largeFrom)) {
                Snapshot walk = data.keyspace.snapshot(entries);
                entries.beginStep();
                while (!walk.step(1 + random.nextInt(4))) {
                    if (random.nextInt(pace) == 0) {
                        data.change();
                    }
                    if (random.nextInt(pace * 40) == 0) {
                        data.changeAll();
                    }
                    entries.beginStep();
                }
                assertThat(walk.taken()).isEqualTo(walk.keys());
            }
            writer.end();
        }
        byte[] bytes = new byte[file.readableBytes()];
        file.getBytes(file.readerIndex(), bytes);
        return file.writeLongLE(Crc64.update(0, bytes, 0, bytes.length));
    }

    private Map<String, String> load(ByteBuf file) throws Exception {
        Path path = folder.resolve("dump.rdb");
        ByteBuffer bytes = file.nioBuffer();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        Files.write(path, content);
        try (RandomData empty = new RandomData(99);
                DiskFile open = Machine.disk().openForRead(path)) {
            Keyspace keyspace = empty.keyspace;
            CollectionContext context = empty.context;
            try (KeyspaceLoader loader = new KeyspaceLoader(
                            keyspace::database, RandomData.DATABASES, context, KeyspaceLoader.KEEP_EXPIRED);
                    RdbReader reader = new RdbReader(path.toString(), open, loader, null)) {
                assertThat(reader.step(() -> 0, 1)).isTrue();
            }
            return Contents.of(keyspace, context);
        }
    }
}
