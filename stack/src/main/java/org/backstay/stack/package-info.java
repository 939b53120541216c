/**
 * The commands {@code up}, {@code down}, {@code status} and {@code drill}: a topology started, watched, and broken on purpose.
 *
 * <p>Runs on one loop that owns the view of the topology; the nodes are processes of their own. Imports {@code
 * org.backstay.resp}, {@code org.backstay.node} and {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.stack;

import org.jspecify.annotations.NullMarked;
