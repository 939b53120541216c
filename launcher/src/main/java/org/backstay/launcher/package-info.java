/**
 * Picks the program by its first word, or by the name it was started under, and turns its outcome into an exit code.
 *
 * <p>Runs on the main thread before any loop exists. Imports the entry class of each program.
 */
@NullMarked
package org.backstay.launcher;

import org.jspecify.annotations.NullMarked;
