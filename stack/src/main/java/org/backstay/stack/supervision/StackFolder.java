package org.backstay.stack.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.backstay.node.Disk;
import org.backstay.stack.topology.NodeSpec;

/** The process ids that a stack keeps in its folder, so that {@code status} and {@code down} find it. Of any thread. */
public final class StackFolder {
    private static final String SUPERVISOR = "supervisor.pid";
    private static final String NODE = "pid";

    private final Disk disk;
    private final Path folder;

    /** The folder of a stack. */
    public StackFolder(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Records this process as the stack's supervisor. */
    public void claim() throws IOException {
        write(folder.resolve(SUPERVISOR), ProcessHandle.current().pid());
    }

    /** Takes the record back. */
    public void release() throws IOException {
        disk.delete(folder.resolve(SUPERVISOR));
    }

    /** Records a node's process. */
    void started(NodeSpec node, long pid) throws IOException {
        write(node.folder().resolve(NODE), pid);
    }

    private void write(Path file, long pid) throws IOException {
        disk.replace(file, (pid + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The running supervisor. */
    public Optional<ProcessHandle> supervisor() {
        return running(folder.resolve(SUPERVISOR));
    }

    /** The running process of a node. */
    public Optional<ProcessHandle> node(NodeSpec node) {
        return running(node.folder().resolve(NODE));
    }

    /** A recorded process that still runs and is a Java program: a number may have been given to another process since. */
    private Optional<ProcessHandle> running(Path file) {
        if (!disk.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = new String(disk.readAll(file), StandardCharsets.US_ASCII).strip();
            return ProcessHandle.of(Long.parseLong(text))
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> handle.info().command().orElse("").endsWith("java"));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
