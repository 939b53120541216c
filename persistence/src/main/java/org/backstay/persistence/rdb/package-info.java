/**
 * The RDB format: what a snapshot file and a full synchronisation carry, version 10 as Redis 7.0 writes it.
 *
 * <p>Encoding runs on the loop that owns the keyspace and hands filled chunks on; a file's bytes and their checksum are a worker's.
 * Decoding trusts nothing: every length is held against the bytes that are really there before memory is taken for it.
 * Imports {@code org.backstay.keyspace}, {@code org.backstay.node} and {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.persistence.rdb;

import org.jspecify.annotations.NullMarked;
