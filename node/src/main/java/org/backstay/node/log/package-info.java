/**
 * Logs in the line formats of the originals, to a stream or a file that may be rotated at any time.
 *
 * <p>Called from the loop and from workers; each log takes one line at a time. Imports {@code org.backstay.node}.
 */
@NullMarked
package org.backstay.node.log;

import org.jspecify.annotations.NullMarked;
