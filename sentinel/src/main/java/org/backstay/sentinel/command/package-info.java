/**
 * The sentinel as a server: its clients, their subscriptions, and the commands, a row of {@code
 * org.backstay.resp.command} and a handler each.
 *
 * <p>Runs on the sentinel's loop. Imports everything else of {@code org.backstay.sentinel}, and {@code org.backstay.resp}.
 */
@NullMarked
package org.backstay.sentinel.command;

import org.jspecify.annotations.NullMarked;
