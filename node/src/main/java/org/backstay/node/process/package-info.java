/**
 * What a program needs as a process of the operating system: signals, daemon mode, pid files, service managers.
 *
 * <p>Called from the main thread at start and stop; signal handlers run as tasks on the loop. Imports {@code
 * org.backstay.node} and {@code org.backstay.node.linux}.
 */
@NullMarked
package org.backstay.node.process;

import org.jspecify.annotations.NullMarked;
