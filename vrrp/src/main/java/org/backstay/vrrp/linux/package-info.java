/**
 * The kernel of the machine this process runs on: {@link org.backstay.vrrp.link.Kernel} by netlink, raw and packet sockets.
 *
 * <p>Runs on the router's loop, which is on epoll. Imports {@code org.backstay.node.linux}.
 */
@NullMarked
package org.backstay.vrrp.linux;

import org.jspecify.annotations.NullMarked;
