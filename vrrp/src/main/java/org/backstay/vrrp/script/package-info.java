/**
 * Programs that are run for the operator: trackers' and notifications'.
 *
 * <p>Started by a worker, because that takes milliseconds; what becomes of them is told on the router's loop. Imports {@code
 * org.backstay.node} and the configuration.
 */
@NullMarked
package org.backstay.vrrp.script;

import org.jspecify.annotations.NullMarked;
