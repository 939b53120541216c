/**
 * Following masters: a pool's servers that are named by sentinels' master names, and where those masters are now.
 *
 * <p>What the sentinels say is put together by {@link org.backstay.proxy.sentinel.MasterView}: the newest configuration epoch counts,
 * among equals the majority, and an epoch older than the one followed only when most sentinels say so. A place is followed only when the
 * server there says, asked with ROLE, that it is a master.
 *
 * <pre>
 *   unknown --report, ROLE = master--> followed --report of a newer place--> checking --ROLE = master--> followed (moved)
 *                                      |   ^                                 |   ^
 *                     connection failed|   |asked again: the same place      +---+ not a master yet: asked again
 * </pre>
 *
 * <p>Runs on the node's loop. Imports {@code org.backstay.node}, {@code org.backstay.resp} and the configuration.
 */
@NullMarked
package org.backstay.proxy.sentinel;

import org.jspecify.annotations.NullMarked;
