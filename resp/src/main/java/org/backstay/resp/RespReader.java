package org.backstay.resp;

import static org.backstay.base.memory.NativeMemory.getByte;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.DoubleText;
import org.backstay.base.number.LongText;

/** Builds the value of one reply that a {@link ReplyScanner} has found to be whole. Lives for one reply. */
final class RespReader {
    private static final int FORMAT = 3;
    private static final int LONGEST_NUMBER = 10_000;

    private long at;

    RespReader(long address) {
        this.at = address;
    }

    RespValue read() {
        byte type = getByte(at++);
        return switch (type) {
            case '+' -> new RespValue.Simple(line());
            case '-' -> new RespValue.Failure(line());
            case ':' -> integer();
            case '$' -> bulk();
            case '*' -> array();
            case '~' -> new RespValue.Set(elements((int) count()));
            case '>' -> new RespValue.Push(elements((int) count()));
            case '%' -> map();
            case ',' -> real();
            case '#' -> bool();
            case '(' -> bigNumber();
            case '=' -> verbatim();
            case '!' -> new RespValue.Failure(text((int) count()));
            case '_' -> {
                line();
                yield RespValue.Null.NULL;
            }
            case '|' -> {
                elements(2 * (int) count());
                yield read();
            }
            default -> throw new RespException("read type " + type + ", expected a reply");
        };
    }

    private RespValue integer() {
        int length = lineLength();
        if (!LongText.isLong(at, length)) {
            throw new RespException("read '" + line() + "', expected an integer");
        }
        long value = LongText.parse(at, length);
        at += length + 2;
        return new RespValue.Int(value);
    }

    private long count() {
        int length = lineLength();
        long count = LongText.parse(at, length);
        at += length + 2;
        return count;
    }

    private RespValue bulk() {
        long size = count();
        if (size < 0) {
            return RespValue.Null.NULL;
        }
        byte[] bytes = NativeMemory.toArray(at, (int) size);
        at += size + 2;
        return new RespValue.Bulk(bytes);
    }

    private RespValue array() {
        long count = count();
        return count < 0 ? RespValue.Null.NULL : new RespValue.Array(elements((int) count));
    }

    private List<RespValue> elements(int count) {
        List<RespValue> elements = new ArrayList<>(Math.max(0, count));
        for (int i = 0; i < count; i++) {
            elements.add(read());
        }
        return Collections.unmodifiableList(elements);
    }

    private RespValue map() {
        int count = (int) count();
        List<RespValue.Map.Entry> entries = new ArrayList<>(Math.max(0, count));
        for (int i = 0; i < count; i++) {
            RespValue key = read();
            entries.add(new RespValue.Map.Entry(key, read()));
        }
        return new RespValue.Map(Collections.unmodifiableList(entries));
    }

    private RespValue real() {
        String text = line();
        double value = DoubleText.parse(text);
        if (Double.isNaN(value) && !text.toLowerCase(Locale.ROOT).endsWith("nan")) {
            throw new RespException("read '" + text + "', expected a double");
        }
        return new RespValue.Real(value);
    }

    private RespValue bool() {
        String text = line();
        return switch (text) {
            case "t" -> new RespValue.Bool(true);
            case "f" -> new RespValue.Bool(false);
            default -> throw new RespException("read '" + text + "', expected t or f");
        };
    }

    private RespValue bigNumber() {
        String digits = line();
        if (digits.length() > LONGEST_NUMBER || !digits.matches("[-+]?[0-9]+")) {
            throw new RespException("read '" + digits + "', expected an integer");
        }
        return new RespValue.BigNumber(new BigInteger(digits));
    }

    private RespValue verbatim() {
        int size = (int) count();
        String text = text(size);
        if (size <= FORMAT || text.charAt(FORMAT) != ':') {
            throw new RespException("read '" + text + "', expected a format, a colon and a text");
        }
        return new RespValue.Verbatim(text.substring(0, FORMAT), text.substring(FORMAT + 1));
    }

    /** Text of a known length; UTF-8. */
    private String text(int size) {
        int length = Math.max(0, size);
        String text = new String(NativeMemory.toArray(at, length), StandardCharsets.UTF_8);
        at += size < 0 ? 0 : length + 2;
        return text;
    }

    private String line() {
        int length = lineLength();
        String line = new String(NativeMemory.toArray(at, length), StandardCharsets.UTF_8);
        at += length + 2;
        return line;
    }

    /** The scanner has seen the end of each line. */
    private int lineLength() {
        int length = 0;
        while (getByte(at + length) != '\r') {
            length++;
        }
        return length;
    }
}
