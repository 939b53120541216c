package org.backstay.vrrp.link;

import org.backstay.base.net.IpAddress;

/** A UDP port that hears everybody. Called, and calling back, on the router's loop. */
public interface Hearing extends AutoCloseable {
    /** Hears messages. */
    @FunctionalInterface
    interface Listener {
        /**
         * A message came.
         *
         * @param from whom
         * @param to which address of ours
         * @param hopLimit what was left of its hops
         */
        void received(byte[] message, IpAddress from, IpAddress to, int hopLimit);
    }

    /** Hands over what has arrived and was not read yet: before somebody concludes from silence that nobody is there. */
    void drain();

    @Override
    void close();
}
