/**
 * What scripts find besides Lua's own libraries: {@code bit}, {@code struct}, {@code cjson} and {@code cmsgpack}, and Lua's basic
 * functions where the sandbox needs its own.
 *
 * <p>Runs on the loop that owns the Lua state. Imports {@code org.backstay.scripting.lua} and {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.scripting.library;

import org.jspecify.annotations.NullMarked;
