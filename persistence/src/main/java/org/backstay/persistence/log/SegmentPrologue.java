package org.backstay.persistence.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.backstay.node.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * What a segment begins with, none of it part of the stream: the database (a SELECT), when it was begun, who wrote it, and its {@link
 * LogMark}, behind which the stream's bytes follow.
 *
 * @param mark the history and the offset of the first byte of the stream
 * @param seconds when the segment was begun, seconds since the epoch; 0 when it does not say
 * @param boot the machine's boot under which a master wrote it; empty for a replica's, or when it does not say
 * @param beginsAnew whether the segments before it, if there are any, do not lead up to it
 * @param length bytes of all this
 */
record SegmentPrologue(LogMark mark, long seconds, String boot, boolean beginsAnew, int length) {
    /** More than any prologue has. */
    private static final int LONGEST = 512;

    /** Lines of a SELECT command: the count, two lengths, two words. */
    private static final int SELECT_LINES = 5;

    private static final int LONGEST_NUMBER = 18;
    private static final String SELECT_START = "*2\r\n$6\r\nSELECT\r\n";
    private static final String BOOT = "#BOOT:";
    private static final String ANEW = "#ANEW";

    /** A time annotation, as Redis 7 writes them: what follows was written at this second or later. */
    static byte[] timestamp(long seconds) {
        return ("#TS:" + seconds + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes that a segment begins with. */
    static byte[] format(LogMark mark, int selectedDb, long seconds, String boot, boolean beginsAnew) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (selectedDb != ReplicationLog.NO_DB) {
            bytes.writeBytes(ReplicationLog.selectFrame(selectedDb));
        }
        bytes.writeBytes(timestamp(seconds));
        if (!boot.isEmpty()) {
            bytes.writeBytes(bootLine(boot).getBytes(StandardCharsets.US_ASCII));
        }
        if (beginsAnew) {
            bytes.writeBytes((ANEW + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes(mark.line());
        return bytes.toByteArray();
    }

    /** Reads what a segment begins with; null when no mark stands there: stock Redis wrote it. */
    static @Nullable SegmentPrologue read(DiskFile file) throws IOException {
        return parse(beginning(file));
    }

    private static String beginning(DiskFile file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(LONGEST, file.size()));
        while (start.hasRemaining() && file.read(start, start.position()) > 0) {
            // until the buffer is full or the file has ended
        }
        return new String(start.array(), 0, start.position(), StandardCharsets.ISO_8859_1);
    }

    /** What the bytes of a segment's beginning are when it does not say under which boot it was written. */
    static byte[] withoutBoot(DiskFile file) throws IOException {
        String text = beginning(file);
        SegmentPrologue prologue = parse(text);
        if (prologue == null) {
            throw new IOException("the segment has lost its beginning");
        }
        return text.substring(0, prologue.length)
                .replace(bootLine(prologue.boot), "")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String bootLine(String boot) {
        return BOOT + boot + "\r\n";
    }

    private static @Nullable SegmentPrologue parse(String text) {
        int at = 0;
        for (int i = 0; text.startsWith(SELECT_START) && i < SELECT_LINES; i++) {
            at = text.indexOf('\n', at) + 1;
        }
        long seconds = 0;
        String boot = "";
        boolean beginsAnew = false;
        while (at < text.length() && text.charAt(at) == '#') {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                return null;
            }
            String line = text.substring(at, end).stripTrailing();
            at = end + 1;
            LogMark mark = LogMark.parse(line);
            if (mark != null) {
                return new SegmentPrologue(mark, seconds, boot, beginsAnew, at);
            }
            if (line.startsWith(BOOT)) {
                boot = line.substring(BOOT.length());
            } else if (line.equals(ANEW)) {
                beginsAnew = true;
            } else {
                seconds = Math.max(seconds, seconds(line));
            }
        }
        return null;
    }

    /** The time that an annotation names, seconds since the epoch; -1 when it is another annotation. */
    static long seconds(String line) {
        String number = line.startsWith("#TS:") ? line.substring(4).strip() : "";
        boolean isNumber = !number.isEmpty()
                && number.length() <= LONGEST_NUMBER
                && number.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Long.parseLong(number) : -1;
    }
}
