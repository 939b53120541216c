/**
 * Scripts and functions of redis-server: EVAL and its relatives, SCRIPT, FCALL and FUNCTION, what scripts may call, and how a script
 * that runs too long is lived with. Runs on the server's loop; imports {@code org.backstay.redis.server}, {@code
 * org.backstay.redis.info}, {@code
 * org.backstay.redis.command} and {@code org.backstay.scripting}.
 *
 * <pre>
 *   EVAL -> EvalCommands -> ScriptRunner -> ScriptEngine (Lua)
 *                               ^               | redis.call
 *                               +---------------+ -> Dispatcher -> handler -> effects of the outermost call
 * </pre>
 */
@NullMarked
package org.backstay.redis.scripting;

import org.jspecify.annotations.NullMarked;
