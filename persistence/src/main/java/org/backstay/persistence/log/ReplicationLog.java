package org.backstay.persistence.log;

import static org.backstay.base.memory.NativeMemory.copy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log's newest bytes, in memory: what the append-only file and the replicas have still to take, and the backlog that replicas may
 * come back to. Owned by the node's loop.
 *
 * <p>The offset counts all bytes ever appended, as Redis's {@code master_repl_offset} does. Whoever takes bytes holds a {@link LogCursor};
 * the log keeps what the slowest of them has not taken, and at least the backlog's size if there is a backlog. Bytes once appended never
 * change, so a cursor's slices may be read by other threads.
 */
public final class ReplicationLog implements AutoCloseable {
    static final int BLOCK_BYTES = 64 * 1024;

    /** The database is not known to who reads on: the next command is preceded by a SELECT. */
    public static final int NO_DB = -1;

    private static final byte[] CRLF = {'\r', '\n'};

    /** A stretch of the log; the last one is still being filled. */
    static final class Block {
        final ByteBuf bytes;
        final long start;

        @Nullable
        Block next;

        Block(ByteBuf bytes, long start) {
            this.bytes = bytes;
            this.start = start;
        }
    }

    private final ByteBufAllocator allocator;
    private final List<LogCursor> cursors = new ArrayList<>();

    private @Nullable Block first;
    private @Nullable Block last;
    private long end;
    private long blockEnd;
    private long writeAddress;

    private long backlogBytes;
    private boolean backlog;
    private int selectedDb = NO_DB;

    /** Makes an empty log that begins at an offset and keeps nothing. */
    public ReplicationLog(ByteBufAllocator allocator, long offset) {
        this.allocator = allocator;
        end = offset;
        blockEnd = offset;
    }

    /** The offset behind the last byte: {@code master_repl_offset}. */
    public long end() {
        return end;
    }

    /** The offset of the oldest byte that is still in memory; the end, when there is none. */
    public long start() {
        return first == null ? end : first.start;
    }

    /** Whether reading can begin at this offset. */
    public boolean covers(long offset) {
        return offset >= start() && offset <= end;
    }

    /** Whether anyone needs what would be appended: a backlog, the append-only file or a replica. */
    public boolean wanted() {
        return backlog || !cursors.isEmpty();
    }

    /** Whether a backlog is kept. */
    public boolean hasBacklog() {
        return backlog;
    }

    /** Keeps at least the newest {@code bytes} ({@code repl-backlog-size}) from now on. */
    public void keepBacklog(long bytes) {
        backlog = true;
        backlogBytes = bytes;
        trim();
    }

    /** Stops keeping what nobody has still to take. */
    public void dropBacklog() {
        backlog = false;
        trim();
    }

    /** Bytes of memory held. */
    public long memory() {
        long bytes = 0;
        for (Block block = first; block != null; block = block.next) {
            bytes += BLOCK_BYTES;
        }
        return bytes;
    }

    /** The database that the appended commands are for at the end of the log, or {@link #NO_DB}. */
    public int selectedDb() {
        return selectedDb;
    }

    /** What follows is for this database, as whoever wrote the log up to here has said. */
    public void database(int index) {
        selectedDb = index;
    }

    /** Has the next command preceded by a SELECT. */
    public void forgetDb() {
        selectedDb = NO_DB;
    }

    /** Goes on at another offset, for another history: what is in memory is dropped. No cursor may be open. */
    public void restart(long offset) {
        if (!cursors.isEmpty()) {
            throw new IllegalStateException(
                    "the log is still read at " + cursors.getFirst().offset());
        }
        dropAll();
        end = offset;
        blockEnd = offset;
        selectedDb = NO_DB;
    }

    private void dropAll() {
        for (Block block = first; block != null; block = block.next) {
            block.bytes.release();
        }
        first = null;
        last = null;
    }

    /** Gives back the memory; the log must not be used any more. */
    @Override
    public void close() {
        cursors.clear();
        dropAll();
    }

