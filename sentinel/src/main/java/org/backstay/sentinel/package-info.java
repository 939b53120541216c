/**
 * The redis-sentinel program: monitoring, agreement and failover. A client of Redis, nothing more.
 *
 * <p>One event loop owns a sentinel and everything it knows. Imports {@code org.backstay.resp}, {@code org.backstay.node} and
 * {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.sentinel;

import org.jspecify.annotations.NullMarked;
