/**
 * Replication, both sides. A replica follows its master:
 *
 * <pre>
 *   NONE --REPLICAOF--&gt; CONNECT --&gt; CONNECTING --&gt; RECEIVE_PING_REPLY --&gt; SEND_HANDSHAKE
 *                          ^                                                  |
 *        lost, refused,    |             RECEIVE_AUTH_REPLY (with masterauth) &lt;-+-&gt; RECEIVE_PORT_REPLY
 *        silent too long   |                                                        |
 *                          |             RECEIVE_IP_REPLY (with announce-ip) &lt;------+-&gt; RECEIVE_CAPA_REPLY
 *                          |                                                        |
 *                          |                         RECEIVE_PSYNC_REPLY &lt;-- SEND_PSYNC
 *                          |                            |             |
 *                          |                      +CONTINUE      +FULLRESYNC
 *                          |                            v             v
 *                          +----------------------- CONNECTED &lt;--- TRANSFER
 * </pre>
 *
 * <p>A replica with data of its own first asks for the master's history (RECEIVE_LINEAGE_REPLY, before SEND_PSYNC), and refuses one that has come
 * back without its data: {@link MasterGuard}. And a master leads each of its replicas:
 *
 * <pre>
 *   PSYNC, history known --------------------------------------------------------&gt; ONLINE
 *   PSYNC, history unknown --&gt; WAIT_BGSAVE_START --&gt; WAIT_BGSAVE_END --&gt; SEND_BULK --^
 *                                      ^                  |    |                     |
 *                                      +----- failed -----+    +- diskless, at the first ACK
 * </pre>
 *
 * <p>The stream, the backlog and the append-only file are one {@link org.backstay.persistence.log.ReplicationLog}; an offset is a position in it.
 * Everything here runs on the server's loop, takes time from the node's clock and connections from its network. Imports {@code
 * org.backstay.redis.server}, {@code org.backstay.redis.config}, {@code org.backstay.redis.persistence} and the lower floors.
 */
@NullMarked
package org.backstay.redis.replication;

import org.jspecify.annotations.NullMarked;
