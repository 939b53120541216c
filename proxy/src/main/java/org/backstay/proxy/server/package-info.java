/**
 * The side of the servers: one server as one loop sees it, and its pipelined connections.
 *
 * <p>Everything belongs to a loop. Imports {@code org.backstay.node}, {@code org.backstay.resp}, the exchanges and the counters.
 */
@NullMarked
package org.backstay.proxy.server;

import org.jspecify.annotations.NullMarked;
