/**
 * What the JDK does not offer of Linux: raw and packet sockets, netlink, network namespaces and scheduling, called through the foreign
 * function API. No native code of ours, no other program started.
 *
 * <p>Sockets are owned by the loop that watches them and are never shared between threads; netlink requests are answered by the kernel
 * at once, so the loop may make them. {@link LibC} and the process-wide calls are of any thread. Imports {@code org.backstay.base} and
 * Netty's epoll, whose loop tells when a socket has something to read.
 */
@NullMarked
package org.backstay.node.linux;

import org.jspecify.annotations.NullMarked;
