/**
 * What a router needs of the kernel it runs on, as interfaces: its network interfaces, the advertisements on them, and the addresses it
 * takes. {@code org.backstay.vrrp.linux} has the real ones; the simulation has its own.
 *
 * <p>All of it is called, and calls back, on the router's loop. Imports {@code org.backstay.vrrp.config} and {@code packet}.
 */
@NullMarked
package org.backstay.vrrp.link;

import org.jspecify.annotations.NullMarked;
