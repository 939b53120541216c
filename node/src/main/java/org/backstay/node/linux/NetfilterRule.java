package org.backstay.node.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A rule of the packet filter: expressions that are evaluated one after the other until one does not hold. Registers 1 to 4 hold 16 bytes
 * each; a value longer than that goes on in the next one.
 */
public final class NetfilterRule {
    /** Where an expression looks. */
    public enum Header {
        /** At the IP header. */
        NETWORK(1),
        /** Behind it. */
        TRANSPORT(2);

        private final int number;

        Header(int number) {
            this.number = number;
        }
    }

    /** What is known of a packet besides its bytes. */
    public enum Meta {
        /** The number of the interface that it came on. */
        INPUT_INDEX(4),
        /** The number of the interface that it leaves by. */
        OUTPUT_INDEX(5),
        /** The name of the interface that it came on. */
        INPUT_NAME(6),
        /** The name of the interface that it leaves by. */
        OUTPUT_NAME(7),
        /** The protocol behind the IP header. */
        PROTOCOL(16),
        /** The kind of interface that it leaves by, as {@code macvlan}. */
        OUTPUT_KIND(27);

        private final int number;

        Meta(int number) {
            this.number = number;
        }
    }

    /** Bytes of an interface's name or kind, zeros at its end. */
    public static final int NAME_BYTES = 16;

    private static final int ELEMENT = 1;
    private static final int EXPRESSION_NAME = 1;
    private static final int EXPRESSION_DATA = 2;
    private static final int DATA_VALUE = 1;
    private static final int DATA_VERDICT = 2;
    private static final int VERDICT_CODE = 1;
    private static final int VERDICT_CHAIN = 2;
    private static final int VERDICT_REGISTER = 0;
    private static final int DROP = 0;
    private static final int ACCEPT = 1;
    private static final int GO_TO = -4;

    private final List<Consumer<NetlinkWriter>> expressions = new ArrayList<>();

    private NetfilterRule expression(String name, Consumer<NetlinkWriter> data) {
        expressions.add(writer -> {
            int element = writer.nest(ELEMENT);
            writer.attribute(EXPRESSION_NAME, name);
            int body = writer.nest(EXPRESSION_DATA);
            data.accept(writer);
            writer.close(body).close(element);
        });
        return this;
    }

    /** Puts bytes of the packet into a register. */
    public NetfilterRule load(Header header, int offset, int length, int register) {
        return expression(
                "payload",
                w -> w.network(1, register)
                        .network(2, header.number)
                        .network(3, offset)
                        .network(4, length));
    }

    /** Puts something else that is known of the packet into a register. */
    public NetfilterRule load(Meta meta, int register) {
        return expression("meta", w -> w.network(2, meta.number).network(1, register));
    }

    /** Goes on where a register holds exactly these bytes. */
    public NetfilterRule equal(int register, byte[] value) {
        return expression("cmp", w -> data(w.network(1, register).network(2, 0), 3, value));
    }

    /** Keeps of a register the bits that are set in a mask. */
    public NetfilterRule keep(int register, byte[] mask) {
        return expression("bitwise", w -> {
            w.network(1, register).network(2, register).network(3, mask.length);
            data(w, 4, mask);
            data(w, 5, new byte[mask.length]);
        });
    }

    /** Goes on where a set holds what begins in a register. */
    public NetfilterRule in(String set, int register) {
        return expression("lookup", w -> w.network(2, register).attribute(1, set));
    }

    /** Goes on where a map holds what begins in a register; what it leads to is in the register afterwards. */
    public NetfilterRule mapped(String map, int register) {
        return expression(
                "lookup", w -> w.network(2, register).network(3, register).attribute(1, map));
    }

    /** Sends a copy to the address in a register, by the interface whose number is in another. */
    public NetfilterRule duplicate(int address, int interfaceIndex) {
        return expression("dup", w -> w.network(1, address).network(2, interfaceIndex));
    }

    /** Counts packets and their bytes. */
    public NetfilterRule count() {
        return expression("counter", w -> {});
    }

    /** The packet is gone. */
    public NetfilterRule drop() {
        return verdict(w -> w.network(VERDICT_CODE, DROP));
    }

    /** The packet passes this table. */
    public NetfilterRule accept() {
        return verdict(w -> w.network(VERDICT_CODE, ACCEPT));
    }

    /** Another chain decides. */
    public NetfilterRule goTo(String chain) {
        return verdict(w -> w.network(VERDICT_CODE, GO_TO).attribute(VERDICT_CHAIN, chain));
    }

    private NetfilterRule verdict(Consumer<NetlinkWriter> code) {
        return expression("immediate", w -> {
            int value = w.network(1, VERDICT_REGISTER).nest(2);
            int verdict = w.nest(DATA_VERDICT);
            code.accept(w);
            w.close(verdict).close(value);
        });
    }

    private static void data(NetlinkWriter writer, int type, byte[] value) {
        int nested = writer.nest(type);
        writer.attribute(DATA_VALUE, value).close(nested);
    }

    void write(NetlinkWriter writer) {
        expressions.forEach(each -> each.accept(writer));
    }

    /** An interface's name or kind as the filter compares it. */
    public static byte[] name(String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), NAME_BYTES);
    }

    /** An interface's number as the filter compares it. */
    public static byte[] index(int interfaceIndex) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(java.nio.ByteOrder.nativeOrder())
                .putInt(interfaceIndex)
                .array();
    }
}
