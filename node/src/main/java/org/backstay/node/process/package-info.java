/**
 * What a program needs as a process of the operating system: signals, daemon mode, pid files.
 *
 * <p>Called from the main thread at start and stop; signal handlers run as tasks on the loop. Imports {@code
 * org.backstay.node}.
 */
@NullMarked
package org.backstay.node.process;

import org.jspecify.annotations.NullMarked;
