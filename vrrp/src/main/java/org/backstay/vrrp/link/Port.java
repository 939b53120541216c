package org.backstay.vrrp.link;

import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.packet.AuthenticationHeader;
import org.jspecify.annotations.Nullable;

/** The way for advertisements on an interface, in both directions. */
public interface Port extends AutoCloseable {
    /**
     * Sends a message.
     *
     * @param ttl of a unicast packet; groups get 255
     * @param seal the authentication header of IPv4 packets; null for none
     * @return 0, or the kernel's error number
     */
    int send(byte[] message, IpAddress source, IpAddress destination, int ttl, @Nullable AuthenticationHeader seal);

    /** The process's numbers of its sockets, for reports. */
    Sockets sockets();

    /**
     * Two sockets, as the process numbers them.
     *
     * @param hearing what comes
     * @param speaking what goes; −1 until something did
     */
    record Sockets(int hearing, int speaking) {}

    /** Hands over what has arrived and was not read yet: before somebody concludes from silence that nobody is there. */
    void drain();

    @Override
    void close();
}
