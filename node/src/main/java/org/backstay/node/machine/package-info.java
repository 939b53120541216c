/**
 * A node on a real machine: its clock, its workers, and all parts put together.
 *
 * <p>Workers run on threads of their own and report back to the node's loop. Imports {@code org.backstay.node}, the
 * real transport and disk, and {@code org.backstay.node.linux}.
 */
@NullMarked
package org.backstay.node.machine;

import org.jspecify.annotations.NullMarked;
