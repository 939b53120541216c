package org.backstay.node.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** One netlink request being put together: header, the fixed part of its kind, then attributes (rtnetlink(7)). */
final class NetlinkWriter {
    static final int HEADER = 16;
    private static final int CAPACITY = 4_096;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int ALIGNMENT = 4;
    private static final int NESTED = 0x8000;

    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY).order(ByteOrder.nativeOrder());

    NetlinkWriter(int type, int flags, int sequence) {
        buffer.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0);
    }

    NetlinkWriter bytes(int... values) {
        for (int value : values) {
            buffer.put((byte) value);
        }
        return this;
    }

    NetlinkWriter number(int value) {
        buffer.putInt(value);
        return this;
    }

    NetlinkWriter attribute(int type, byte[] value) {
        buffer.putShort((short) (ATTRIBUTE_HEADER + value.length))
                .putShort((short) type)
                .put(value);
        while (buffer.position() % ALIGNMENT != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    NetlinkWriter attribute(int type, int value) {
        return attribute(
                type,
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putInt(value)
                        .array());
    }

    NetlinkWriter attribute(int type, String value) {
        return attribute(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** A number in the network's order, as the packet filter has them. */
    NetlinkWriter network(int type, int value) {
        return attribute(type, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /** The same as {@link #open}, and says that it is one of attributes. */
    int nest(int type) {
        return open(type | NESTED);
    }

    /** Begins an attribute of attributes; the result goes to {@link #close}. */
    int open(int type) {
        int begin = buffer.position();
        buffer.putShort((short) 0).putShort((short) type);
        return begin;
    }

    /** Ends it. */
    NetlinkWriter close(int begin) {
        buffer.putShort(begin, (short) (buffer.position() - begin));
        return this;
    }

    byte[] message() {
        buffer.putInt(0, buffer.position());
        byte[] message = new byte[buffer.position()];
        buffer.get(0, message);
        return message;
    }
}
