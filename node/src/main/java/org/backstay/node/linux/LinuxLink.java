package org.backstay.node.linux;

/**
 * A network interface as the kernel tells of it.
 *
 * @param index its number, never used again while the machine runs
 * @param name as {@code eth0}
 * @param flags {@code IFF_*}, netdevice(7)
 * @param mtu largest packet, in bytes
 * @param hardwareAddress six bytes on Ethernet; empty when it has none
 * @param broadcastAddress of everybody on its network; empty when it has none
 * @param type {@code ARPHRD_*}: 1 Ethernet, 772 the loopback
 */
public record LinuxLink(
        int index, String name, int flags, int mtu, byte[] hardwareAddress, byte[] broadcastAddress, int type) {
    private static final int UP = 0x1;
    private static final int LOOPBACK = 0x8;
    private static final int RUNNING = 0x40;
    private static final int NO_ARP = 0x80;

    /** Whether the operator has it up and it has a carrier. */
    public boolean isUp() {
        return (flags & (UP | RUNNING)) == (UP | RUNNING);
    }

    /** Whether neighbours on it are found by ARP. */
    public boolean hasNeighbours() {
        return (flags & (LOOPBACK | NO_ARP)) == 0;
    }
}
