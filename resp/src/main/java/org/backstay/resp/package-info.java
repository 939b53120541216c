/**
 * The Redis protocol: RESP2 and RESP3 codecs, the command rows, and a small client.
 *
 * <p>Runs on the event loop of the connection it serves. Imports {@code org.backstay.node}, {@code org.backstay.base} and Netty.
 */
@NullMarked
package org.backstay.resp;

import org.jspecify.annotations.NullMarked;
