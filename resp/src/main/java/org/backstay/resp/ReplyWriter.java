package org.backstay.resp;

import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putShort;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.DoubleText;
import org.backstay.base.number.LongText;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one connection, written in RESP2 or RESP3 straight into outgoing buffers. Owned by the connection's loop.
 *
 * <p>What is written collects in buffers of bounded size until {@link #drain}. Types that RESP2 lacks are written as the
 * original writes them to RESP2 clients: a map as an array of twice the size, a double as a bulk string, a boolean as 1 or 0.
 */
public final class ReplyWriter implements AutoCloseable {
    /** The most bytes that a line with a type and a number takes. */
    private static final int HEADER = 1 + LongText.LONGEST + 2;

    private static final int OK = little("+OK\r");
    private static final int NIL_2 = little("$-1\r");
    private static final int NIL_3 = little("_\r\n");
    private static final int NIL_ARRAY_2 = little("*-1\r");
    private static final int TRUE_3 = little("#t\r\n");
    private static final int FALSE_3 = little("#f\r\n");
    private static final int LINE_END = '\n' << 8 | '\r';

    /** Whole numbers below this have at most 17 digits, so that they are printed without an exponent. */
    private static final long LARGEST_WHOLE = 100_000_000_000_000_000L;

    private final ReplyBuffers out;
    private boolean resp3;
    private long errors;
    private String lastError = "";

    /** Makes a writer that begins in RESP2. */
    public ReplyWriter(ByteBufAllocator allocator) {
        this(allocator, null);
    }

    /** Makes a writer that begins in RESP2, and writes into the spare buffer of its loop while no other does. */
    public ReplyWriter(ByteBufAllocator allocator, @Nullable SpareBuffer spare) {
        this.out = new ReplyBuffers(allocator, spare);
    }

    private static int little(String four) {
        int word = 0;
        for (int i = four.length() - 1; i >= 0; i--) {
            word = word << 8 | four.charAt(i);
        }
        return word;
    }

    /** The protocol version in use: 2 or 3. */
    public int protocol() {
        return resp3 ? 3 : 2;
    }

    /** Sets the protocol version, 2 or 3, of what is written from now on (HELLO). */
    public void protocol(int version) {
        resp3 = version == 3;
    }

    /** Writes {@code +OK}. */
    public void ok() {
        fiveBytes(OK);
    }

    /** Four bytes and a line feed. */
    private void fiveBytes(int four) {
        long at = out.reserve(5);
        putInt(at, four);
        putByte(at + 4, '\n');
        out.wrote(5);
    }

    /** Writes a simple string; ASCII, no line ends. */
    public void simple(String ascii) {
        line('+', ascii);
    }

    /**
     * Writes an error.
     *
     * @param text with its code in front, without the minus: {@code "ERR syntax error"}, {@code "WRONGTYPE ..."}. Characters are
     *     written as a byte each (ISO 8859-1) and line ends become spaces
     */
    public void error(String text) {
        errors++;
        lastError = text;
        line('-', text);
    }

    /** How many errors were written since the writer was made; compare before and after a call to know whether it failed. */
    public long errors() {
        return errors;
    }

    /** The text of the last error written, or an empty one. */
    public String lastError() {
        return lastError;
    }

    private void line(char type, String text) {
        int length = text.length();
        long at = out.reserve(length + 3);
        putByte(at, type);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            putByte(at + 1 + i, c == '\r' || c == '\n' ? ' ' : c);
        }
        putShort(at + 1 + length, LINE_END);
        out.wrote(length + 3);
    }

    /** Writes an integer. */
    public void integer(long value) {
        header(':', value);
    }

    private void header(char type, long value) {
        long at = out.reserve(HEADER);
        out.wrote(header(at, type, value));
    }

    /** Writes a type, a number and a line end; returns how many bytes that took. */
    private static int header(long at, char type, long value) {
        if (value >= 0 && value < 10) {
            putInt(at, '\n' << 24 | '\r' << 16 | (int) ('0' + value) << 8 | type);
            return 4;
        }
        putByte(at, type);
        int digits = LongText.format(at + 1, value);
        putShort(at + 1 + digits, LINE_END);
        return digits + 3;
    }

    /** Writes a bulk string from memory outside the heap. */
    public void bulk(long address, int length) {
        long at = out.reserve(HEADER + length + 2L);
        int head = header(at, '$', length);
        NativeMemory.copy(address, at + head, length);
        putShort(at + head + length, LINE_END);
        out.wrote(head + length + 2);
    }

    /** Writes a bulk string from the heap. */
    public void bulk(byte[] bytes) {
        long at = out.reserve(HEADER + bytes.length + 2L);
        int head = header(at, '$', bytes.length);
        NativeMemory.copy(bytes, 0, at + head, bytes.length);
        putShort(at + head + bytes.length, LINE_END);
        out.wrote(head + bytes.length + 2);
    }

    /** Writes a bulk string, a byte a character (ISO 8859-1). */
    public void bulk(String text) {
        int length = text.length();
        long at = out.reserve(HEADER + length + 2L);
        int head = header(at, '$', length);
        for (int i = 0; i < length; i++) {
            putByte(at + head + i, text.charAt(i));
        }
        putShort(at + head + length, LINE_END);
        out.wrote(head + length + 2);
    }

    /** Writes an integer's decimal text as a bulk string. */
    public void bulk(long value) {
        long at = out.reserve(2L * HEADER);
        int head = header(at, '$', LongText.length(value));
        int length = LongText.format(at + head, value);
        putShort(at + head + length, LINE_END);
        out.wrote(head + length + 2);
    }

    /** Writes the absence of a value: {@code $-1} or, in RESP3, {@code _}. */
    public void nil() {
        if (resp3) {
            nil3();
        } else {
            fiveBytes(NIL_2);
        }
    }

    /** Writes the absence of an array: {@code *-1} or, in RESP3, {@code _}. */
    public void nilArray() {
        if (resp3) {
            nil3();
        } else {
            fiveBytes(NIL_ARRAY_2);
        }
    }

    private void nil3() {
        putInt(out.reserve(4), NIL_3);
        out.wrote(3);
    }

    /** Begins an array; its {@code size} elements follow. */
    public void array(int size) {
        header('*', size);
    }

    /** Begins a map; {@code pairs} times a key and a value follow. */
    public void map(int pairs) {
        if (resp3) {
            header('%', pairs);
        } else {
            header('*', 2L * pairs);
        }
    }

    /** Begins a set; its elements follow. */
    public void set(int size) {
        header(resp3 ? '~' : '*', size);
    }

    /** Begins an out-of-band message; its elements follow. In RESP2 an array. */
    public void push(int size) {
        header(resp3 ? '>' : '*', size);
    }

    /** Begins attributes of the reply that follows them; in RESP3 only. */
    public void attribute(int pairs) {
        assert resp3 : "attributes do not exist in RESP2";
        header('|', pairs);
    }

    /** Begins an array whose size is not known yet; ends with {@link #endArray}. Arrays, maps and sets of unknown size may nest. */
    public void beginArray() {
        out.beginHeader();
    }

    /** Ends the innermost array of unknown size and says how many elements were written. */
    public void endArray(int size) {
        endHeader('*', size);
    }

    /** Begins a map whose size is not known yet; ends with {@link #endMap}. */
    public void beginMap() {
        out.beginHeader();
    }

    /** Ends the innermost map of unknown size. */
    public void endMap(int pairs) {
        if (resp3) {
            endHeader('%', pairs);
        } else {
            endHeader('*', 2L * pairs);
        }
    }

    /** Begins a set whose size is not known yet; ends with {@link #endSet}. */
    public void beginSet() {
        out.beginHeader();
    }

    /** Ends the innermost set of unknown size. */
    public void endSet(int size) {
        endHeader(resp3 ? '~' : '*', size);
    }

    private void endHeader(char type, long size) {
        int length = LongText.length(size) + 3;
        long at = out.endHeader(length);
        putByte(at, type);
        LongText.format(at + 1, size);
        putShort(at + length - 2, LINE_END);
    }

    /** Writes a double: {@code ,1.5} or a bulk string of its text with 17 digits, as the original's 7.0. */
    public void real(double value) {
        long whole = (long) value;
        if (whole == value && whole > -LARGEST_WHOLE && whole < LARGEST_WHOLE && (whole != 0 || 1 / value > 0)) {
            if (resp3) {
                header(',', whole);
            } else {
                bulk(whole);
            }
        } else if (resp3) {
            line(',', DoubleText.format(value));
        } else {
            bulk(DoubleText.format(value));
        }
    }

    /** Writes a number by its digits: {@code ,1.5} or a bulk string. */
    public void real(String digits) {
        if (resp3) {
            line(',', digits);
        } else {
            bulk(digits);
        }
    }

    /** Writes a boolean: {@code #t} or 1. */
    public void bool(boolean value) {
        if (resp3) {
            putInt(out.reserve(4), value ? TRUE_3 : FALSE_3);
            out.wrote(4);
        } else {
            integer(value ? 1 : 0);
        }
    }

    /** Writes text, a byte a character, with its format, three letters as {@code txt}; a bulk string in RESP2. */
    public void verbatim(String format, String text) {
        if (resp3) {
            header('=', text.length() + 4L);
            rawText(format);
            rawText(":");
            rawText(text);
            rawText("\r\n");
        } else {
            bulk(text);
        }
    }

    private void rawText(String text) {
        long at = out.reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            putByte(at + i, text.charAt(i));
        }
        out.wrote(text.length());
    }

    /** Writes an integer of any size; a bulk string in RESP2. */
    public void bigNumber(String digits) {
        if (resp3) {
            line('(', digits);
        } else {
            bulk(digits);
        }
    }

    /** Copies bytes that are already in the protocol. */
    public void raw(long address, int length) {
        NativeMemory.copy(address, out.reserve(length), length);
        out.wrote(length);
    }

    /** Copies bytes that are already in the protocol. */
    public void raw(byte[] bytes) {
        NativeMemory.copy(bytes, 0, out.reserve(bytes.length), bytes.length);
        out.wrote(bytes.length);
    }

    /** Bytes written and not drained. */
    public long size() {
        return out.size();
    }

    /** Bytes of memory held for what was written. */
    public long memory() {
        return out.memory();
    }

    /** Forgets what was written after the first {@code size} bytes (CLIENT REPLY SKIP and OFF); memory for what comes is kept. */
    public void truncate(long size) {
        out.truncate(size);
    }

    /** How many pieces of memory hold what was written; no header, string or line is cut in two. */
    public int pieces() {
        return out.pieces();
    }

    /** Where a piece begins. */
    public long pieceAddress(int i) {
        return out.pieceAddress(i);
    }

    /** Where a piece ends. */
    public long pieceEnd(int i) {
        return out.pieceEnd(i);
    }

    /** Lets a sender have what was written, when it is one piece; what it does not send is left. Not while a size is open. */
    public void offer(ReplySender sender) {
        out.offer(sender);
    }

    /** Hands what was written to {@code to}, in order; each buffer then belongs to it. Not while a size is open. */
    public void drain(Consumer<? super ByteBuf> to) {
        out.drain(to);
    }

    /** Gives back all memory. */
    @Override
    public void close() {
        out.release();
    }
}
