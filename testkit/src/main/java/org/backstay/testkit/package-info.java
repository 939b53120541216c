/**
 * For tests only: the simulated network and disk, and stock peers as JUnit resources.
 *
 * <p>A simulation runs every node in the thread of the test; a stock peer is a process that ends with its test. Imports {@code
 * org.backstay.resp}, {@code org.backstay.node}, {@code org.backstay.base} and the test libraries.
 */
@NullMarked
package org.backstay.testkit;

import org.jspecify.annotations.NullMarked;
