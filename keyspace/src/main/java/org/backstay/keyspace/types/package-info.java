/**
 * Lists, hashes, sets and sorted sets, outside the heap: packed while they are small, tables, linked nodes and skip lists beyond.
 *
 * <p>Owned by the event loop that owns the keyspace and called on it alone. Each class is a flyweight: made once, attached to the root
 * of one key's value, used, and attached to the next. What is read while it changes is read as of a {@code Moment}. Imports {@code org.backstay.keyspace.types.packed}, the memory of the keyspace
 * and {@code org.backstay.base.memory}.
 */
@NullMarked
package org.backstay.keyspace.types;

import org.jspecify.annotations.NullMarked;
