package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.LongText;
import org.jspecify.annotations.Nullable;

/**
 * One command as it was received: its arguments are cursors (address, length) into memory outside the heap. Owned by the
 * loop of the connection.
 *
 * <p>A request that comes from a {@link RequestInput} lives until the next call of {@link RequestInput#next()}; what must live longer
 * is kept with {@link #copy()} or made with {@link #of(byte[]...)}, and then released by {@link #release()}.
 *
 * <p>Reading a request allocates nothing, except {@link #bytes} and {@link #text}.
 */
public final class Request {
    private static final int FIRST_CURSORS = 16;
    private static final int MOST_CURSORS_KEPT = 1_024;

    /** Offset in the high half, length in the low half, from {@link #base}. */
    private long[] cursors = new long[FIRST_CURSORS];

    private int size;
    private long base;
    private int rawLength;
    private @Nullable ByteBuf own;
    private long parsed;

    Request() {}

    private Request(ByteBuf own, int rawLength, int size) {
        this.own = own;
        this.base = own.memoryAddress();
        this.rawLength = rawLength;
        this.cursors = new long[size];
    }

    void clear() {
        size = 0;
        rawLength = 0;
        if (cursors.length > MOST_CURSORS_KEPT) {
            cursors = new long[FIRST_CURSORS];
        }
        release();
    }

    void add(int offset, int length) {
        if (size == cursors.length) {
            cursors = Arrays.copyOf(cursors, 2 * size);
        }
        cursors[size++] = (long) offset << 32 | length;
    }

    /** Says where the arguments are now, and how long the frame is that they are in (0: none). */
    void place(long address, int frame) {
        base = address;
        rawLength = frame;
    }

    /** Takes arguments that are nowhere in a buffer, a byte a character, into memory of its own. */
    void hold(List<String> words) {
        int bytes = words.stream().mapToInt(String::length).sum();
        ByteBuf memory = ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, bytes));
        for (String word : words) {
            add(memory.writerIndex(), word.length());
            memory.writeCharSequence(word, StandardCharsets.ISO_8859_1);
        }
        own = memory;
        place(memory.memoryAddress(), 0);
    }

    /** The number of arguments, the command's name included; at least 1 in a request that was decoded. */
    public int size() {
        return size;
    }

    /** Where argument {@code i} begins. */
    public long address(int i) {
        return base + (cursors[i] >>> 32);
    }

    /** How many bytes argument {@code i} has. */
    public int length(int i) {
        return (int) cursors[i];
    }

    /** Copies argument {@code i} to the heap. */
    public byte[] bytes(int i) {
        return NativeMemory.toArray(address(i), length(i));
    }

    /** Argument {@code i} as text, a character a byte (ISO 8859-1), so that every byte string survives the way there and back. */
    public String text(int i) {
        return new String(bytes(i), StandardCharsets.ISO_8859_1);
    }

    /**
     * Whether argument {@code i} is this word, letters of either case.
     *
     * @param lowercase the word, in ASCII without capitals
     */
    public boolean is(int i, String lowercase) {
        int length = length(i);
        if (length != lowercase.length()) {
            return false;
        }
        long at = address(i);
        for (int j = 0; j < length; j++) {
            if (lower(NativeMemory.getByte(at + j)) != lowercase.charAt(j)) {
                return false;
            }
        }
        return true;
    }

    /** Whether argument {@code i} is exactly these bytes. */
    public boolean holds(int i, byte[] bytes) {
        return NativeMemory.equals(address(i), length(i), bytes);
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b & 0xff;
    }

    /**
     * Reads argument {@code i} as a 64-bit integer, as strictly as the original: no spaces, no plus sign, no leading zeros, no
     * overflow.
     *
     * @return whether it is one; then {@link #parsed()} has it
     */
    public boolean parseLong(int i) {
        long at = address(i);
        int length = length(i);
        if (!LongText.isLong(at, length)) {
            return false;
        }
        parsed = LongText.parse(at, length);
        return true;
    }

    /** What the last successful {@link #parseLong} read. */
    public long parsed() {
        return parsed;
    }

    /** Whether {@link #rawAddress()} and {@link #rawLength()} give the whole command as it came over the wire. */
    public boolean isRaw() {
        return rawLength > 0;
    }

    /** Where the whole multibulk frame begins, from its {@code *} on: to be passed on to the log and to replicas as it is. */
    public long rawAddress() {
        assert isRaw() : "an inline command has no frame";
        return base;
    }

    /** The bytes of the whole multibulk frame; 0 for an inline command, which has none. */
    public int rawLength() {
        return rawLength;
    }

    /** Copies this request into memory of its own; the caller releases it. */
    public Request copy() {
        int bytes = isRaw() ? rawLength : argumentBytes();
        ByteBuf memory = ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, bytes));
        Request copy = new Request(memory, rawLength, size);
        if (isRaw()) {
            NativeMemory.copy(base, copy.base, bytes);
            System.arraycopy(cursors, 0, copy.cursors, 0, size);
            copy.size = size;
            return copy;
        }
        int offset = 0;
        for (int i = 0; i < size; i++) {
            NativeMemory.copy(address(i), copy.base + offset, length(i));
            copy.add(offset, length(i));
            offset += length(i);
        }
        return copy;
    }

    /** The bytes of all arguments together. */
    public int argumentBytes() {
        int bytes = 0;
        for (int i = 0; i < size; i++) {
            bytes += length(i);
        }
        return bytes;
    }

    /** Makes a request from arguments on the heap, with a frame; the caller releases it. */
    public static Request of(byte[]... arguments) {
        int most = CommandEncoder.HEADER;
        for (byte[] argument : arguments) {
            most += CommandEncoder.HEADER + argument.length + 2;
        }
        ByteBuf memory = ByteBufAllocator.DEFAULT.directBuffer(most);
        CommandEncoder.header(memory, arguments.length);
        Request made = new Request(memory, 0, arguments.length);
        for (byte[] argument : arguments) {
            CommandEncoder.argument(memory, argument);
            made.add(memory.writerIndex() - argument.length - 2, argument.length);
        }
        made.place(memory.memoryAddress(), memory.writerIndex());
        return made;
    }

    /** Makes a request from words, encoded as UTF-8; the caller releases it. */
    public static Request of(String... words) {
        byte[][] arguments = new byte[words.length][];
        Arrays.setAll(arguments, i -> words[i].getBytes(StandardCharsets.UTF_8));
        return of(arguments);
    }

    /** Gives back the memory of a copied or made request; nothing for a decoded one. */
    public void release() {
        ByteBuf memory = own;
        own = null;
        if (memory != null) {
            memory.release();
        }
    }
}
