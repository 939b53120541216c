/**
 * The log: the bytes that are the replication stream, the replication backlog and the append-only file, addressed by one offset.
 *
 * <p>The owning loop appends; a worker writes and syncs and reports back to the loop. Imports {@code org.backstay.persistence.rdb}, {@code
 * org.backstay.resp}, {@code org.backstay.node} and {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.persistence.log;

import org.jspecify.annotations.NullMarked;
