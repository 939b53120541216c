/**
 * Snapshots without a fork: a walk of the keyspace in short slices, in which what is about to change is written first, be it a key
 * or a member of a large collection, and the targets that take its bytes.
 *
 * <p>The walk runs on the loop that owns the keyspace; a file's bytes, their checksum and their sync are a worker's. Imports {@code
 * org.backstay.persistence.rdb}, {@code org.backstay.keyspace}, {@code org.backstay.node} and {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
