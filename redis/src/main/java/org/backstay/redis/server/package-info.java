/**
 * One redis-server instance: its clients, the way of a command from the wire to the keyspace and to the log, transactions
 * and the periodic work. Everything here runs on the instance's one loop and may import the lower floors; the command
 * families import this package, never the other way round.
 *
 * <pre>
 *   ClientHandler -> RequestInput -> Dispatcher -> Handler -> keyspace
 *                                        |                       |
 *                                        |                 changed keys -> WatchedKeys
 *                                    Propagation -> EffectLog (append-only log, replicas)
 * </pre>
 */
@NullMarked
package org.backstay.redis.server;

import org.jspecify.annotations.NullMarked;
