package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * The replies of one connection, written in RESP2 or RESP3 straight into outgoing buffers. Owned by the connection's loop.
 *
 * <p>What is written collects in buffers of bounded size until {@link #drain}. Types that RESP2 lacks are written as the
 * original writes them to RESP2 clients: a map as an array of twice the size, a double as a bulk string, a boolean as 1 or 0.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class ReplyWriter implements AutoCloseable {
    /** Makes a writer that begins in RESP2. */
    public ReplyWriter(ByteBufAllocator allocator) {
        throw new UnsupportedOperationException();
    }

    /** The protocol version in use: 2 or 3. */
    public int protocol() {
        throw new UnsupportedOperationException();
    }

    /** Sets the protocol version of what is written from now on (HELLO). */
    public void protocol(int version) {
        throw new UnsupportedOperationException();
    }

    /** Writes {@code +OK}. */
    public void ok() {
        throw new UnsupportedOperationException();
    }

    /** Writes a simple string; ASCII, no line ends. */
    public void simple(String ascii) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes an error.
     *
     * @param text with its code in front, without the minus: {@code "ERR syntax error"}, {@code "WRONGTYPE ..."}. Characters are
     *     written as a byte each (ISO 8859-1) and line ends become spaces
     */
    public void error(String text) {
        throw new UnsupportedOperationException();
    }

    /** How many errors were written since the writer was made; compare before and after a call to know whether it failed. */
    public long errors() {
        throw new UnsupportedOperationException();
    }

    /** The text of the last error written, or an empty one. */
    public String lastError() {
        throw new UnsupportedOperationException();
    }

    /** Writes an integer. */
    public void integer(long value) {
        throw new UnsupportedOperationException();
    }

    /** Writes a bulk string from memory outside the heap. */
    public void bulk(long address, int length) {
        throw new UnsupportedOperationException();
    }

    /** Writes a bulk string from the heap. */
    public void bulk(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /** Writes a bulk string, a byte a character (ISO 8859-1). */
    public void bulk(String text) {
        throw new UnsupportedOperationException();
    }

    /** Writes an integer's decimal text as a bulk string. */
    public void bulk(long value) {
        throw new UnsupportedOperationException();
    }

    /** Writes the absence of a value: {@code $-1} or, in RESP3, {@code _}. */
    public void nil() {
        throw new UnsupportedOperationException();
    }

    /** Writes the absence of an array: {@code *-1} or, in RESP3, {@code _}. */
    public void nilArray() {
        throw new UnsupportedOperationException();
    }

    /** Begins an array; its {@code size} elements follow. */
    public void array(int size) {
        throw new UnsupportedOperationException();
    }

    /** Begins a map; {@code pairs} times a key and a value follow. */
    public void map(int pairs) {
        throw new UnsupportedOperationException();
    }

    /** Begins a set; its elements follow. */
    public void set(int size) {
        throw new UnsupportedOperationException();
    }

    /** Begins an out-of-band message; its elements follow. In RESP2 an array. */
    public void push(int size) {
        throw new UnsupportedOperationException();
    }

    /** Begins attributes of the reply that follows them; RESP3 only. */
    public void attribute(int pairs) {
        throw new UnsupportedOperationException();
    }

    /** Begins an array whose size is not known yet; ends with {@link #endArray}. Such arrays may nest. */
    public void beginArray() {
        throw new UnsupportedOperationException();
    }

    /** Ends the innermost {@link #beginArray} and says how many elements were written. */
    public void endArray(int size) {
        throw new UnsupportedOperationException();
    }

    /** Begins a map whose size is not known yet; ends with {@link #endMap}. */
    public void beginMap() {
        throw new UnsupportedOperationException();
    }

    /** Ends the innermost {@link #beginMap}. */
    public void endMap(int pairs) {
        throw new UnsupportedOperationException();
    }

    /** Begins a set whose size is not known yet; ends with {@link #endSet}. */
    public void beginSet() {
        throw new UnsupportedOperationException();
    }

    /** Ends the innermost {@link #beginSet}. */
    public void endSet(int size) {
        throw new UnsupportedOperationException();
    }

    /** Writes a double: {@code ,1.5} or a bulk string of its text with 17 digits, as the original's 7.0. */
    public void real(double value) {
        throw new UnsupportedOperationException();
    }

    /** Writes a boolean: {@code #t} or 1. */
    public void bool(boolean value) {
        throw new UnsupportedOperationException();
    }

    /** Writes text with its format, three letters as {@code txt}; a bulk string in RESP2. */
    public void verbatim(String format, String text) {
        throw new UnsupportedOperationException();
    }

    /** Writes an integer of any size; a bulk string in RESP2. */
    public void bigNumber(String digits) {
        throw new UnsupportedOperationException();
    }

    /** Copies bytes that are already in the protocol. */
    public void raw(long address, int length) {
        throw new UnsupportedOperationException();
    }

    /** Copies bytes that are already in the protocol. */
    public void raw(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /** Bytes written and not drained. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    /** Forgets what was written after the first {@code size} bytes (CLIENT REPLY SKIP and OFF). */
    public void truncate(long size) {
        throw new UnsupportedOperationException();
    }

    /** Hands what was written to {@code out}, in order; each buffer then belongs to {@code out}. Not while a size is open. */
    public void drain(Consumer<? super ByteBuf> out) {
        throw new UnsupportedOperationException();
    }

    /** Gives back all memory. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
