package org.backstay.vrrp.config;

import org.backstay.node.linux.RuleSpec;

/**
 * A rule of the kernel's choice of routing tables that moves with its instance, or a static one.
 *
 * @param spec what the kernel is told
 */
public record VirtualRule(RuleSpec spec) {
    /** As {@code from 10.0.0.0/24 table 7}. */
    @Override
    public String toString() {
        return (spec.from() == null ? "" : "from " + spec.from() + "/" + spec.fromPrefix() + " ")
                + (spec.to() == null ? "" : "to " + spec.to() + "/" + spec.toPrefix() + " ")
                + "table " + spec.table();
    }
}
