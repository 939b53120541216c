/**
 * Scripts: compiling them, running them inside the sandbox, and taking values from Lua to the protocol and back. What a script may do
 * to the server is decided by the {@link org.backstay.scripting.ScriptHost}, which the server implements.
 *
 * <p>Runs on the loop of the server that owns the engine, and never waits. Imports {@code org.backstay.resp}, {@code
 * org.backstay.base} and its own {@code lua} and {@code library} packages.
 */
@NullMarked
package org.backstay.scripting;

import org.jspecify.annotations.NullMarked;
