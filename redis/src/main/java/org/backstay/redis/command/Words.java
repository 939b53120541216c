package org.backstay.redis.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.backstay.resp.Request;

/** Words of commands that the log is told instead of what the client said. */
final class Words {
    static final byte[] DEL = of("DEL");
    static final byte[] SET = of("SET");
    static final byte[] PXAT = of("PXAT");
    static final byte[] PEXPIREAT = of("PEXPIREAT");
    static final byte[] PERSIST = of("PERSIST");
    static final byte[] KEEPTTL = of("KEEPTTL");
    static final byte[] ABSTTL = of("ABSTTL");

    private Words() {}

    static byte[] of(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] of(long number) {
        return of(Long.toString(number));
    }

    /** All words of a request. */
    static byte[][] all(Request request) {
        byte[][] words = new byte[request.size()][];
        Arrays.setAll(words, request::bytes);
        return words;
    }
}