    /** Appends bytes of another log at this log's end: a replica passes its master's stream on. */
    public void appendVerbatim(long address, long length, int dbAfterwards) {
        append(address, length);
        selectedDb = dbAfterwards;
    }

    /** Appends a whole command frame for a database, with a SELECT before it when the log's end is in another one. */
    public void appendCommand(int db, long frame, int length) {
        select(db);
        append(frame, length);
    }

    /** Begins a command of {@code arguments} arguments for a database; they follow by {@link #argument}. */
    public ReplicationLog beginCommand(int db, int arguments) {
        select(db);
        number('*', arguments);
        return this;
    }

    /** Appends an argument of the command that was begun. */
    public ReplicationLog argument(long address, int length) {
        number('$', length);
        append(address, length);
        append(CRLF);
        return this;
    }

    /** Appends an argument of the command that was begun. */
    public ReplicationLog argument(byte[] bytes) {
        number('$', bytes.length);
        append(bytes);
        append(CRLF);
        return this;
    }

    /** Appends an argument of ASCII text. */
    public ReplicationLog argument(String ascii) {
        return argument(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** Appends an integer as an argument. */
    public ReplicationLog argument(long value) {
        return argument(Long.toString(value));
    }

    private void select(int db) {
        if (db == selectedDb || db == NO_DB) {
            return;
        }
        selectedDb = db;
        append(selectFrame(db));
    }

    /** The bytes of a SELECT command. */
    static byte[] selectFrame(int db) {
        String number = Integer.toString(db);
        String frame = "*2\r\n$6\r\nSELECT\r\n$" + number.length() + "\r\n" + number + "\r\n";
        return frame.getBytes(StandardCharsets.US_ASCII);
    }

    private void number(char kind, int value) {
        append((kind + Integer.toString(value) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void append(long address, long length) {
        long from = address;
        long rest = length;
        while (rest > 0) {
            int part = room(rest);
            copy(from, writeAddress, part);
            advance(part);
            from += part;
            rest -= part;
        }
    }

    private void append(byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            int part = room(bytes.length - done);
            copy(bytes, done, writeAddress, part);
            advance(part);
            done += part;
        }
    }

    private int room(long wanted) {
        if (end == blockEnd) {
            addBlock();
        }
        return (int) Math.min(wanted, blockEnd - end);
    }

    private void advance(int bytes) {
        writeAddress += bytes;
        end += bytes;
    }

    private void addBlock() {
        Block block = new Block(allocator.directBuffer(BLOCK_BYTES, BLOCK_BYTES), end);
        if (last == null) {
            first = block;
        } else {
            last.next = block;
        }
        last = block;
        writeAddress = block.bytes.memoryAddress();
        blockEnd = end + BLOCK_BYTES;
        trim();
    }

    /**
     * Begins to take the log's bytes from an offset on; everything from there on stays in memory until it is taken.
     *
     * @throws IllegalArgumentException if the log does not {@linkplain #covers cover} the offset
     */
    public LogCursor openCursor(long offset) {
        if (!covers(offset)) {
            throw new IllegalArgumentException("offset " + offset + " is outside " + start() + ".." + end);
        }
        LogCursor cursor = new LogCursor(this, offset);
        cursors.add(cursor);
        return cursor;
    }

    void close(LogCursor cursor) {
        if (cursors.remove(cursor)) {
            trim();
        }
    }

    /** The block with the byte at an offset; null when the offset is the end and the end lies at no block. */
    @Nullable
    Block blockAt(long offset) {
        Block block = first;
        while (block != null && offset >= block.start + BLOCK_BYTES) {
            block = block.next;
        }
        return block;
    }

    /** Drops blocks that neither the backlog nor a cursor needs. Called when a block is added or a cursor goes. */
    private void trim() {
        long needed = backlog ? end - backlogBytes : end;
        for (LogCursor cursor : cursors) {
            needed = Math.min(needed, cursor.offset());
        }
        dropBlocks(needed);
    }

    private void dropBlocks(long before) {
        while (first != null && first != last && first.start + BLOCK_BYTES <= before) {
            Block gone = first;
            first = gone.next;
            gone.bytes.release();
        }
    }
}
