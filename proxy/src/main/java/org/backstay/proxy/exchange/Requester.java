package org.backstay.proxy.exchange;

import io.netty.buffer.ByteBuf;

/** Who waits for a reply: a client, or the greeting of a new server connection. Called on the loop of both. */
public interface Requester {
    /**
     * The server has answered. The exchange belongs to the requester again.
     *
     * @param in where the reply lies; its indices are not to be moved
     * @param offset of the reply's first byte
     * @param length of the whole reply
     */
    void answered(Exchange exchange, ByteBuf in, int offset, int length);

    /**
     * There will be no reply. The exchange belongs to the requester again.
     *
     * @param error why, in the words of an error reply without the leading {@code -ERR}
     */
    void failed(Exchange exchange, String error);

    /** The server takes requests again, after {@link ServerLink#isFull} held this requester back. */
    default void resume() {}
}
