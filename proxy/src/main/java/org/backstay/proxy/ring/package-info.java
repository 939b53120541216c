/**
 * Where a key belongs: the hash functions, the hash tag and the distributions of twemproxy 0.5, to the bit.
 *
 * <p>Rings are immutable and may be read by any thread; each loop builds its own when a server is left out or comes back. Imports
 * {@code org.backstay.base} and the JDK.
 */
@NullMarked
package org.backstay.proxy.ring;

import org.jspecify.annotations.NullMarked;
