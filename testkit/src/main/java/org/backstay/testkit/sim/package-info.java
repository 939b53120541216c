/**
 * The simulation: every node of a topology in the thread of the test, on virtual time that jumps to whatever happens next.
 *
 * <pre>
 *   Simulation ── Agenda        what will happen, and when: the only source of time
 *     ├─ Links                  which node reaches which: latency, cuts, resets
 *     ├─ SimulatedNode          one per node: address, listening ports, disk, clock, the kernel's end of connections
 *     │    └─ Node              what its program stands on; a crash throws it away, a restart makes a new one
 *     └─ Trace                  what happened; its fingerprint tells whether two runs were the same
 * </pre>
 *
 * <p>All chance comes from the run's seed, so a seed replays its run exactly. Programs run unchanged: their loop is a
 * {@link io.netty.channel.ManualIoEventLoop}, their channels carry direct buffers, their files forget what was not synced.
 *
 * <p>Imports {@code org.backstay.node} and Netty.
 */
@NullMarked
package org.backstay.testkit.sim;

import org.jspecify.annotations.NullMarked;
