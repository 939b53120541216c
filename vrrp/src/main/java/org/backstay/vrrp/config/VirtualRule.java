package org.backstay.vrrp.config;

import org.backstay.node.linux.RuleSpec;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the kernel's choice of routing tables that moves with its instance, or a static one.
 *
 * @param spec what the kernel is told
 * @param tracked whether the loss of its interface is a fault
 */
public record VirtualRule(RuleSpec spec, boolean tracked) implements KernelEntry {
    /** On which packets come that it is for; null for any. */
    @Override
    public @Nullable String interfaceName() {
        return spec.incoming();
    }

    /** As {@code from 10.0.0.0/24 table 7}. */
    @Override
    public String toString() {
        return (spec.from() == null ? "" : "from " + spec.from() + "/" + spec.fromPrefix() + " ")
                + (spec.to() == null ? "" : "to " + spec.to() + "/" + spec.toPrefix() + " ")
                + "table " + spec.table();
    }
}
