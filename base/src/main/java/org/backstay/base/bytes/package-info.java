/**
 * Byte strings and their matching: names, patterns, channels. Immutable and stateless, so any thread may use them; imports
 * only the JDK.
 */
@NullMarked
package org.backstay.base.bytes;

import org.jspecify.annotations.NullMarked;
