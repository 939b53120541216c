package org.backstay.vrrp.link;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.config.Firewall;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.config.VirtualRoute;
import org.backstay.vrrp.config.VirtualRule;
import org.backstay.vrrp.config.Vmac;
import org.backstay.vrrp.packet.ReceivedPacket;
import org.jspecify.annotations.Nullable;

/** The kernel of a router's machine. */
public interface Kernel extends AutoCloseable {
    /** Hears of what changes. */
    interface Watcher {
        /** An interface came, went, or lost or found its carrier; or its own addresses changed. */
        void linkChanged(String interfaceName);

        /** An address was taken from an interface, by whomever. */
        void addressGone(String interfaceName, IpAddress address);
    }

    /** The interface of a name; null when there is none now. */
    @Nullable
    Link link(String interfaceName);

    /** All interfaces, with what reports show of them. */
    List<LinkDetail> links();

    /** Whether an address is on any of its interfaces. */
    boolean holds(IpAddress address);

    /** From now on tells of changes. */
    void watch(Watcher watcher);

    /**
     * Opens the way for advertisements on an interface.
     *
     * @param receiver gets each that comes
     * @throws IOException with a message of one line
     */
    Port open(PortSpec spec, Consumer<ReceivedPacket> receiver) throws IOException;

    /**
     * Opens a way for messages to another machine.
     *
     * @throws IOException with a message of one line
     */
    Line open(LineSpec spec, Line.Listener listener) throws IOException;

    /**
     * Hears what is sent to a UDP port of the machine.
     *
     * @throws IOException with a message of one line
     */
    Hearing hear(int port, Hearing.Listener listener) throws IOException;

    /** Puts an address on an interface; one that is there already is fine. */
    void add(String interfaceName, VirtualAddress address) throws IOException;

    /** Takes an address from an interface; one that is not there is fine. */
    void remove(String interfaceName, VirtualAddress address) throws IOException;

    /** Adds a route; one that is there already is fine. */
    void add(VirtualRoute route) throws IOException;

    /** Removes a route; one that is not there is fine. */
    void remove(VirtualRoute route) throws IOException;

    /** Adds a rule; one that is there already is fine. */
    void add(VirtualRule rule) throws IOException;

    /** Removes a rule; one that is not there is fine. */
    void remove(VirtualRule rule) throws IOException;

    /**
     * Makes an interface over another one; one that is there already is fine.
     *
     * @param own the link-local address that it speaks from; null for none
     * @return whether it is a new one
     */
    boolean add(Vmac vmac, @Nullable IpAddress own) throws IOException;

    /** Removes an interface that was made; one that is not there is fine. */
    void remove(Vmac vmac) throws IOException;

    /** How packets are kept out from now on. */
    void firewall(Firewall settings) throws IOException;

    /** Keeps packets from these addresses and out of the network; one that is blocked already is fine. */
    void block(List<Blocked> addresses) throws IOException;

    /** Lets packets pass again; one that is not blocked is fine. */
    void unblock(List<Blocked> addresses) throws IOException;

    /** Tells everybody on the interface's network, once, where an address is now: by gratuitous ARP or an unsolicited neighbour advertisement. */
    void announce(String interfaceName, IpAddress address);

    @Override
    void close();
}
