package org.backstay.node.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** A message to a socket of this machine that takes datagrams (unix(7)), of which the JDK knows only streams. Stateless. */
public final class UnixDatagram {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int FAMILY_BYTES = 2;
    private static final int LONGEST_PATH = 107;

    private UnixDatagram() {}

    /**
     * Sends a message, without ever waiting.
     *
     * @param path a file's absolute path, or a name behind an {@code @}
     */
    public static void send(String path, String message) throws IOException {
        byte[] data = message.getBytes(StandardCharsets.UTF_8);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment slot = LibC.errorSlot(call);
            MemorySegment address = address(call, path);
            MemorySegment bytes = call.allocate(data.length);
            MemorySegment.copy(data, 0, bytes, JAVA_BYTE, 0, data.length);
            int fd = LibC.checked(
                    LibC.socket(slot, AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
                    slot,
                    "can't open a socket");
            long sent = LibC.sendto(slot, fd, bytes, data.length, MSG_NOSIGNAL, address);
            int errno = LibC.errno(slot);
            LibC.close(slot, fd);
            if (sent < 0) {
                throw new SystemCallException("can't send to " + path, errno);
            }
        }
    }

    private static MemorySegment address(Arena arena, String path) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length < 2 || name.length > LONGEST_PATH || (name[0] != '/' && name[0] != '@')) {
            throw new IOException("'" + path + "' names no socket");
        }
        if (name[0] == '@') {
            name[0] = 0;
        }
        MemorySegment address = arena.allocate(FAMILY_BYTES + name.length, FAMILY_BYTES);
        address.set(JAVA_SHORT_UNALIGNED, 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, FAMILY_BYTES, name.length);
        return address;
    }
}
