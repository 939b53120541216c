/**
 * Watching: connections, PING, INFO and hello, who is met that way, and who is down, for us and by agreement.
 *
 * <pre>
 *   every link       PING each second     an acceptable answer      {@literal ->} available
 *                                         none for down-after       {@literal ->} +sdown
 *   master, replica  INFO each 10 s       slaveN lines              {@literal ->} +slave
 *                    (each second when    role, master, offset      {@literal ->} failover, +convert-to-slave, +fix-slave-config
 *                    the master is down)
 *   all              hello each 2 s       a new ID                  {@literal ->} +sentinel
 *                                         a newer configuration     {@literal ->} +switch-master
 *   sentinels        is the master down?  enough say yes            {@literal ->} +odown
 * </pre>
 *
 * <p>Replies act at once: whatever changes what we think of a master calls {@link org.backstay.sentinel.watch.Attention}. Runs on the
 * sentinel's loop. Imports {@code org.backstay.sentinel.model}, {@code .link}, {@code .event} and {@code .config}. The periods are those of
 * Redis's Sentinel documentation.
 */
@NullMarked
package org.backstay.sentinel.watch;

import org.jspecify.annotations.NullMarked;
