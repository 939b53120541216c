/**
 * The packed encodings of small collections, in Redis's own bytes: listpack and intset, and the elements in them.
 *
 * <p>Functions over addresses outside the heap, which keep nothing; called on the loop that owns the keyspace, or on any thread for
 * bytes that this thread owns. Imports {@code org.backstay.base.memory}.
 */
@NullMarked
package org.backstay.keyspace.types.packed;

import org.jspecify.annotations.NullMarked;
