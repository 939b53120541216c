/**
 * The sentinel's file: read at start, and rewritten whenever something changed that a restart must not forget.
 *
 * <p>Read on the starting thread; written by a worker from lines that the loop composed. Imports {@code org.backstay.config}, {@code
 * org.backstay.node}, {@code org.backstay.sentinel.link} and {@code org.backstay.sentinel.model}.
 */
@NullMarked
package org.backstay.sentinel.config;

import org.jspecify.annotations.NullMarked;
