package org.backstay.node.linux;

import java.io.IOException;

/** The kernel's packet filter (nfnetlink, nf_tables). Owned by one thread; the kernel works a request off while it is sent. */
public final class NetfilterNetlink implements AutoCloseable {
    private static final int PROTOCOL = 12;
    private static final int REQUEST = 0x01;
    private static final int ACKNOWLEDGE = 0x04;
    private static final int MOST_ANSWERS = 10_000;

    private final LinuxSocket socket = LinuxSocket.netlink(PROTOCOL, 0);
    private int sequence;

    /**
     * Opens it; changes need CAP_NET_ADMIN.
     *
     * @throws IOException where the kernel has no packet filter
     */
    public NetfilterNetlink() throws IOException {}

    /** Makes all changes, or none. */
    public void commit(NetfilterBatch batch, String what) throws IOException {
        if (!batch.isEmpty()) {
            exchange(batch.messages(++sequence), what);
        }
    }

    /** Whether there is a table of a name for a version of IP. */
    public boolean hasTable(int version, String table) throws IOException {
        NetlinkWriter request = new NetlinkWriter(
                NetfilterBatch.SUBSYSTEM << 8 | NetfilterBatch.GET_TABLE, REQUEST | ACKNOWLEDGE, ++sequence);
        request.bytes(new NetfilterBatch(version, table).family(), 0, 0, 0).attribute(1, table);
        try {
            exchange(request.message(), "table " + table);
            return true;
        } catch (SystemCallException failed) {
            if (failed.errno() == SystemCallException.ENOENT) {
                return false;
            }
            throw failed;
        }
    }

    private void exchange(byte[] messages, String what) throws IOException {
        int errno = socket.sendWhole(messages);
        if (errno != 0) {
            throw new SystemCallException(what, errno);
        }
        boolean acknowledged = false;
        int refused = 0;
        for (int i = 0; i < MOST_ANSWERS; i++) {
            Datagram answer = socket.receive();
            if (answer == null) {
                break;
            }
            NetlinkReader reader = new NetlinkReader(answer.bytes(), answer.length());
            while (reader.advance()) {
                boolean own = reader.sequence() == sequence && reader.type() == NetlinkReader.ERROR;
                acknowledged |= own && reader.errno() == 0;
                refused = own && refused == 0 ? reader.errno() : refused;
            }
        }
        if (refused != 0) {
            throw new SystemCallException(what, refused);
        }
        if (!acknowledged) {
            throw new IOException(what + ": no answer");
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
