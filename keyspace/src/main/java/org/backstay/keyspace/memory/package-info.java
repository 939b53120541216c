/**
 * The memory of one keyspace: blocks by handle ({@code Slabs}) and hash tables over them ({@code Dict}).
 *
 * <p>Everything here is owned by one event loop, without locks. A block is named by a 4-byte handle that counts
 * 8-byte units from the start of one reserved range, so references between blocks cost half a pointer. Imports
 * {@code org.backstay.base.memory} only.
 */
@NullMarked
package org.backstay.keyspace.memory;

import org.jspecify.annotations.NullMarked;
