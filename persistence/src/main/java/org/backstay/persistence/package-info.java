/**
 * What outlives the process: RDB files, the append-only log with its segments, and snapshots.
 *
 * <p>Called on the owning loop; syncing and the writing of snapshot bytes happen on a named worker that reports back to the loop.
 * Imports {@code org.backstay.keyspace}, {@code org.backstay.resp}, {@code org.backstay.node} and {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.persistence;

import org.jspecify.annotations.NullMarked;
