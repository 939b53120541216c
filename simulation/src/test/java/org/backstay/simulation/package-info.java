/**
 * The programs together, as they are shipped, simulated under many seeds with delays, cuts, crashes and restarts. What must
 * hold is said in words beside its check.
 *
 * <p>All nodes of a run share the loop's thread, the test's. Imports the programs of floor 4 and the testkit.
 */
package org.backstay.simulation;
