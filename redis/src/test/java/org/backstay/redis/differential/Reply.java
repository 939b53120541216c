package org.backstay.redis.differential;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer as it came over the wire, in RESP2 or RESP3. Bytes are seen as Latin-1, so that all of them survive.
 *
 * @param sign the type's first byte
 * @param text the line behind the sign, or what a bulk string holds; of an aggregate, its length
 * @param elements what an aggregate holds, the keys and values of a map in turn
 */
record Reply(char sign, String text, List<Reply> elements) {
    private static final String NONE = "-1";

    private static Reply plain(char sign, String text) {
        return new Reply(sign, text, List.of());
    }

    /** Reads one answer; messages that were pushed before it are elements of a {@code >} around it. */
    static Reply read(InputStream in) throws IOException {
        Reply first = readOne(in);
        if (first.sign != '>') {
            return first;
        }
        List<Reply> all = new ArrayList<>(List.of(first));
        while (all.getLast().sign == '>') {
            all.add(readOne(in));
        }
        return new Reply('>', Integer.toString(all.size()), all);
    }

    /** Reads one answer or one pushed message. */
    static Reply readOne(InputStream in) throws IOException {
        int sign = in.read();
        String line = line(in);
        return switch (sign) {
            case -1 -> throw new EOFException("the peer closed the connection");
            case '$', '=' -> bulk((char) sign, line, in);
            case '*', '~', '>' -> aggregate((char) sign, line, 1, in);
            case '%', '|' -> aggregate((char) sign, line, 2, in);
            default -> plain((char) sign, line);
        };
    }

    private static Reply bulk(char sign, String line, InputStream in) throws IOException {
        if (line.equals(NONE)) {
            return plain('_', "$" + line);
        }
        byte[] content = in.readNBytes(Integer.parseInt(line));
        line(in);
        return plain(sign, new String(content, StandardCharsets.ISO_8859_1));
    }

    private static Reply aggregate(char sign, String line, int factor, InputStream in) throws IOException {
        if (line.equals(NONE)) {
            return plain('_', sign + line);
        }
        int count = Integer.parseInt(line) * factor;
        List<Reply> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(readOne(in));
        }
        return new Reply(sign, line, elements);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the peer closed the connection");
            }
            line.append((char) next);
        }
        return line.substring(0, line.length() - 1);
    }

    boolean isError() {
        return sign == '-';
    }

    boolean isAggregate() {
        return "*~>%|".indexOf(sign) >= 0;
    }

    @Override
    public String toString() {
        return isAggregate() ? sign + text + elements : sign + Step.quoted(text);
    }
}
