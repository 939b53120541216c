/**
 * The operator's scripts: queued, started a few at a time, tried again when they ask for it, killed when they run too long.
 *
 * <p>The queue belongs to the sentinel's loop; processes are started by a worker. Imports {@code org.backstay.sentinel.event} and {@code
 * .model}.
 */
@NullMarked
package org.backstay.sentinel.script;

import org.jspecify.annotations.NullMarked;
