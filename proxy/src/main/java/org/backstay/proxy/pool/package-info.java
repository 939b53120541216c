/**
 * A pool on one loop: which server a key belongs to now, who is left out, and the pool's counters.
 *
 * <p>Everything belongs to a loop. Imports the rings, the servers, the configuration and the counters.
 */
@NullMarked
package org.backstay.proxy.pool;

import org.jspecify.annotations.NullMarked;
