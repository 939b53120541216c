package org.backstay.node.linux;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Changes of one table of the packet filter (nf_tables) that the kernel makes together or not at all. */
public final class NetfilterBatch {
    /** Where a chain sees packets. */
    public enum Hook {
        /** Those for this machine. */
        INPUT(1),
        /** Those of this machine. */
        OUTPUT(3);

        private final int number;

        Hook(int number) {
            this.number = number;
        }
    }

    /** Numbers that {@code nft list} prints elements by; several are put together by {@link #then}. */
    public enum Datatype {
        /** An IPv4 address. */
        IPV4(7, 4, true),
        /** An IPv6 address. */
        IPV6(8, 16, true),
        /** The number of an interface. */
        INTERFACE_INDEX(20, 4, false),
        /** A type of ICMPv6. */
        ICMPV6_TYPE(29, 1, false),
        /** The name of an interface. */
        INTERFACE_NAME(41, NetfilterRule.NAME_BYTES, false);

        private static final int BITS = 6;

        private final int number;
        private final int length;
        private final boolean networkOrder;

        Datatype(int number, int length, boolean networkOrder) {
            this.number = number;
            this.length = length;
            this.networkOrder = networkOrder;
        }

        /** Elements of this type alone. */
        public Key alone() {
            return new Key(number, length, networkOrder);
        }

        /** Elements of this type and another one behind it. */
        public Key then(Datatype next) {
            return new Key(number << BITS | next.number, length + next.length, false);
        }
    }

    /**
     * What a set's elements are.
     *
     * @param type number for those who print it
     * @param length in bytes
     * @param networkOrder whether it is a number in the network's order
     */
    public record Key(int type, int length, boolean networkOrder) {
        private byte order() {
            return (byte) (networkOrder ? 2 : 1);
        }
    }

    static final int SUBSYSTEM = 10;
    static final int GET_TABLE = 1;
    private static final int BEGIN = 16;
    private static final int END = 17;
    private static final int NEW_TABLE = 0;
    private static final int DELETE_TABLE = 2;
    private static final int NEW_CHAIN = 3;
    private static final int NEW_RULE = 6;
    private static final int NEW_SET = 9;
    private static final int NEW_ELEMENT = 12;
    private static final int DELETE_ELEMENT = 14;
    private static final int REQUEST = 0x01;
    private static final int ACKNOWLEDGE = 0x04;
    private static final int CREATE = 0x400;
    private static final int APPEND = 0x800;
    private static final int CONSTANT = 0x2;
    private static final int MAP = 0x8;
    private static final int PASS = 1;
    private static final int MOST_ELEMENTS = 64;

    private final int family;
    private final String table;
    private final List<Change> changes = new ArrayList<>();
    private int sets;

    private record Change(int type, int flags, Consumer<NetlinkWriter> body) {}

    /**
     * Nothing yet.
     *
     * @param version of IP: 4 or 6
     * @param table whose changes they are
     */
    public NetfilterBatch(int version, String table) {
        family = version == 4 ? Sockaddr.AF_INET : Sockaddr.AF_INET6;
        this.table = table;
    }

    /** The family of packets, as the kernel numbers it. */
    int family() {
        return family;
    }

    /** Whether nothing is to be changed. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    private NetfilterBatch add(int type, int flags, Consumer<NetlinkWriter> body) {
        changes.add(new Change(type, flags, body));
        return this;
    }

    /** Makes the table. */
    public NetfilterBatch createTable() {
        return add(NEW_TABLE, CREATE, w -> w.attribute(1, table).network(2, 0));
    }

    /** Removes the table and all that is in it. */
    public NetfilterBatch deleteTable() {
        return add(DELETE_TABLE, 0, w -> w.attribute(1, table));
    }

    /** Makes a chain that others lead to. */
    public NetfilterBatch chain(String name) {
        return add(NEW_CHAIN, CREATE, w -> w.attribute(1, table).attribute(3, name));
    }

    /** Makes a chain that sees packets, those with lower priorities first, and lets them pass at its end. */
    public NetfilterBatch chain(String name, Hook hook, int priority) {
        return add(NEW_CHAIN, CREATE, w -> {
            w.attribute(1, table).attribute(3, name);
            int nested = w.nest(4);
            w.network(1, hook.number).network(2, priority).close(nested);
            w.network(5, PASS).attribute(7, "filter");
        });
    }

