package org.backstay.node.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** The machine's log, syslog(3): a datagram a line to {@code /dev/log}. A line that nobody takes is lost, and never waits. Of any thread. */
public final class Syslog {
    private static final String PATH = "/dev/log";
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int FLAGS = 0x80800; // close on exec, never block
    private static final int ADDRESS_BYTES = 110;
    private static final int WARNING = 4;
    private static final int INFORMATION = 6;
    private static final int FACILITY_SHIFT = 3;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slot = LibC.errorSlot(arena);
    private final MemorySegment address = arena.allocate(ADDRESS_BYTES, 2);
    private final String identity;
    private final int facility;
    private final int fd;

    /**
     * Opens it, whether or not somebody listens.
     *
     * @param identity what lines begin with, as {@code Keepalived_vrrp[123]}
     * @param facility 3 for daemons, 16 to 23 for local0 to local7
     */
    public Syslog(String identity, int facility) throws IOException {
        this.identity = identity;
        this.facility = facility;
        fd = LibC.checked(LibC.socket(slot, AF_UNIX, SOCK_DGRAM | FLAGS, 0), slot, "can't open a syslog socket");
        address.set(JAVA_SHORT_UNALIGNED, 0, (short) AF_UNIX);
        byte[] path = PATH.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
    }

    /** Sends a line. */
    public synchronized void send(boolean warning, String line) {
        int priority = facility << FACILITY_SHIFT | (warning ? WARNING : INFORMATION);
        byte[] bytes = ("<" + priority + ">" + identity + ": " + line).getBytes(StandardCharsets.UTF_8);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment data = call.allocate(bytes.length, 1);
            MemorySegment.copy(bytes, 0, data, JAVA_BYTE, 0, bytes.length);
            LibC.sendto(slot, fd, data, bytes.length, 0, address);
        }
    }
}
