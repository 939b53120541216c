package org.backstay.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
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
import org.backstay.persistence.rdb.RdbOutput;
import org.backstay.persistence.rdb.RdbReader;
import org.backstay.persistence.rdb.RdbWriter;

/**
 * A snapshot that is taken in small steps, with something done between them.
 *
 * @param compress whether strings are compressed
 * @param effort what a step writes
 * @param largeFrom bytes of a collection from which on its changes are followed
 */
record StepwiseSnapshot(Keyspace keyspace, CollectionContext context, boolean compress, long effort, long largeFrom) {
    private static final RdbWriter.Header HEADER =
            new RdbWriter.Header("7.0.15", 1_700_000_000L, 1000, "0".repeat(40), 0, 0, false);

    /** Takes it; the file, with its checksum. */
    ByteBuf take(Random random, Runnable between) {
        ByteBuf file = Unpooled.buffer();
        try (RdbOutput out = new RdbOutput(ByteBufAllocator.DEFAULT, compress, chunk -> {
            file.writeBytes(chunk);
            chunk.release();
        })) {
            RdbWriter writer = new RdbWriter(out, context);
            writer.header(HEADER);
            try (EntrySequence entries =
                    new EntrySequence(keyspace, context, out, writer, compress, effort, largeFrom)) {
                Snapshot walk = keyspace.snapshot(entries);
                entries.beginStep();
                while (!walk.step(1 + random.nextInt(4))) {
                    between.run();
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

    /** What a file holds, as {@link Contents} has it. */
    static Map<String, String> contents(ByteBuf file, Path folder) throws IOException {
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
