package org.backstay.node.log;

/** Where finished lines go. Called by one thread at a time. */
public interface LineOutput {
    /** Writes one line, its newline included; a log that cannot be written never stops its program. */
    void write(byte[] line);
}
