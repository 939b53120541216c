package org.backstay.node.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** What a process may ask of Linux for itself: another network namespace, memory that stays, an earlier turn; and a few calls on files. */
public final class LinuxProcess {
    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int LOCK_CURRENT_AND_FUTURE = 3;
    private static final int ROUND_ROBIN = 2;

    private LinuxProcess() {}

    /** Moves the calling thread, and every thread and process that it starts from now on, to a network namespace made by {@code ip netns}. */
    public static void enterNamespace(String name) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment slot = LibC.errorSlot(call);
            String path = "/run/netns/" + name;
            int fd = LibC.checked(
                    LibC.open(slot, call.allocateFrom(path), O_RDONLY | O_CLOEXEC, 0),
                    slot,
                    "network namespace " + name);
            int entered = LibC.setns(slot, fd, CLONE_NEWNET);
            int errno = LibC.errno(slot);
            LibC.close(slot, fd);
            if (entered < 0) {
                throw new SystemCallException("can't enter network namespace " + name, errno);
            }
        }
    }

    /** Keeps the whole process in memory. Needs CAP_IPC_LOCK or a generous limit. */
    public static void lockMemory() throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment slot = LibC.errorSlot(call);
            LibC.checked(LibC.mlockall(slot, LOCK_CURRENT_AND_FUTURE), slot, "can't lock memory");
        }
    }

    /**
     * The calling thread runs before all ordinary ones (SCHED_RR).
     *
     * @param priority 1 to 99
     */
    public static void realTime(int priority) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment slot = LibC.errorSlot(call);
            MemorySegment parameter = call.allocate(JAVA_INT);
            parameter.set(JAVA_INT, 0, priority);
            LibC.checked(LibC.scheduler(slot, ROUND_ROBIN, parameter), slot, "can't run in real time");
        }
    }

    /**
     * The calling thread's share of the processor.
     *
     * @param nice -20 (most) to 19
     */
    public static void nice(int nice) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment slot = LibC.errorSlot(call);
            LibC.checked(LibC.nice(slot, nice), slot, "can't set the nice value");
        }
    }

    /** Sends a signal to a process, or to a process group given as a negative number; one that is gone is no error. */
    public static void signal(long pid, int signal) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment slot = LibC.errorSlot(call);
            if (LibC.kill(slot, (int) pid, signal) < 0 && LibC.errno(slot) != SystemCallException.ESRCH) {
                throw new SystemCallException("can't signal " + pid, LibC.errno(slot));
            }
        }
    }

    /** Makes a FIFO that its owner may read and write; one that is there already stays. */
    public static void makeFifo(String path, int user, int group) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment slot = LibC.errorSlot(call);
            MemorySegment name = call.allocateFrom(path);
            if (LibC.mkfifo(slot, name, 0600) < 0 && LibC.errno(slot) != SystemCallException.EEXIST) {
                throw new SystemCallException("can't make FIFO " + path, LibC.errno(slot));
            }
            if (user >= 0) {
                LibC.checked(LibC.chown(slot, name, user, group), slot, "can't give FIFO " + path + " away");
            }
        }
    }

    /**
     * Opens a FIFO for reading and writing without ever waiting for a reader.
     *
     * @return its descriptor
     */
    public static int openFifo(String path) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment slot = LibC.errorSlot(call);
            int flags = O_RDWR | O_NONBLOCK | O_CLOEXEC;
            return LibC.checked(LibC.open(slot, call.allocateFrom(path), flags, 0), slot, "can't open FIFO " + path);
        }
    }

    /** Writes a line to a descriptor; false when it has no room for it. */
    public static boolean write(int fd, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment data = call.allocate(bytes.length, 1);
            MemorySegment.copy(bytes, 0, data, JAVA_BYTE, 0, bytes.length);
            return LibC.write(LibC.errorSlot(call), fd, data) == bytes.length;
        }
    }

    /** Closes a descriptor. */
    public static void close(int fd) {
        try (Arena call = Arena.ofConfined()) {
            LibC.close(LibC.errorSlot(call), fd);
        }
    }
}
