package org.backstay.vrrp.linux;

import java.io.IOException;
import org.backstay.node.linux.LinuxProcess;
import org.backstay.vrrp.notify.FifoWriter;

/** A FIFO of this machine. Open for reading too, so that it takes lines before a reader comes. Owned by the router's loop. */
public final class LinuxFifo implements FifoWriter {
    private final int descriptor;

    /**
     * Makes it when there is none.
     *
     * @throws IOException in one line
     */
    public LinuxFifo(String path) throws IOException {
        LinuxProcess.makeFifo(path, -1, -1);
        descriptor = LinuxProcess.openFifo(path);
    }

    @Override
    public boolean write(String line) {
        return LinuxProcess.write(descriptor, line);
    }

    @Override
    public void close() {
        LinuxProcess.close(descriptor);
    }
}
