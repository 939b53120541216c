/**
 * Sockets and the loops that serve them: epoll, io_uring or NIO, chosen at run time.
 *
 * <p>Runs on the loops it starts; names are resolved on a thread of their own. Imports {@code org.backstay.node} and Netty.
 */
@NullMarked
package org.backstay.node.transport;

import org.jspecify.annotations.NullMarked;
