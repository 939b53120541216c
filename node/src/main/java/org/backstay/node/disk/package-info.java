/**
 * The machine's files.
 *
 * <p>Runs on whichever thread calls it, one at a time for each open file. Imports {@code org.backstay.node}.
 */
@NullMarked
package org.backstay.node.disk;

import org.jspecify.annotations.NullMarked;
