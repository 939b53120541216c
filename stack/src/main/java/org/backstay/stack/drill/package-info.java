/**
 * The drill: a stack under a bounded load loses a master, and a report says what that cost. The loop owns connections and counters; the
 * main thread walks through the steps and waits for the loop. Imports the topology, the probes, supervision and the RESP client.
 */
@NullMarked
package org.backstay.stack.drill;

import org.jspecify.annotations.NullMarked;
