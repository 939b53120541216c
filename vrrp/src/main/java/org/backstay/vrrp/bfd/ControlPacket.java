package org.backstay.vrrp.bfd;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A BFD control packet (RFC 5880, 4.1): 24 bytes, without authentication. Intervals in microseconds.
 *
 * @param diagnostic why the sender's session went down last
 * @param state of the sender's session
 * @param poll whether the sender wants to hear at once that its parameters came
 * @param last whether it is the answer to that
 * @param demand whether the sender wants to be asked only on demand
 * @param multiplier of the sender's interval: for how long it may be silent
 * @param mine the sender's number of the session
 * @param yours the receiver's number of the session; 0 when the sender does not know it
 * @param minSend the interval in which the sender wants to send
 * @param minReceive the shortest interval in which the sender can receive; 0 wants nothing
 */
record ControlPacket(
        Diagnostic diagnostic,
        SessionState state,
        boolean poll,
        boolean last,
        boolean demand,
        int multiplier,
        int mine,
        int yours,
        long minSend,
        long minReceive) {
    static final int LENGTH = 24;

    private static final int VERSION = 1;
    private static final int VERSION_SHIFT = 5;
    private static final int DIAGNOSTIC_BITS = 0x1f;
    private static final int STATE_SHIFT = 6;
    private static final int POLL = 0x20;
    private static final int LAST = 0x10;
    private static final int AUTHENTICATED = 0x04;
    private static final int DEMAND = 0x02;
    private static final int MULTIPOINT = 0x01;
    private static final int NOBODY = 0;
    private static final long UNSIGNED = 0xffff_ffffL;

    byte[] bytes() {
        int flags = state.bits() << STATE_SHIFT | (poll ? POLL : 0) | (last ? LAST : 0) | (demand ? DEMAND : 0);
        return ByteBuffer.allocate(LENGTH)
                .put((byte) (VERSION << VERSION_SHIFT | diagnostic.number()))
                .put((byte) flags)
                .put((byte) multiplier)
                .put((byte) LENGTH)
                .putInt(mine)
                .putInt(yours)
                .putInt((int) minSend)
                .putInt((int) minReceive)
                .array();
    }

    /** Why bytes are no packet that counts (6.8.6, and the original's own checks); null when they are one. */
    static @Nullable Fault fault(byte[] bytes) {
        if (bytes.length < LENGTH || (bytes[3] & 0xff) != bytes.length) {
            return Fault.LENGTH;
        }
        int flags = bytes[1] & 0xff;
        if ((bytes[0] & 0xff) >>> VERSION_SHIFT != VERSION) {
            return Fault.VERSION;
        }
        if (bytes[2] == 0) {
            return Fault.MULTIPLIER;
        }
        if ((flags & MULTIPOINT) != 0) {
            return Fault.MULTIPOINT;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        SessionState state = SessionState.of(flags >> STATE_SHIFT);
        boolean early = state == SessionState.DOWN || state == SessionState.ADMIN_DOWN;
        if (buffer.getInt(4) == NOBODY || (buffer.getInt(8) == NOBODY && !early)) {
            return Fault.DISCRIMINATOR;
        }
        if ((flags & POLL) != 0 && (flags & LAST) != 0) {
            return Fault.POLL_AND_FINAL;
        }
        if (Diagnostic.of(bytes[0] & DIAGNOSTIC_BITS) == null) {
            return Fault.DIAGNOSTIC;
        }
        return (flags & AUTHENTICATED) != 0 ? Fault.AUTHENTICATED : null;
    }

    /** Reads bytes that have no {@link #fault}. */
    static ControlPacket of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int flags = bytes[1] & 0xff;
        Diagnostic why = Diagnostic.of(bytes[0] & DIAGNOSTIC_BITS);
        return new ControlPacket(
                why == null ? Diagnostic.NONE : why,
                SessionState.of(flags >> STATE_SHIFT),
                (flags & POLL) != 0,
                (flags & LAST) != 0,
                (flags & DEMAND) != 0,
                bytes[2] & 0xff,
                buffer.getInt(4),
                buffer.getInt(8),
                buffer.getInt(12) & UNSIGNED,
                buffer.getInt(16) & UNSIGNED);
    }
}
