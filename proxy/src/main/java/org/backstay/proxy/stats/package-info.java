/**
 * Counters of pools and servers under the original's names, their sum over the loops, and the port that gives them out as JSON.
 *
 * <p>Counters belong to one loop and are summed on it; the port lives on the node's loop. Imports {@code org.backstay.node} and
 * Netty.
 */
@NullMarked
package org.backstay.proxy.stats;

import org.jspecify.annotations.NullMarked;
