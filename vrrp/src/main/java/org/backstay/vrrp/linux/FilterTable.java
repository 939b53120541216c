package org.backstay.vrrp.linux;

import static org.backstay.node.linux.NetfilterRule.Header.NETWORK;
import static org.backstay.node.linux.NetfilterRule.Header.TRANSPORT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.backstay.node.linux.NetfilterBatch;
import org.backstay.node.linux.NetfilterBatch.Datatype;
import org.backstay.node.linux.NetfilterBatch.Hook;
import org.backstay.node.linux.NetfilterNetlink;
import org.backstay.node.linux.NetfilterRule;
import org.backstay.node.linux.NetfilterRule.Meta;
import org.backstay.vrrp.config.Firewall;

/**
 * The router's table of the packet filter for one version of IP. Its parts are made when they are needed first, with the original's names
 * and rules; changes are collected, and made together by {@link #commit}. Owned by the router's loop.
 */
final class FilterTable {
    /** Addresses that no packets pass to or from. */
    static final String ADDRESSES = "vips";
    /** Such link-local ones, each with its interface's number. */
    static final String BY_INDEX = "vips_link_local";
    /** Such link-local ones, each with its interface's name. */
    static final String BY_NAME = "vips_link_local_name";

    private static final String IN = "in";
    private static final String OUT = "out";
    private static final String IN_LINK = "in_link_local";
    private static final String OUT_LINK = "out_link_local";
    private static final String DISCOVERY = "neighbor-discovery";
    private static final String VMAC_MAP = "vmac_map";
    private static final String VMAC_SET = "vmac_set";
    private static final byte IGMP = 2;
    private static final byte ICMPV6 = 58;
    private static final byte ROUTER_SOLICITATION = (byte) 133;
    private static final byte NEIGHBOUR_SOLICITATION = (byte) 135;
    private static final byte NEIGHBOUR_ADVERTISEMENT = (byte) 136;
    private static final byte LISTENER_REPORT = (byte) 143;
    private static final int PROTOCOL_4 = 9;
    private static final int NEXT_HEADER_6 = 6;
    private static final byte[] LINK_MASK = link((byte) 0xff, (byte) 0xc0);
    private static final byte[] LINK_LOCAL = link((byte) 0xfe, (byte) 0x80);

    /** What a table has, in the order in which it is made. */
    private enum Part {
        TABLE,
        ADDRESSES,
        BY_INDEX,
        BY_NAME,
        VMACS
    }

    private final int version;
    private final Firewall settings;
    private final Datatype type;
    private final Set<Part> there = EnumSet.noneOf(Part.class);
    private final Set<Part> wanted = EnumSet.noneOf(Part.class);
    private final List<Consumer<NetfilterBatch>> removals = new ArrayList<>();
    private final List<Consumer<NetfilterBatch>> additions = new ArrayList<>();

    FilterTable(int version, Firewall settings) {
        this.version = version;
        this.settings = settings;
        type = version == 4 ? Datatype.IPV4 : Datatype.IPV6;
    }

    /** Something is to be in a set. */
    void put(String set, byte[] element) {
        wanted.add(
                switch (set) {
                    case BY_INDEX -> Part.BY_INDEX;
                    case BY_NAME -> Part.BY_NAME;
                    default -> Part.ADDRESSES;
                });
        additions.add(batch -> batch.put(set, List.of(element)));
    }

    /** Something is to leave a set. */
    void remove(String set, byte[] element) {
        removals.add(batch -> batch.remove(set, List.of(element)));
    }

    /** What listeners report by an interface with a virtual router's hardware address goes by the one below it. */
    void moveReports(int vmac, int below) {
        wanted.add(Part.VMACS);
        byte[] key = NetfilterRule.index(vmac);
        additions.add(batch -> batch.put(VMAC_MAP, key, NetfilterRule.index(below)));
        if (version == 6) {
            additions.add(batch -> batch.put(VMAC_SET, List.of(key)));
        }
    }

    /** An interface with a virtual router's hardware address goes. */
    void leaveReports(int vmac) {
        if (!there.contains(Part.VMACS)) {
            return;
        }
        byte[] key = NetfilterRule.index(vmac);
        removals.add(batch -> batch.remove(VMAC_MAP, List.of(key)));
        if (version == 6) {
            removals.add(batch -> batch.remove(VMAC_SET, List.of(key)));
        }
    }

    /** Makes all changes, or none. A table of a life before is replaced. */
    void commit(NetfilterNetlink netlink) throws IOException {
        NetfilterBatch batch = new NetfilterBatch(version, settings.table());
        Set<Part> made = EnumSet.copyOf(there);
        try {
            if (!wanted.isEmpty() && there.isEmpty() && netlink.hasTable(version, settings.table())) {
                batch.deleteTable();
            }
            removals.forEach(each -> each.accept(batch));
            wanted.forEach(part -> make(part, batch, made));
            additions.forEach(each -> each.accept(batch));
            netlink.commit(batch, "packet filter table " + settings.table());
            there.addAll(made);
        } finally {
            wanted.clear();
            removals.clear();
            additions.clear();
        }
    }

