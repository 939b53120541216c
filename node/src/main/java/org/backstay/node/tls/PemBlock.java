package org.backstay.node.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * One block of a file in the textual encoding of RFC 7468, with the headers of RFC 1421 that OpenSSL's older keys have. What stands between
 * blocks is a comment.
 *
 * @param label as {@code CERTIFICATE} or {@code RSA PRIVATE KEY}
 * @param headers as {@code DEK-Info}; mostly none
 * @param bytes what is encoded
 */
record PemBlock(String label, Map<String, String> headers, byte[] bytes) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** Reads all blocks of a text; {@code IOException} says in one line what is wrong with one of them. */
    static List<PemBlock> read(byte[] file) throws IOException {
        List<PemBlock> blocks = new ArrayList<>();
        Iterator<String> lines = new String(file, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                blocks.add(block(line.substring(BEGIN.length(), line.length() - DASHES.length()), lines));
            }
        }
        return blocks;
    }

    private static PemBlock block(String label, Iterator<String> lines) throws IOException {
        Map<String, String> headers = new HashMap<>();
        StringBuilder text = new StringBuilder();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith(END)) {
                return new PemBlock(label, headers, decode(label, text.toString()));
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            } else {
                text.append(line);
            }
        }
        throw new IOException("the " + label + " has no end");
    }

    private static byte[] decode(String label, String text) throws IOException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("the " + label + " is not in base 64", e);
        }
    }
}
