package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.LongText;

/**
 * Writes commands as a client, a replica's master or the log does: an array of bulk strings. The buffers are direct and grow as needed.
 *
 * <pre>{@code
 * CommandEncoder.header(out, 3);
 * CommandEncoder.word(out, "PEXPIREAT");
 * CommandEncoder.argument(out, request.address(1), request.length(1));
 * CommandEncoder.argument(out, deadline);
 * }</pre>
 */
public final class CommandEncoder {
    /** The most bytes that a line with a type and a number takes. */
    static final int HEADER = 1 + LongText.LONGEST + 2;

    /** A carriage return and a line feed as a little-endian number. */
    private static final int LINE_END = '\n' << 8 | '\r';

    private CommandEncoder() {}

    /** Writes a whole command. */
    public static void encode(ByteBuf out, byte[]... arguments) {
        header(out, arguments.length);
        for (byte[] argument : arguments) {
            argument(out, argument);
        }
    }

    /** Writes a whole command of words in UTF-8. */
    public static void encode(ByteBuf out, String... words) {
        header(out, words.length);
        for (String word : words) {
            argument(out, word.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Begins a command of {@code size} arguments. */
    public static void header(ByteBuf out, int size) {
        out.ensureWritable(HEADER);
        line(out, '*', size);
    }

    /** Writes an argument of ASCII text. */
    public static void word(ByteBuf out, String ascii) {
        int length = ascii.length();
        out.ensureWritable(HEADER + length + 2);
        line(out, '$', length);
        long at = out.memoryAddress() + out.writerIndex();
        for (int i = 0; i < length; i++) {
            NativeMemory.putByte(at + i, ascii.charAt(i));
        }
        end(out, at, length);
    }

    /** Writes an argument from the heap. */
    public static void argument(ByteBuf out, byte[] bytes) {
        out.ensureWritable(HEADER + bytes.length + 2);
        line(out, '$', bytes.length);
        long at = out.memoryAddress() + out.writerIndex();
        NativeMemory.copy(bytes, 0, at, bytes.length);
        end(out, at, bytes.length);
    }

    /** Writes an argument from memory outside the heap. */
    public static void argument(ByteBuf out, long address, int length) {
        out.ensureWritable(HEADER + length + 2);
        line(out, '$', length);
        long at = out.memoryAddress() + out.writerIndex();
        NativeMemory.copy(address, at, length);
        end(out, at, length);
    }

    /** Writes an integer as an argument. */
    public static void argument(ByteBuf out, long value) {
        out.ensureWritable(HEADER + LongText.LONGEST + 2);
        line(out, '$', LongText.length(value));
        long at = out.memoryAddress() + out.writerIndex();
        end(out, at, LongText.format(at, value));
    }

    /** Writes a type, a number and a line end; the room is there. */
    private static void line(ByteBuf out, char type, int number) {
        long at = out.memoryAddress() + out.writerIndex();
        NativeMemory.putByte(at, type);
        int digits = LongText.format(at + 1, number);
        NativeMemory.putShort(at + 1 + digits, LINE_END);
        out.writerIndex(out.writerIndex() + digits + 3);
    }

    private static void end(ByteBuf out, long at, int length) {
        NativeMemory.putShort(at + length, LINE_END);
        out.writerIndex(out.writerIndex() + length + 2);
    }
}
