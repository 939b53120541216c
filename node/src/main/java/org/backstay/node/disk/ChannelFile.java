package org.backstay.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.backstay.node.DiskFile;

/** An open file of the machine. Used by one thread at a time. */
final class ChannelFile implements DiskFile {
    /** The JDK copies heap bytes through a native buffer as large as the write and keeps it for the thread. */
    private static final int LARGEST_HEAP_WRITE = 64 * 1024;

    private final FileChannel channel;

    ChannelFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (bytes.isDirect()) {
            writeFully(bytes);
            return;
        }
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + LARGEST_HEAP_WRITE));
            writeFully(bytes);
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return channel.read(into, position);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void truncate(long length) throws IOException {
        if (length > channel.size()) {
            throw new IllegalArgumentException("a file of " + channel.size() + " bytes cannot be cut at " + length);
        }
        channel.truncate(length);
    }

    @Override
    public void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
