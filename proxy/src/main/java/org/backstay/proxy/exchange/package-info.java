/**
 * One request on its way from a client to a server and back: what both sides know of it, and the bytes that wait between them.
 *
 * <p>Runs on the loop that owns both connections. Imports {@code org.backstay.base} and Netty's buffers.
 */
@NullMarked
package org.backstay.proxy.exchange;

import org.jspecify.annotations.NullMarked;
