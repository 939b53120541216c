package org.backstay.persistence.log;

/**
 * A file of the log whose place in the stream is known.
 *
 * @param name in the log's folder
 * @param start the history, and the offset of its first byte of the stream
 * @param dataStart where that byte stands in the file
 * @param startedSeconds when it was begun, seconds since the epoch; 0 when it does not say
 * @param boot the machine's boot under which a master wrote it; empty when none is known
 * @param bytes the file's length; of the segment that is being written, its length when it was begun
 */
public record Segment(String name, LogMark start, int dataStart, long startedSeconds, String boot, long bytes) {
    Segment withBytes(long length) {
        return new Segment(name, start, dataStart, startedSeconds, boot, length);
    }
}
