package org.backstay.node.linux;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the kernel's choice of routing tables, to be added or removed.
 *
 * @param family 4 or 6
 * @param from whose packets; null for anybody's
 * @param fromPrefix bits of the network
 * @param to whom; null for anybody
 * @param toPrefix bits of the network
 * @param incoming on which interface they come; null for any
 * @param outgoing to which interface their socket is tied; null for any
 * @param mark that the firewall gave them; 0 for any
 * @param mask the bits of the mark that count
 * @param preference lower is looked at first; 0 lets the kernel choose
 * @param action {@code FR_ACT_*}: 1 looks into the table
 * @param table that is looked into
 */
public record RuleSpec(
        int family,
        @Nullable IpAddress from,
        int fromPrefix,
        @Nullable IpAddress to,
        int toPrefix,
        @Nullable String incoming,
        @Nullable String outgoing,
        int mark,
        int mask,
        int preference,
        int action,
        int table) {}
