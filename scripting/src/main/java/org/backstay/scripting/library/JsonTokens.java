package org.backstay.scripting.library;

import java.nio.charset.StandardCharsets;
import org.backstay.scripting.lua.LuaText;

/** Cuts JSON into tokens, as leniently as the original: any text that C reads as a number is one. Of one call. */
final class JsonTokens {
    /** What a token is; the names stand in errors. */
    enum Kind {
        T_OBJ_BEGIN,
        T_OBJ_END,
        T_ARR_BEGIN,
        T_ARR_END,
        T_STRING,
        T_NUMBER,
        T_BOOLEAN,
        T_NULL,
        T_COLON,
        T_COMMA,
        T_END,
        T_ERROR
    }

    private final byte[] input;
    private final boolean invalidNumbers;
    private final byte[] string;
    private int stringLength;
    private int at;
    private int begin;
    private Kind kind = Kind.T_END;
    private String error = "";
    private double number;
    private boolean truth;

    JsonTokens(byte[] input, boolean invalidNumbers) {
        this.input = input;
        this.invalidNumbers = invalidNumbers;
        this.string = new byte[input.length + 4];
    }

    /** The place of the next unread byte. */
    int at() {
        return at;
    }

    /** Where the last token, or the fault in it, is. */
    int begin() {
        return begin;
    }

    /** What the last token is called in errors. */
    String found() {
        return kind == Kind.T_ERROR ? error : kind.name();
    }

    double number() {
        return number;
    }

    boolean isTrue() {
        return truth;
    }

    void pushString(long lua) {
        LuaText.push(lua, string, stringLength);
    }

    /** The byte at a place; 0 from the end on, where the original's strings have theirs. */
    private int peek(int i) {
        return i < input.length ? input[i] & 0xff : 0;
    }

    Kind next() {
        while (peek(at) == ' ' || peek(at) == '\t' || peek(at) == '\n' || peek(at) == '\r') {
            at++;
        }
        begin = at;
        kind = read(peek(at));
        return kind;
    }

    private Kind read(int c) {
        return switch (c) {
            case 0 -> Kind.T_END;
            case '{' -> single(Kind.T_OBJ_BEGIN);
            case '}' -> single(Kind.T_OBJ_END);
            case '[' -> single(Kind.T_ARR_BEGIN);
            case ']' -> single(Kind.T_ARR_END);
            case ':' -> single(Kind.T_COLON);
            case ',' -> single(Kind.T_COMMA);
            case '"' -> readString();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                !invalidNumbers && isInvalidNumber() ? fail("invalid number") : readNumber();
            default -> readWord();
        };
    }

    private Kind single(Kind one) {
        at++;
        return one;
    }

    private Kind fail(String reason) {
        begin = at;
        error = reason;
        return Kind.T_ERROR;
    }

    private boolean follows(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (peek(at + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private Kind readWord() {
        if (follows("true") || follows("false")) {
            truth = peek(at) == 't';
            at += truth ? 4 : 5;
            return Kind.T_BOOLEAN;
        }
        if (follows("null")) {
            at += 4;
            return Kind.T_NULL;
        }
        boolean mayBeNumber = "iInN+".indexOf(peek(at)) >= 0;
        return mayBeNumber && invalidNumbers && isInvalidNumber() ? readNumber() : fail("invalid token");
    }

    /** Whether it is a number to C, but none to JSON. */
    private boolean isInvalidNumber() {
        if (peek(at) == '+') {
            return true;
        }
        int digit = peek(at) == '-' ? at + 1 : at;
        int c = peek(digit);
        if (c == '0') {
            int second = peek(digit + 1);
            return (second | 0x20) == 'x' || (second >= '0' && second <= '9');
        }
        return c > '9' && (CNumber.isWord(input, digit, "inf") || CNumber.isWord(input, digit, "nan"));
    }

    private Kind readNumber() {
        CNumber parsed = CNumber.parse(input, at);
        if (parsed == null) {
            return fail("invalid number");
        }
        number = parsed.value();
        at = parsed.end();
        return Kind.T_NUMBER;
    }

    private Kind readString() {
        at++;
        stringLength = 0;
        for (int c = peek(at); c != '"'; c = peek(at)) {
            if (c == 0) {
                return fail("unexpected end of string");
            }
            if (c == '\\') {
                int escaped = peek(at + 1);
                if (escaped == 'u') {
                    if (!readUnicode()) {
                        return fail("invalid unicode escape code");
                    }
                    continue;
                }
                c = unescape(escaped);
                if (c == 0) {
                    return fail("invalid escape code");
                }
                at++;
            }
            string[stringLength++] = (byte) c;
            at++;
        }
        at++;
        return Kind.T_STRING;
    }

    private static int unescape(int c) {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            default -> 0;
        };
    }

    /** Takes one escape with its four digits, or two that are a pair of surrogates. */
    private boolean readUnicode() {
        int code = hex(at + 2);
        int taken = 6;
        if (code < 0) {
            return false;
        }
        if ((code & 0xF800) == 0xD800) {
            int low = peek(at + 6) == '\\' && peek(at + 7) == 'u' ? hex(at + 8) : -1;
            if ((code & 0x400) != 0 || low < 0 || (low & 0xFC00) != 0xDC00) {
                return false;
            }
            code = (((code & 0x3FF) << 10) | (low & 0x3FF)) + 0x10000;
            taken = 12;
        }
        byte[] utf8 = Character.toString(code).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, string, stringLength, utf8.length);
        stringLength += utf8.length;
        at += taken;
        return true;
    }

    private int hex(int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(peek(i), 16);
            if (digit < 0 || peek(i) > 'f') {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }
}
