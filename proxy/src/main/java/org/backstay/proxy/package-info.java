/**
 * The nutcracker program: pools, rings, fragments, and following the sentinels.
 *
 * <p>Each event loop owns its own connections, to clients and to servers; loops share no mutable state. Imports {@code
 * org.backstay.resp}, {@code org.backstay.node} and {@code org.backstay.base}.
 */
@NullMarked
package org.backstay.proxy;

import org.jspecify.annotations.NullMarked;
