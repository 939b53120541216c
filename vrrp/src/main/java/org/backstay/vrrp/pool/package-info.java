/**
 * Virtual servers: which of the servers behind them work, whether that is enough, and who says sorry when it is not. The original also writes
 * this into the kernel's table of virtual servers (IPVS); this program reports it, and leaves the table to others.
 *
 * <p>Runs on the router's loop. Imports {@code org.backstay.vrrp.config}, {@code check} and {@code org.backstay.node}.
 */
@NullMarked
package org.backstay.vrrp.pool;

import org.jspecify.annotations.NullMarked;
