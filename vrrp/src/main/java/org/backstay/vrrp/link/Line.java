package org.backstay.vrrp.link;

import java.io.IOException;

/** Messages to one other side and back, without a connection. Called, and calling back, on the router's loop. */
public interface Line extends AutoCloseable {
    /** Hears the other side. */
    interface Listener {
        /** A message came. */
        void received(byte[] message);

        /** Somebody on the way says that nobody takes messages there. */
        void refused();
    }

    /** Sends a message; an error that an earlier one has brought is thrown here. */
    void send(byte[] message) throws IOException;

    @Override
    void close();
}
