/**
 * The original programs as peers of a test: started with a given configuration in a folder of their own, on ports that the
 * system gave, and gone when the test ends.
 *
 * <p>Runs on the test's thread. Imports nothing of ours.
 */
@NullMarked
package org.backstay.testkit.stock;

import org.jspecify.annotations.NullMarked;
