/**
 * The redis-server program: clients, commands, transactions, pub/sub and replication.
 *
 * <p>One event loop owns an instance and everything in it. Imports the floors below: {@code org.backstay.persistence}, {@code
 * org.backstay.keyspace}, {@code org.backstay.resp}, {@code org.backstay.node} and {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.redis;

import org.jspecify.annotations.NullMarked;
