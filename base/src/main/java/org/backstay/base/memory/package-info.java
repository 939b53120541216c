/**
 * Memory outside the Java heap, by raw address: reading and writing it, reserving it, hashing what lies in it.
 *
 * <p>No class here holds state of its own, so any thread may call them; who owns the memory behind an address is the
 * caller's business. Built on the foreign function and memory API only. Imports nothing of Backstay.
 */
package org.backstay.base.memory;
