/**
 * Keys and their values: types, encodings and expiry. Knows no channel and no clock of its own.
 *
 * <p>Owned by the event loop of one redis-server instance and called on it alone. Imports {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.keyspace;

import org.jspecify.annotations.NullMarked;
