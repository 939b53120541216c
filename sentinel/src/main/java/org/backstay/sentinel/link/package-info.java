/**
 * The connections to watched instances, the names of hosts, and the measure of time.
 *
 * <p>Knows nothing of masters, replicas and sentinels. Runs on the sentinel's loop; names are looked up by a worker. Imports
 * {@code org.backstay.resp} and {@code org.backstay.node}.
 */
@NullMarked
package org.backstay.sentinel.link;

import org.jspecify.annotations.NullMarked;
