/**
 * Nodes as processes: started, watched, started again after a crash, stopped in order. One loop owns all of it; what the operating
 * system reports comes as a task on that loop. Imports the topology and the node floor.
 *
 * <pre>
 *   STOPPED -> STARTING -> READY -> STOPPING -> STOPPED
 *                 |          |
 *                 +----------+--> BACKING_OFF -> STARTING
 * </pre>
 */
@NullMarked
package org.backstay.stack.supervision;

import org.jspecify.annotations.NullMarked;
