package org.backstay.persistence.log;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line in a segment that says which history follows and from which offset on. What stands before it in the file (a SELECT) is no part of
 * the stream. Redis 7 skips lines that begin with {@code #}.
 *
 * @param id the replication id
 * @param offset of the byte that follows the line
 */
public record LogMark(String id, long offset) {
    private static final String PREFIX = "#REPL:";

    /** The line. */
    byte[] line() {
        return (PREFIX + id + ":" + offset + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a line without its end; null when it is another annotation. */
    static @Nullable LogMark parse(String line) {
        int colon = line.lastIndexOf(':');
        if (!line.startsWith(PREFIX) || colon < PREFIX.length()) {
            return null;
        }
        String id = line.substring(PREFIX.length(), colon);
        String number = line.substring(colon + 1);
        if (!ReplicationId.isValid(id)
                || number.isEmpty()
                || number.length() > 18
                || !number.chars().allMatch(Character::isDigit)) {
            return null;
        }
        return new LogMark(id, Long.parseLong(number));
    }
}
