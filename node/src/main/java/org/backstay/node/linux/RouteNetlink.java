package org.backstay.node.linux;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's interfaces, addresses and routes (rtnetlink(7)): asked for, changed, and watched. Owned by one thread. The kernel works
 * a request off while it is sent, so its answer is there when the send returns.
 */
public final class RouteNetlink implements AutoCloseable {
    private static final int GET_LINK = 18;
    private static final int GET_ADDRESS = 22;
    private static final int NEW_ROUTE = 24;
    private static final int DELETE_ROUTE = 25;
    private static final int NEW_RULE = 32;
    private static final int DELETE_RULE = 33;
    private static final int REQUEST = 0x01;
    private static final int ACKNOWLEDGE = 0x04;
    private static final int REPLACE = 0x100;
    private static final int EXCLUSIVE = 0x200;
    private static final int DUMP = 0x300;
    private static final int CREATE = 0x400;
    private static final int GROUP_LINK = 0x01;
    private static final int GROUP_IPV4_ADDRESS = 0x10;
    private static final int GROUP_IPV6_ADDRESS = 0x100;
    private static final int LINK_FIXED = 16;
    private static final int ADDRESS_FIXED = 8;
    private static final int FOREVER = -1;
    private static final int MOST_MESSAGES = 1_000_000;
    /** RTPROT_KEEPALIVED: who made a route. */
    private static final int MADE_BY = 18;

    private final LinuxSocket requests = LinuxSocket.netlink(0);
    private @Nullable LinuxSocket news;
    private int sequence;

    /** Opens it; only changes need CAP_NET_ADMIN. */
    public RouteNetlink() throws IOException {}

    /** Hears of changes; called on the loop. */
    public interface Listener {
        /** An interface came or changed. */
        void link(LinuxLink link);

        /** An interface is gone. */
        void linkGone(LinuxLink link);

        /** An address came or changed. */
        void address(LinuxAddress address);

        /** An address is gone. */
        void addressGone(LinuxAddress address);

        /** The kernel told more than we could take: look at everything again. */
        void missedSome();
    }

    /** All interfaces. */
    public List<LinuxLink> links() throws IOException {
        List<LinuxLink> links = new ArrayList<>();
        dump(GET_LINK, LINK_FIXED, reader -> {
            LinuxLink link = reader.type() == NetlinkReader.NEW_LINK ? reader.link() : null;
            if (link != null) {
                links.add(link);
            }
        });
        return links;
    }

    /** All addresses of all interfaces. */
    public List<LinuxAddress> addresses() throws IOException {
        List<LinuxAddress> addresses = new ArrayList<>();
        dump(GET_ADDRESS, ADDRESS_FIXED, reader -> {
            LinuxAddress address = reader.type() == NetlinkReader.NEW_ADDRESS ? reader.address() : null;
            if (address != null) {
                addresses.add(address);
            }
        });
        return addresses;
    }

    private void dump(int type, int fixed, Consumer<NetlinkReader> each) throws IOException {
        NetlinkWriter request = new NetlinkWriter(type, REQUEST | DUMP, ++sequence);
        for (int i = 0; i < fixed; i++) {
            request.bytes(0);
        }
        send(request);
        for (int i = 0; i < MOST_MESSAGES; i++) {
            Datagram answer = requests.receive();
            if (answer == null) {
                throw new IOException("netlink: the kernel's answer ends early");
            }
            NetlinkReader reader = new NetlinkReader(answer.bytes(), answer.length());
            while (reader.advance()) {
                if (reader.sequence() != sequence) {
                    continue;
                }
                if (reader.type() == NetlinkReader.DONE) {
                    return;
                }
                if (reader.type() == NetlinkReader.ERROR) {
                    throw new SystemCallException("netlink", reader.errno());
                }
                each.accept(reader);
            }
        }
        throw new IOException("netlink: the kernel's answer does not end");
    }

    /** Puts an address on an interface; one that is there already is brought to these properties. */
    public void add(AddressSpec spec) throws IOException {
        change(address(spec, NetlinkReader.NEW_ADDRESS, CREATE | REPLACE), "can't add " + spec.address());
    }

