/**
 * How it is found out whether a real server serves: one probe for each kind of checker, and the states that its outcomes lead to.
 *
 * <pre>
 *   PRESUMED_UP ----good----> UP <---good---- PRESUMED_DOWN
 *        |                  |  ^ \                 |
 *       bad               bad  |  good             |
 *        |                  v  |   \              bad
 *        |               RETRYING   \              |
 *        |                  |        \             |
 *        +------> DOWN <--bad, no     +--- DOWN <--+
 *                       retry left
 * </pre>
 *
 * <p>Everything runs on the router's loop and no process is started but for a {@code MISC_CHECK}. Imports {@code org.backstay.vrrp.config},
 * {@code link}, {@code script}, {@code instance}'s alarm, {@code tracker}'s files, and {@code org.backstay.node}.
 */
@NullMarked
package org.backstay.vrrp.check;

import org.jspecify.annotations.NullMarked;
