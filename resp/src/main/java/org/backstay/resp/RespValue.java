package org.backstay.resp;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A reply as a client sees it. Immutable, of any thread. */
public sealed interface RespValue {
    /** A status line, as {@code OK}. */
    record Simple(String text) implements RespValue {}

    /** An error; the first word is its code. RESP3's long errors too. */
    record Failure(String text) implements RespValue {
        /** The first word: {@code ERR}, {@code MOVED}, {@code WRONGTYPE} ... */
        public String code() {
            int space = text.indexOf(' ');
            return space < 0 ? text : text.substring(0, space);
        }
    }

    /** An integer. */
    record Int(long value) implements RespValue {}

    /** A string of bytes. */
    record Bulk(byte[] bytes) implements RespValue {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bulk bulk && java.util.Arrays.equals(bytes, bulk.bytes);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bulk[" + new String(bytes, StandardCharsets.ISO_8859_1) + "]";
        }
    }

    /** No value: {@code $-1}, {@code *-1} or {@code _}. */
    record Null() implements RespValue {
        /** The only one needed. */
        public static final Null NULL = new Null();
    }

    /** An array. */
    record Array(List<RespValue> elements) implements RespValue {}

    /** A map, in the order of the wire: keys and values alternate. */
    record Map(List<Entry> entries) implements RespValue {
        /** One pair. */
        public record Entry(RespValue key, RespValue value) {}
    }

    /** A set, in the order of the wire. */
    record Set(List<RespValue> elements) implements RespValue {}

    /** An out-of-band message of RESP3. */
    record Push(List<RespValue> elements) implements RespValue {}

    /** A floating point number. */
    record Real(double value) implements RespValue {}

    /** A truth value. */
    record Bool(boolean value) implements RespValue {}

    /** Text with its format. */
    record Verbatim(String format, String text) implements RespValue {}

    /** An integer of any size. */
    record BigNumber(java.math.BigInteger value) implements RespValue {}

    /** The text of a simple string, error, bulk string (UTF-8), number or verbatim; the empty text for everything else. */
    default String text() {
        return switch (this) {
            case Simple s -> s.text;
            case Failure e -> e.text;
            case Int i -> Long.toString(i.value);
            case Bulk b -> new String(b.bytes, StandardCharsets.UTF_8);
            case Real d -> Double.toString(d.value);
            case Bool b -> b.value ? "1" : "0";
            case Verbatim v -> v.text;
            case BigNumber n -> n.value.toString();
            case Null n -> "";
            case Array a -> "";
            case Map m -> "";
            case Set s -> "";
            case Push p -> "";
        };
    }

    /** The elements of an array, set or push, or a map's keys and values in turn; an empty list for everything else. */
    default List<RespValue> list() {
        return switch (this) {
            case Array a -> a.elements;
            case Set s -> s.elements;
            case Push p -> p.elements;
            case Map m ->
                m.entries.stream()
                        .flatMap(e -> java.util.stream.Stream.of(e.key(), e.value()))
                        .toList();
            default -> List.of();
        };
    }

    /** Whether this is an error. */
    default boolean isError() {
        return this instanceof Failure;
    }
}
