package org.backstay.vrrp.config;

/**
 * The table of the packet filter that keeps packets from addresses that are not to be spoken to.
 *
 * @param table its name
 * @param priority of its chains among those of others; lower ones see packets first
 * @param counts whether it counts packets
 * @param byIndex whether interfaces of link-local addresses are always told apart by their numbers
 */
public record Firewall(String table, int priority, boolean counts, boolean byIndex) {
    /** Where a file says nothing. */
    public static final Firewall USUAL = new Firewall("keepalived", -1, false, false);
}
