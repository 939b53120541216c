/**
 * The genuine Lua 5.1, called through the foreign function API: its C interface as static methods, and the machine that keeps Lua's
 * way of raising errors (a long jump over native frames) away from Java's frames.
 *
 * <p>Runs on the loop that owns the Lua state. Imports {@code org.backstay.node.machine} for the native library and {@code
 * org.backstay.base}.
 */
@NullMarked
package org.backstay.scripting.lua;

import org.jspecify.annotations.NullMarked;