    /** Takes an address from an interface. */
    public void remove(AddressSpec spec) throws IOException {
        change(address(spec, NetlinkReader.DELETED_ADDRESS, 0), "can't remove " + spec.address());
    }

    private NetlinkWriter address(AddressSpec spec, int type, int flags) {
        boolean four = spec.address().version() == 4;
        NetlinkWriter request = new NetlinkWriter(type, REQUEST | ACKNOWLEDGE | flags, ++sequence)
                .bytes(four ? Sockaddr.AF_INET : Sockaddr.AF_INET6, spec.prefix(), spec.flags() & 0xff, spec.scope())
                .number(spec.interfaceIndex())
                .attribute(2, spec.address().bytes())
                .attribute(1, (spec.peer() == null ? spec.address() : spec.peer()).bytes());
        if (type == NetlinkReader.DELETED_ADDRESS) {
            return request;
        }
        if (spec.flags() > 0xff) {
            request.attribute(8, spec.flags());
        }
        if (spec.broadcast() != null) {
            request.attribute(4, spec.broadcast().bytes());
        }
        if (spec.label() != null) {
            request.attribute(3, spec.label());
        }
        if (spec.deprecated()) {
            request.attribute(6, lifetimes(0, FOREVER));
        }
        return request;
    }

    private static byte[] lifetimes(int preferred, int valid) {
        return ByteBuffer.allocate(4 * Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(preferred)
                .putInt(valid)
                .array();
    }

    /** Adds a route; one that is there already is replaced. */
    public void add(RouteSpec spec) throws IOException {
        change(route(spec, NEW_ROUTE, CREATE | REPLACE), "can't add the route to " + spec.destination());
    }

    /** Removes a route. */
    public void remove(RouteSpec spec) throws IOException {
        change(route(spec, DELETE_ROUTE, 0), "can't remove the route to " + spec.destination());
    }

    private NetlinkWriter route(RouteSpec spec, int type, int flags) {
        boolean four = spec.destination().version() == 4;
        int table = spec.table() > 0xff ? 0 : spec.table();
        NetlinkWriter request = new NetlinkWriter(type, REQUEST | ACKNOWLEDGE | flags, ++sequence)
                .bytes(four ? Sockaddr.AF_INET : Sockaddr.AF_INET6, spec.prefix(), 0, 0)
                .bytes(table, MADE_BY, spec.scope(), spec.type())
                .number(0)
                .attribute(15, spec.table());
        if (spec.prefix() > 0) {
            request.attribute(1, spec.destination().bytes());
        }
        if (spec.gateway() != null) {
            request.attribute(5, spec.gateway().bytes());
        }
        if (spec.source() != null) {
            request.attribute(7, spec.source().bytes());
        }
        if (spec.interfaceIndex() != 0) {
            request.attribute(4, spec.interfaceIndex());
        }
        if (spec.metric() != 0) {
            request.attribute(6, spec.metric());
        }
        return request;
    }

    /** Adds a rule; one that is there already is fine. */
    public void add(RuleSpec spec) throws IOException {
        try {
            change(rule(spec, NEW_RULE, CREATE | EXCLUSIVE), "can't add a rule for table " + spec.table());
        } catch (SystemCallException failed) {
            if (failed.errno() != SystemCallException.EEXIST) {
                throw failed;
            }
        }
    }

    /** Removes a rule. */
    public void remove(RuleSpec spec) throws IOException {
        change(rule(spec, DELETE_RULE, 0), "can't remove a rule for table " + spec.table());
    }

    private NetlinkWriter rule(RuleSpec spec, int type, int flags) {
        int table = spec.table() > 0xff ? 0 : spec.table();
        NetlinkWriter request = new NetlinkWriter(type, REQUEST | ACKNOWLEDGE | flags, ++sequence)
                .bytes(spec.family() == 4 ? Sockaddr.AF_INET : Sockaddr.AF_INET6, spec.toPrefix(), spec.fromPrefix(), 0)
                .bytes(table, 0, 0, spec.action())
                .number(0)
                .attribute(15, spec.table())
                .attribute(21, new byte[] {MADE_BY});
        if (spec.to() != null) {
            request.attribute(1, spec.to().bytes());
        }
        if (spec.from() != null) {
            request.attribute(2, spec.from().bytes());
        }
        if (spec.incoming() != null) {
            request.attribute(3, spec.incoming());
        }
        if (spec.outgoing() != null) {
            request.attribute(17, spec.outgoing());
        }
        if (spec.preference() != 0) {
            request.attribute(6, spec.preference());
        }
        if (spec.mark() != 0) {
            request.attribute(10, spec.mark()).attribute(16, spec.mask());
        }
        return request;
    }

    /**
     * Makes an interface with a hardware address of its own over another one. It is down.
     *
     * @param below the number of the other one
     */
    public void addMacvlan(int below, String name, byte[] hardwareAddress) throws IOException {
        change(LinkRequests.macvlan(++sequence, below, name, hardwareAddress), "can't make interface " + name);
    }

    /** Sets properties of IPv4 on an interface, by the kernel's numbers ({@code IPV4_DEVCONF_*}). */
    public void setIpv4(int index, Map<Integer, Integer> properties) throws IOException {
        change(LinkRequests.ipv4(++sequence, index, properties), "can't set interface " + index);
    }

    /** From now on an interface gets no IPv6 address by itself. */
    public void withoutAddresses(int index) throws IOException {
        change(LinkRequests.withoutAddresses(++sequence, index), "can't set interface " + index);
    }

    /** Sets an interface up. */
    public void up(int index) throws IOException {
        change(LinkRequests.up(++sequence, index), "can't set interface " + index + " up");
    }

    /** Removes an interface. */
    public void removeLink(int index) throws IOException {
        change(LinkRequests.remove(++sequence, index), "can't remove interface " + index);
    }

    private void change(NetlinkWriter request, String what) throws IOException {
        send(request);
        Datagram answer = requests.receive();
        if (answer == null) {
            throw new IOException(what + ": no answer");
        }
        NetlinkReader reader = new NetlinkReader(answer.bytes(), answer.length());
        while (reader.advance()) {
            if (reader.sequence() == sequence && reader.type() == NetlinkReader.ERROR) {
                if (reader.errno() != 0) {
                    throw new SystemCallException(what, reader.errno());
                }
                return;
            }
        }
        throw new IOException(what + ": no answer that makes sense");
    }

    private void send(NetlinkWriter request) throws IOException {
        int errno = requests.sendWhole(request.message());
        if (errno != 0) {
            throw new SystemCallException("netlink", errno);
        }
    }

    /** Tells of every change from now on. */
    public void watch(EventLoop loop, Listener listener) throws IOException {
        LinuxSocket socket = LinuxSocket.netlink(GROUP_LINK | GROUP_IPV4_ADDRESS | GROUP_IPV6_ADDRESS);
        news = socket;
        socket.watch(loop, () -> read(socket, listener));
    }

    private static void read(LinuxSocket socket, Listener listener) {
        try {
            for (Datagram told = socket.receive(); told != null; told = socket.receive()) {
                NetlinkReader reader = new NetlinkReader(told.bytes(), told.length());
                while (reader.advance()) {
                    tell(reader, listener);
                }
            }
        } catch (IOException overrun) {
            listener.missedSome();
        }
    }

    private static void tell(NetlinkReader reader, Listener listener) {
        switch (reader.type()) {
            case NetlinkReader.NEW_LINK, NetlinkReader.DELETED_LINK -> {
                LinuxLink link = reader.link();
                if (link == null) {
                    return;
                }
                if (reader.type() == NetlinkReader.NEW_LINK) {
                    listener.link(link);
                } else {
                    listener.linkGone(link);
                }
            }
            case NetlinkReader.NEW_ADDRESS, NetlinkReader.DELETED_ADDRESS -> {
                LinuxAddress address = reader.address();
                if (address == null) {
                    return;
                }
                if (reader.type() == NetlinkReader.NEW_ADDRESS) {
                    listener.address(address);
                } else {
                    listener.addressGone(address);
                }
            }
            default -> {
                // Acknowledgements and kinds of news that were not asked for.
            }
        }
    }

    @Override
    public void close() {
        requests.close();
        if (news != null) {
            news.close();
        }
    }
}
