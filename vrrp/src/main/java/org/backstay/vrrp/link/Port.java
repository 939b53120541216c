package org.backstay.vrrp.link;

import org.backstay.base.net.IpAddress;

/** The way for advertisements on an interface, in both directions. */
public interface Port extends AutoCloseable {
    /**
     * Sends a message.
     *
     * @param ttl of a unicast packet; groups get 255
     * @return 0, or the kernel's error number
     */
    int send(byte[] message, IpAddress source, IpAddress destination, int ttl);

    /** Hands over what has arrived and was not read yet: before somebody concludes from silence that nobody is there. */
    void drain();

    @Override
    void close();
}
