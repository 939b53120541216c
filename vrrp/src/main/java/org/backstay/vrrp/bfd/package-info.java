/**
 * Bidirectional Forwarding Detection (RFC 5880, RFC 5881): machines that ask each other many times a second whether they are there.
 * Asynchronous mode, one hop, without authentication or echoes.
 *
 * <pre>
 *            hears Down                  hears Init, Up
 *   DOWN ---------------------> INIT ---------------------> UP
 *    | ^                         |                           |
 *    | +---- time, AdminDown ----+                           |
 *    | +---- time, hears Down or AdminDown ------------------+
 *    +------------------- hears Init -----------------------> UP
 *
 *   ADMIN_DOWN: there is no way to the other machine; DOWN as soon as there is one.
 * </pre>
 *
 * <p>Runs on the router's loop. Imports {@code org.backstay.vrrp.config}, {@code link} and {@code instance}'s alarms.
 */
@NullMarked
package org.backstay.vrrp.bfd;

import org.jspecify.annotations.NullMarked;
