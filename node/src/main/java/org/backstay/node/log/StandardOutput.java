package org.backstay.node.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** The process's standard output, one write a line, without the JDK's print streams. */
public final class StandardOutput implements LineOutput {
    private final FileOutputStream stream = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(byte[] line) {
        try {
            stream.write(line);
        } catch (IOException closed) {
            // Whoever read it has gone; the program goes on, as the original does.
        }
    }
}
