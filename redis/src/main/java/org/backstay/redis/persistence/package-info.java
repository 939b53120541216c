/**
 * What a redis-server instance keeps on disk: loading at the start, snapshots (SAVE, BGSAVE, save rules), and the append-only log with its
 * rewrites.
 *
 * <p>Runs on the server's loop; bytes are written and synced by workers. Imports {@code org.backstay.redis.server}, {@code
 * org.backstay.redis.config}, {@code org.backstay.redis.command}, {@code org.backstay.redis.info}, {@code org.backstay.persistence} and the
 * lower floors. Replication imports this package, not the other way round.
 */
@NullMarked
package org.backstay.redis.persistence;

import org.jspecify.annotations.NullMarked;
