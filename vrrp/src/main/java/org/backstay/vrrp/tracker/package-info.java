/**
 * What instances watch: interfaces, scripts, processes, files, and the data itself.
 *
 * <p>Runs on the router's loop; files and the process table are read by a worker. Imports {@code org.backstay.vrrp.instance}, {@code
 * script}, {@code link} and the Redis client of {@code org.backstay.resp}.
 */
@NullMarked
package org.backstay.vrrp.tracker;

import org.jspecify.annotations.NullMarked;