    /** Removes the table, if it was made. */
    void delete(NetfilterNetlink netlink) throws IOException {
        if (!there.isEmpty()) {
            there.clear();
            netlink.commit(
                    new NetfilterBatch(version, settings.table()).deleteTable(),
                    "packet filter table " + settings.table());
        }
    }

    private void make(Part part, NetfilterBatch batch, Set<Part> made) {
        if (!made.add(part)) {
            return;
        }
        switch (part) {
            case TABLE -> batch.createTable().chain(OUT, Hook.OUTPUT, settings.priority());
            case ADDRESSES -> {
                make(Part.TABLE, batch, made);
                addresses(batch);
            }
            case BY_INDEX -> {
                make(Part.ADDRESSES, batch, made);
                linkLocal(batch, BY_INDEX, Datatype.INTERFACE_INDEX, Meta.INPUT_INDEX, Meta.OUTPUT_INDEX);
            }
            case BY_NAME -> {
                make(Part.ADDRESSES, batch, made);
                linkLocal(batch, BY_NAME, Datatype.INTERFACE_NAME, Meta.INPUT_NAME, Meta.OUTPUT_NAME);
            }
            case VMACS -> {
                make(Part.TABLE, batch, made);
                vmacs(batch);
            }
        }
    }

    private NetfilterRule counted(NetfilterRule rule) {
        return settings.counts() ? rule.count() : rule;
    }

    /** The address that a packet comes from, or goes to. */
    private NetfilterRule address(boolean source) {
        int length = type.alone().length();
        int first = version == 4 ? 12 : 8;
        return new NetfilterRule().load(NETWORK, source ? first : first + length, length, 1);
    }

    private void addresses(NetfilterBatch batch) {
        batch.chain(IN, Hook.INPUT, settings.priority()).set(ADDRESSES, type.alone());
        if (version == 6) {
            batch.chain(IN_LINK)
                    .chain(OUT_LINK)
                    .constantSet(DISCOVERY, Datatype.ICMPV6_TYPE.alone())
                    .put(DISCOVERY, List.of(new byte[] {NEIGHBOUR_SOLICITATION}, new byte[] {NEIGHBOUR_ADVERTISEMENT}));
        }
        for (boolean source : new boolean[] {false, true}) {
            String chain = source ? OUT : IN;
            if (version == 6) {
                batch.rule(chain, discovery())
                        .rule(
                                chain,
                                counted(address(source).keep(1, LINK_MASK).equal(1, LINK_LOCAL))
                                        .goTo(source ? OUT_LINK : IN_LINK));
            }
            batch.rule(chain, counted(address(source).in(ADDRESSES, 1)).drop());
        }
    }

    /** Neighbours find such an address all the same. */
    private NetfilterRule discovery() {
        return counted(new NetfilterRule()
                        .load(NETWORK, NEXT_HEADER_6, 1, 1)
                        .equal(1, new byte[] {ICMPV6})
                        .load(TRANSPORT, 0, 1, 1)
                        .in(DISCOVERY, 1))
                .accept();
    }

    private void linkLocal(NetfilterBatch batch, String set, Datatype told, Meta input, Meta output) {
        batch.set(set, type.then(told))
                .rule(IN_LINK, counted(address(false).load(input, 2).in(set, 1)).drop())
                .rule(
                        OUT_LINK,
                        counted(address(true).load(output, 2).in(set, 1)).drop());
    }

    private void vmacs(NetfilterBatch batch) {
        batch.map(VMAC_MAP, Datatype.INTERFACE_INDEX.alone(), Datatype.INTERFACE_INDEX.alone());
        NetfilterRule report = version == 4
                ? new NetfilterRule().load(NETWORK, PROTOCOL_4, 1, 1).equal(1, new byte[] {IGMP})
                : icmpv6(LISTENER_REPORT);
        int length = type.alone().length();
        report.load(NETWORK, version == 4 ? 16 : 24, length, 1);
        batch.rule(
                OUT, counted(ofVmac(report).mapped(VMAC_MAP, 2).duplicate(1, 2)).drop());
        if (version == 6) {
            batch.set(VMAC_SET, Datatype.INTERFACE_INDEX.alone())
                    .rule(
                            OUT,
                            counted(ofVmac(icmpv6(ROUTER_SOLICITATION)).in(VMAC_SET, 2))
                                    .drop());
        }
    }

    private static NetfilterRule icmpv6(byte kind) {
        return new NetfilterRule()
                .load(Meta.PROTOCOL, 1)
                .equal(1, new byte[] {ICMPV6})
                .load(TRANSPORT, 0, 1, 1)
                .equal(1, new byte[] {kind});
    }

    private static NetfilterRule ofVmac(NetfilterRule rule) {
        return rule.load(Meta.OUTPUT_KIND, 2)
                .equal(2, NetfilterRule.name("macvlan"))
                .load(Meta.OUTPUT_INDEX, 2);
    }

    private static byte[] link(byte first, byte second) {
        byte[] bytes = new byte[16];
        bytes[0] = first;
        bytes[1] = second;
        return bytes;
    }
}
