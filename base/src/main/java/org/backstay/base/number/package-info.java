/**
 * Numbers as text, exactly as Redis reads and writes them: 64-bit integers, doubles, and the long doubles of INCRBYFLOAT.
 *
 * <p>Stateless, for any thread. Imports {@code org.backstay.base.memory} and the JDK.
 */
@NullMarked
package org.backstay.base.number;

import org.jspecify.annotations.NullMarked;
