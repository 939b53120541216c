/**
 * Bytes, numbers and hashes: the ground every other floor stands on.
 *
 * <p>Runs on whichever thread calls it; nothing here starts a thread, waits, or keeps state shared between threads. Imports only the
 * JDK and hash libraries.
 */
@NullMarked
package org.backstay.base;

import org.jspecify.annotations.NullMarked;
