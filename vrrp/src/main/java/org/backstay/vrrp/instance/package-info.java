/**
 * The virtual router: who of several routers holds an address (RFC 3768 and RFC 5798, chapter 6).
 *
 * <pre>
 *                     +-------+   a tracker has no verdict yet
 *                     | INIT  |----------------------------------+
 *                     +---+---+                                  |
 *        nothing is wrong |        something is wrong            |
 *            +------------+-----------------------------+        |
 *            v                                          v        v
 *       +---------+   no master for the down timer  +-------------+
 *  +---&gt;| BACKUP  |--------------+                 |    FAULT    |
 *  |    +----+----+              v                  +------+------+
 *  |         |              +---------+                    |  ^
 *  |         |              | MASTER  |-- something is wrong --+
 *  |         |              +----+----+   (priority 0 is sent)|
 *  |         |   a better master |                            |
 *  |         +&lt;-----------------+     nothing is wrong       |
 *  +-----------------------------------------------------------+
 *
 *  From every state: STOPPED, for good; a master says so with priority 0.
 * </pre>
 *
 * <p>An owner of its addresses (priority 255) that was asked to be master goes through BACKUP in no time. Members of a sync group go
 * together: see {@code org.backstay.vrrp.group}.
 *
 * <p>A pause of this process must neither cost the address nor take it from its holder. So nothing is concluded from silence before
 * everything that has arrived meanwhile is read ({@link org.backstay.vrrp.link.Port#drain}), and the way from timer to packet makes
 * no garbage but the loop's entry for the next timer.
 *
 * <p>Runs on the router's loop. Imports {@code org.backstay.vrrp.config}, {@code packet}, {@code link} and {@code
 * org.backstay.node}.
 */
@NullMarked
package org.backstay.vrrp.instance;

import org.jspecify.annotations.NullMarked;
