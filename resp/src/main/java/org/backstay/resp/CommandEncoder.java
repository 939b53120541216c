package org.backstay.resp;

import io.netty.buffer.ByteBuf;

/**
 * Writes commands as a client, a replica's master or the log does: an array of bulk strings.
 *
 * <pre>{@code
 * CommandEncoder.header(out, 3);
 * CommandEncoder.word(out, "PEXPIREAT");
 * CommandEncoder.argument(out, request.address(1), request.length(1));
 * CommandEncoder.argument(out, deadline);
 * }</pre>
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class CommandEncoder {
    private CommandEncoder() {}

    /** Writes a whole command. */
    public static void encode(ByteBuf out, byte[]... arguments) {
        throw new UnsupportedOperationException();
    }

    /** Writes a whole command of words in UTF-8. */
    public static void encode(ByteBuf out, String... words) {
        throw new UnsupportedOperationException();
    }

    /** Begins a command of {@code size} arguments. */
    public static void header(ByteBuf out, int size) {
        throw new UnsupportedOperationException();
    }

    /** Writes an argument of ASCII text. */
    public static void word(ByteBuf out, String ascii) {
        throw new UnsupportedOperationException();
    }

    /** Writes an argument from the heap. */
    public static void argument(ByteBuf out, byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /** Writes an argument from memory outside the heap. */
    public static void argument(ByteBuf out, long address, int length) {
        throw new UnsupportedOperationException();
    }

    /** Writes an integer as an argument. */
    public static void argument(ByteBuf out, long value) {
        throw new UnsupportedOperationException();
    }
}
