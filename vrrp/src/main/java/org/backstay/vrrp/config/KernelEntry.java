package org.backstay.vrrp.config;

import org.jspecify.annotations.Nullable;

/** What is entered in the kernel's tables while its instance is master, or for as long as the program runs. */
public sealed interface KernelEntry permits VirtualAddress, VirtualRoute, VirtualRule {
    /** The interface it names; null when it names none. */
    @Nullable
    String interfaceName();

    /** Whether the loss of its interface, or of itself, is watched. */
    boolean tracked();
}
