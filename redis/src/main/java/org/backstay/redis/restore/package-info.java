/**
 * redis-restore: a state that the append-only log holds, as a folder on which a redis-server starts.
 *
 * <p>Runs on the main thread, without a loop. Imports {@code org.backstay.redis.config}, {@code org.backstay.persistence.log} and the lower floors.
 */
@NullMarked
package org.backstay.redis.restore;

import org.jspecify.annotations.NullMarked;
