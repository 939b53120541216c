/**
 * Failing over: who may lead it, which replica is promoted, and the way there.
 *
 * <pre>
 *            +odown, no attempt for twice failover-timeout; or SENTINEL FAILOVER
 *                                    |  +new-epoch +try-failover
 *                                    v
 *                               WAIT_START ---- not elected ------------------+
 *                                    |  most voters, and no fewer             |
 *                                    |  than the quorum: +elected-leader      |
 *                                    v                                        |
 *                              SELECT_SLAVE --- no good replica --------------+
 *                                    |  +selected-slave                       |
 *                                    v                                        |
 *                           SEND_SLAVEOF_NOONE - not connected for a timeout -+--&gt; given up: -failover-abort-*
 *                                    |  sent                                  |    (and not tried again for
 *                                    v                                        |    twice failover-timeout)
 *                             WAIT_PROMOTION --- no new role for a timeout ---+
 *                                    |  role:master in INFO: +promoted-slave,
 *                                    |  the new address and epoch are told to all
 *                                    v
 *                              RECONF_SLAVES   parallel-syncs replicas at a time: +slave-reconf-sent, -inprog, -done
 *                                    |  all follow, or failover-timeout passed: +failover-end
 *                                    v
 *                              UPDATE_CONFIG   +switch-master
 * </pre>
 *
 * <p>A vote is given once per epoch and counts once it is on disk. Sentinels that see the same master die at the same moment would all
 * stand for election at once and split the votes; so each waits for a moment that depends on its rank among the live ones and on chance.
 * A split that is certain is not waited out: who voted for itself tries again in a new epoch after a random delay.
 *
 * <p>Runs on the sentinel's loop. Imports {@code org.backstay.sentinel.watch} and what that imports. Facts: Redis's Sentinel
 * documentation, "The failover state machine" in its source's tour.
 */
@NullMarked
package org.backstay.sentinel.failover;

import org.jspecify.annotations.NullMarked;