    /** Makes a set that elements come to and leave. */
    public NetfilterBatch set(String name, Key key) {
        return set(name, key, 0, w -> w.attribute(13, new byte[] {0, 4, key.order(), 0, 0, 0}));
    }

    /** Makes a set whose elements stay the same. */
    public NetfilterBatch constantSet(String name, Key key) {
        return set(name, key, CONSTANT, w -> w.attribute(13, new byte[] {0, 4, key.order(), 0, 0, 0}));
    }

    /** Makes a map from one kind of values to another. */
    public NetfilterBatch map(String name, Key key, Key value) {
        return set(
                name,
                key,
                MAP,
                w -> w.network(6, value.type())
                        .network(7, value.length())
                        .attribute(13, new byte[] {0, 4, key.order(), 0, 0, 0, 1, 4, value.order(), 0, 0, 0}));
    }

    private NetfilterBatch set(String name, Key key, int flags, Consumer<NetlinkWriter> more) {
        int id = ++sets;
        return add(NEW_SET, CREATE, w -> {
            w.attribute(1, table).attribute(2, name);
            if (flags != 0) {
                w.network(3, flags);
            }
            w.network(4, key.type()).network(5, key.length()).network(10, id);
            more.accept(w);
        });
    }

    /** Puts elements into a set. */
    public NetfilterBatch put(String set, List<byte[]> elements) {
        return elements(NEW_ELEMENT, CREATE, set, elements);
    }

    /** Takes elements from a set or a map. */
    public NetfilterBatch remove(String set, List<byte[]> elements) {
        return elements(DELETE_ELEMENT, 0, set, elements);
    }

    private NetfilterBatch elements(int type, int flags, String set, List<byte[]> elements) {
        for (int from = 0; from < elements.size(); from += MOST_ELEMENTS) {
            List<byte[]> part = elements.subList(from, Math.min(elements.size(), from + MOST_ELEMENTS));
            add(type, flags, w -> {
                int all = w.attribute(1, table).attribute(2, set).nest(3);
                part.forEach(each -> {
                    int element = w.nest(1);
                    value(w, 1, each);
                    w.close(element);
                });
                w.close(all);
            });
        }
        return this;
    }

    /** Has a map lead from one value to another. */
    public NetfilterBatch put(String map, byte[] key, byte[] value) {
        return add(NEW_ELEMENT, CREATE, w -> {
            int all = w.attribute(1, table).attribute(2, map).nest(3);
            int element = w.nest(1);
            value(w, 1, key);
            value(w, 2, value);
            w.close(element).close(all);
        });
    }

    private static void value(NetlinkWriter writer, int type, byte[] value) {
        int nested = writer.nest(type);
        writer.attribute(1, value).close(nested);
    }

    /** Appends a rule to a chain. */
    public NetfilterBatch rule(String chain, NetfilterRule rule) {
        return add(NEW_RULE, CREATE | APPEND, w -> {
            int expressions = w.attribute(1, table).attribute(2, chain).nest(4);
            rule.write(w);
            w.close(expressions);
        });
    }

    /** All messages in a row; only the last change asks for an answer, errors come anyway. */
    byte[] messages(int sequence) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame(BEGIN, sequence));
        for (int i = 0; i < changes.size(); i++) {
            Change each = changes.get(i);
            int last = i == changes.size() - 1 ? ACKNOWLEDGE : 0;
            NetlinkWriter writer =
                    new NetlinkWriter(SUBSYSTEM << 8 | each.type(), REQUEST | each.flags() | last, sequence);
            writer.bytes(family, 0, 0, 0);
            each.body().accept(writer);
            all.writeBytes(writer.message());
        }
        all.writeBytes(frame(END, sequence));
        return all.toByteArray();
    }

    private static byte[] frame(int type, int sequence) {
        return new NetlinkWriter(type, REQUEST, sequence)
                .bytes(0, 0, 0, SUBSYSTEM)
                .message();
    }
}
