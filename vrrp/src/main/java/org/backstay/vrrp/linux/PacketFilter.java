package org.backstay.vrrp.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backstay.node.linux.LinuxLink;
import org.backstay.node.linux.NetfilterNetlink;
import org.backstay.node.linux.NetfilterRule;
import org.backstay.vrrp.config.Firewall;
import org.backstay.vrrp.link.Blocked;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of this machine that nobody may speak to, in a table of the packet filter for each version of IP: made when the first is
 * blocked, removed with the program. Tables have the original's names, so each of the two replaces what a killed other has left. Owned by
 * the router's loop.
 */
final class PacketFilter implements AutoCloseable {
    private final Interfaces interfaces;
    private final Map<Blocked, Element> elements = new LinkedHashMap<>();
    /** Numbers of interfaces with virtual routers' hardware addresses, and of those below. */
    private final Map<Integer, Integer> vmacs = new LinkedHashMap<>();

    private Firewall settings = Firewall.USUAL;
    private FilterTable four = new FilterTable(4, settings);
    private FilterTable six = new FilterTable(6, settings);
    private @Nullable NetfilterNetlink netlink;

    /** What stands for an address in a set. */
    private record Element(int version, String set, ByteBuffer key) {}

    PacketFilter(Interfaces interfaces) {
        this.interfaces = interfaces;
    }

    /** Goes over to other settings; what is blocked stays so, in a new table. */
    void settings(Firewall next) throws IOException {
        if (next.equals(settings)) {
            return;
        }
        List<Blocked> blocked = List.copyOf(elements.keySet());
        removeTables();
        settings = next;
        four = new FilterTable(4, next);
        six = new FilterTable(6, next);
        elements.clear();
        block(blocked);
        for (Map.Entry<Integer, Integer> each : Map.copyOf(vmacs).entrySet()) {
            moveReports(each.getKey(), each.getValue());
        }
    }

    /** From now on no packets pass to these addresses and from them. */
    void block(List<Blocked> addresses) throws IOException {
        Map<Blocked, Element> fresh = new LinkedHashMap<>();
        for (Blocked each : addresses) {
            Element element = element(each);
            Element before = elements.get(each);
            if (element == null || element.equals(before)) {
                continue;
            }
            if (before != null) { // its interface went and came back
                table(before).remove(before.set(), before.key().array());
            }
            table(element).put(element.set(), element.key().array());
            fresh.put(each, element);
        }
        if (!fresh.isEmpty()) {
            commit();
            elements.putAll(fresh);
        }
    }

    /** They pass again. */
    void unblock(List<Blocked> addresses) throws IOException {
        boolean changed = false;
        for (Blocked each : addresses) {
            Element element = elements.remove(each);
            if (element != null && !elements.containsValue(element)) {
                table(element).remove(element.set(), element.key().array());
                changed = true;
            }
        }
        if (changed) {
            commit();
        }
    }

    /** What listeners report by an interface of a virtual router goes by the one below it, where switches expect it. */
    void moveReports(int vmac, int below) throws IOException {
        four.moveReports(vmac, below);
        six.moveReports(vmac, below);
        commit();
        vmacs.put(vmac, below);
    }

    /** An interface of a virtual router goes. */
    void leaveReports(int vmac) throws IOException {
        if (vmacs.remove(vmac) != null) {
            four.leaveReports(vmac);
            six.leaveReports(vmac);
            commit();
        }
    }

    private FilterTable table(Element element) {
        return element.version() == 4 ? four : six;
    }

    /** Null for a link-local address on an interface that is not there. */
    private @Nullable Element element(Blocked blocked) {
        byte[] address = blocked.address().bytes();
        boolean linkLocal =
                blocked.address().version() == 6 && blocked.address().isLinkLocal();
        if (!linkLocal) {
            return new Element(blocked.address().version(), FilterTable.ADDRESSES, ByteBuffer.wrap(address));
        }
        boolean byName = blocked.byName() && !settings.byIndex();
        LinuxLink link = interfaces.named(blocked.interfaceName());
        if (link == null && !byName) {
            return null;
        }
        byte[] on = link == null || byName
                ? NetfilterRule.name(blocked.interfaceName())
                : NetfilterRule.index(link.index());
        ByteBuffer key = ByteBuffer.allocate(address.length + on.length)
                .put(address)
                .put(on)
                .flip();
        return new Element(6, byName ? FilterTable.BY_NAME : FilterTable.BY_INDEX, key);
    }

    private void commit() throws IOException {
        NetfilterNetlink open = netlink;
        if (open == null) {
            open = new NetfilterNetlink();
            netlink = open;
        }
        try {
            four.commit(open);
        } finally {
            six.commit(open);
        }
    }

    private void removeTables() throws IOException {
        if (netlink != null) {
            four.delete(netlink);
            six.delete(netlink);
        }
    }

    /** Removes the tables, unless addresses that they guard stay on the machine. */
    @Override
    public void close() throws IOException {
        NetfilterNetlink open = netlink;
        if (open == null) {
            return;
        }
        try {
            if (elements.isEmpty()) {
                removeTables();
            }
        } finally {
            open.close();
        }
    }
}
