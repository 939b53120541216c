/**
 * What streams are made of, outside the heap: an ordered index by ID, nodes of packed entries, groups with their consumers and pending
 * entries. Run by the loop that owns the keyspace; imports the slabs and the packed encodings.
 */
@NullMarked
package org.backstay.keyspace.types.stream;

import org.jspecify.annotations.NullMarked;
