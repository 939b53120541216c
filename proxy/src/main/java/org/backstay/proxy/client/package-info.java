/**
 * The side of the clients: reading requests, finding their servers, splitting those of several keys, and answering in order.
 *
 * <p>Everything belongs to a loop. Imports {@code org.backstay.resp}, the pool, the exchanges and the counters.
 */
@NullMarked
package org.backstay.proxy.client;

import org.jspecify.annotations.NullMarked;
