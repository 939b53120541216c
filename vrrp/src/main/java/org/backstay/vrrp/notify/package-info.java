/**
 * Who is told of transitions: scripts with the original's arguments, FIFOs, and people by mail.
 *
 * <p>Runs on the router's loop. Imports {@code org.backstay.vrrp.instance}, {@code group}, {@code pool},
 * {@code script} and {@code org.backstay.node}.
 */
@NullMarked
package org.backstay.vrrp.notify;

import org.jspecify.annotations.NullMarked;
