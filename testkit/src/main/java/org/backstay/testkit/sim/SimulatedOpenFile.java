package org.backstay.testkit.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import org.backstay.node.DiskFile;

/** An open file of a simulated disk; a rename or delete does not disturb it. */
final class SimulatedOpenFile implements DiskFile {
    private final SimulatedDisk disk;
    private final SimulatedFile file;
    private final boolean writable;
    private boolean open = true;

    SimulatedOpenFile(SimulatedDisk disk, SimulatedFile file, boolean writable) {
        this.disk = disk;
        this.file = file;
        this.writable = writable;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        ensureWritable();
        disk.change();
        int wanted = bytes.remaining();
        int room = (int) disk.room(wanted);
        byte[] chunk = new byte[room];
        bytes.get(chunk);
        file.append(chunk, room);
        if (room < wanted) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        ensureOpen();
        if (position < 0) {
            throw new NonReadableChannelException();
        }
        byte[] chunk = new byte[into.remaining()];
        int count = file.read(chunk, position);
        if (count > 0) {
            into.put(chunk, 0, count);
        }
        return count;
    }

    @Override
    public long size() throws IOException {
        ensureOpen();
        return file.length();
    }

    @Override
    public void truncate(long length) throws IOException {
        ensureWritable();
        disk.change();
        if (length > file.length()) {
            throw new IllegalArgumentException("a file of " + file.length() + " bytes cannot be cut at " + length);
        }
        file.truncate((int) length);
    }

    @Override
    public void sync() throws IOException {
        ensureOpen();
        disk.change();
        disk.syncCosts();
        file.sync();
    }

    @Override
    public void close() {
        open = false;
    }

    private void ensureWritable() throws IOException {
        ensureOpen();
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }

    private void ensureOpen() throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }
}
